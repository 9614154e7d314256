"""The keys that sign certificates: what fails, what is refused, what is published of them."""

import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from pages.catalogue import signing_keys
from pages.catalogue.signed import sign_certificates, statement
from pages.site_checks import certificate_keys_are_usable
from records.models import JobFailure

from .conftest import moment
from .keys import openssl, private_pem

AT = moment(2020, 12, 1, 10)


def test_a_key_that_fails_takes_no_page_away(key, product, get_page, settings, tmp_path):
    page = product()
    settings.CERTIFICATE_KEY = f"{tmp_path / 'gone.pem'}"
    html = get_page(page.url, AT)
    assert (html.status_code, "码内另有签名" in html.content.decode()) == (200, False)
    form = get_page("/verify/")
    assert (form.status_code, "keys.json" in form.content.decode()) == (200, False)
    for address in ("/verify/keys.json", "/verify/status.json"):
        answer = get_page(address)
        assert (answer.status_code, "稍后再试" in answer.content.decode()) == (503, True), address


def test_of_old_keys_one_that_fails_takes_no_other_away(
    key, settings, new_key, tmp_path, client, db
):
    files = [tmp_path / "gone.pub", new_key("Ed25519", "old")[1], tmp_path / "lost.pub"]
    settings.CERTIFICATE_OLD_KEYS = [f"{file}" for file in files]
    assert len(client.get("/verify/keys.json").json()["keys"]) == 2
    assert len(certificate_keys_are_usable(None)) == 2


@pytest.mark.parametrize("moment_of_failure", ["before it is read", "when it signs"])
def test_a_key_that_fails_is_logged_once_and_left_alone_for_a_minute(
    certificate, settings, new_key, monkeypatch, caplog, moment_of_failure
):
    listed, now, calls = [certificate(), certificate(1)], [1000.0], []
    private = new_key("SM2", "failing")[0]
    settings.CERTIFICATE_KEY = f"{private}"
    if moment_of_failure == "when it signs":
        assert signing_keys.signing_key()
    whole, run = private.read_bytes(), subprocess.run
    private.write_text("no key")
    monkeypatch.setattr(signing_keys, "monotonic", lambda: now[0])
    monkeypatch.setattr(
        subprocess, "run", lambda *words, **how: calls.append(1) or run(*words, **how)
    )
    assert [statement(each) for each in listed * 3] == [""] * 6
    assert (len(calls), len(caplog.records)) == (1, 1)
    private.write_bytes(whole)
    now[0] += 59
    assert statement(listed[0]) == ""
    now[0] += 2
    assert statement(listed[0])


def test_a_key_that_fails_while_the_clock_signs_is_one_failure_and_not_one_of_each_row(
    certificate, settings, new_key, monkeypatch
):
    calls = []
    certificate()
    certificate(1)
    private = new_key("SM2", "failing")[0]
    settings.CERTIFICATE_KEY = f"{private}"
    assert signing_keys.signing_key()
    private.write_text("no key")
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda *words, **how: calls.append(1) or run(*words, **how)
    )
    assert sign_certificates.run(AT) == (None, 1)
    assert len(calls) == 1
    [failure] = JobFailure.objects.filter(job="certificate_signatures")
    assert failure.subject_type == ""


def test_a_key_that_cannot_sign_is_found_before_anybody_needs_it(settings, tmp_path):
    assert certificate_keys_are_usable(None) == []
    settings.CERTIFICATE_KEY = f"{tmp_path / 'none.pem'}"
    assert [each.id for each in certificate_keys_are_usable(None)] == ["pages.E002"]
    rsa = tmp_path / "rsa.pem"
    rsa.write_bytes(private_pem(generate_private_key(65537, 2048)))
    settings.CERTIFICATE_KEY = f"{rsa}"
    assert "不是Ed25519或者SM2密钥" in certificate_keys_are_usable(None)[0].msg


@pytest.mark.parametrize("algorithm", ["Ed25519", "SM2"])
def test_a_key_that_is_gone_since_this_process_loaded_it_is_told(settings, new_key, algorithm):
    private, public = new_key(algorithm, "own")
    settings.CERTIFICATE_KEY, settings.CERTIFICATE_OLD_KEYS = f"{private}", [f"{public}"]
    assert signing_keys.public_keys()
    assert list(signing_keys.faults()) == []
    private.unlink()
    public.unlink()
    assert [each.partition("：")[2] for each in signing_keys.faults()] == ["文件不存在"] * 2


def private_forms(private, public):
    """The texts of files that hold more than one public key of SM2, and so a private one."""
    whole = private.read_text()
    old_form = openssl("ec", "-in", private).decode()
    comment = f"{public.read_text()}\n{whole.splitlines()[1]}\n"
    return [whole, old_form, public.read_text() + whole, whole + public.read_text(), comment]


def test_a_private_key_among_the_old_ones_is_refused_and_never_published(
    settings, new_key, tmp_path, client, db
):
    private, public = new_key("SM2", "old")
    secret = private.read_text().splitlines()[1]
    for number, text in enumerate(private_forms(private, public)):
        file = tmp_path / f"{number}.pem"
        file.write_text(text)
        settings.CERTIFICATE_OLD_KEYS = [f"{file}"]
        assert "不是单独一个公钥" in certificate_keys_are_usable(None)[0].msg, text
        published = client.get("/verify/keys.json").content.decode()
        assert "PRIVATE" not in published, text
        assert secret not in published, text


def test_what_is_published_of_a_key_is_written_anew(settings, new_key, client, db):
    files = [new_key(algorithm, algorithm)[1] for algorithm in ("Ed25519", "SM2")]
    settings.CERTIFICATE_OLD_KEYS = [f"{file}" for file in files]
    texts = [file.read_text() for file in files]
    for file, text in zip(files, texts, strict=True):
        file.write_text(f"\r\n{text}\r\n\r\n".replace("=\n", "=\r\n"))
    assert [row["pem"] for row in client.get("/verify/keys.json").json()["keys"]] == texts
