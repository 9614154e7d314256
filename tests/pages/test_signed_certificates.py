"""A certificate is checked with the published keys alone: by the code on it and one signed list."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization import PublicFormat as Public
from django.core.cache import cache
from django.utils import timezone

from catalog.services import remove, resume, suspend
from pages.catalogue import signed
from pages.catalogue.signed import encoded, statement
from pages.site_checks import certificate_keys_are_usable

from .conftest import moment

PROGRAM = Path(signed.__file__).parents[1] / "static/pages/verify_certificate.py"
AT = moment(2020, 12, 1, 10)


def private_pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def key(settings, tmp_path):
    """The office signs with a key of its own."""
    made = Ed25519PrivateKey.generate()
    file = tmp_path / "certificates.pem"
    file.write_bytes(private_pem(made))
    settings.CERTIFICATE_KEY = f"{file}"
    return made


@pytest.fixture
def check(client, clock, tmp_path):
    """``check(code, at)``: what the program answers to the keys and the list of that moment."""

    def run(code, at=None, keys=None):
        files = [tmp_path / "keys.json", tmp_path / "status.json"]
        if at is not None:
            clock(at)
        files[0].write_bytes(keys or client.get("/verify/keys.json").content)
        given = [f"{files[0]}", code]
        if at is not None:
            files[1].write_bytes(client.get("/verify/status.json").content)
            given.append(f"{files[1]}")
        done = subprocess.run(
            [sys.executable, f"{PROGRAM}", *given], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    return run


def code_of(certificate):
    return f"https://gs.example/verify/{certificate.number}/#{statement(certificate)}"


def test_the_program_needs_the_keys_and_nothing_of_ours(key, certificate, check):
    listed = certificate()
    status, said = check(code_of(listed))
    assert (status, listed.number in said, listed.version.name in said) == (0, True, True)
    assert "django" not in PROGRAM.read_text()
    assert len(PROGRAM.read_text().splitlines()) < 80


def test_one_character_altered_is_not_genuine(key, certificate, check):
    code = code_of(certificate())
    prefix, payload, signer, signature = code.rpartition("#")[2].split(".")
    other = encoded("ZG-360702-2020-9999-A\n脐橙\n某某\n2020-11-16\n2021-11-15".encode())
    for forged in (
        f"{prefix}.{other}.{signer}.{signature}",
        f"{prefix}.{payload}.{signer}.{'A' * len(signature)}",
        f"{prefix}.{payload}.00000000.{signature}",
        "https://gs.example/verify/ZG-360702-2020-0001-E/",
    ):
        assert check(forged)[0] == 1, forged


def test_the_list_says_what_the_page_says_through_a_certificates_life(
    key, certificate, check, client
):
    listed, code = certificate(), ""
    code = code_of(listed)
    today = timezone.localtime(timezone.now()).date()
    assert check(code, AT)[0] == (0 if today - AT.date() <= timedelta(days=7) else 3)
    suspend(listed, by=None, at=moment(2020, 12, 2, 9), because="核查", reason="quality_safety")
    assert "suspended" in check(code, moment(2020, 12, 2, 9))[1]
    resume(listed, by=None, at=moment(2020, 12, 5, 9), because="已整改", reason="quality_safety")
    assert "active" in check(code, moment(2020, 12, 5, 9))[1]
    remove(
        listed,
        by=None,
        at=moment(2020, 12, 9, 9),
        because="查实",
        reason="complaint_upheld",
        basis_doc_no="赣测扶字〔2020〕1号",
    )
    assert check(code, moment(2020, 12, 9, 9))[0] == 2
    assert "removed" in check(code, moment(2020, 12, 9, 9))[1]


@pytest.mark.parametrize("number", [0, 1])
def test_list_and_verification_agree_on_every_day_that_matters(
    key, certificate, client, clock, number
):
    listed = certificate(number)
    suspend(listed, by=None, at=moment(2020, 12, 2, 9), because="核查", reason="quality_safety")
    last = listed.valid_until
    for at in (
        moment(2020, 11, 16, 10),
        moment(2020, 12, 2, 8, 59),
        moment(2020, 12, 2, 9),
        moment(last.year, last.month, last.day, 23, 59),
        moment(last.year, last.month, last.day, 23, 59) + timedelta(minutes=1),
    ):
        clock(at)
        cache.clear()
        verdict = client.get(f"/api/v1/verify/{listed.number}").json()
        said = client.get("/verify/status.json").json()
        standing, since = said["certificates"][listed.number]
        expected = {"expiring": "active"}.get(verdict["standing"], verdict["standing"])
        assert standing == expected, at
        assert verdict["standing"] == "expiring" or since == verdict["since"], at


def test_a_list_is_made_once_for_a_day_and_its_events(
    key, certificate, client, clock, django_assert_num_queries
):
    listed = certificate()
    clock(AT)
    first = client.get("/verify/status.json")
    assert client.get("/verify/status.json").content == first.content
    known = {"If-None-Match": first["ETag"]}
    assert client.get("/verify/status.json", headers=known).status_code == 304
    suspend(listed, by=None, at=moment(2020, 12, 1, 11), because="核", reason="quality_safety")
    clock(moment(2020, 12, 1, 11))
    assert client.get("/verify/status.json", headers=known).status_code == 200


def test_a_key_that_signs_no_more_still_checks_what_it_signed(
    key, certificate, check, settings, tmp_path
):
    code = code_of(certificate())
    old, new = tmp_path / "old.pem", tmp_path / "new.pem"
    old.write_bytes(key.public_key().public_bytes(Encoding.PEM, Public.SubjectPublicKeyInfo))
    new.write_bytes(private_pem(Ed25519PrivateKey.generate()))
    settings.CERTIFICATE_KEY = f"{new}"
    assert check(code)[0] == 1
    settings.CERTIFICATE_OLD_KEYS = [f"{old}"]
    assert check(code)[0] == 0


def test_page_and_code_say_that_they_are_signed_and_are_silent_without_a_key(
    product, get_page, settings, tmp_path
):
    page = product()
    assert "码内另有签名" not in get_page(page.url, AT).content.decode()
    assert "keys.json" not in get_page("/verify/").content.decode()
    assert get_page("/verify/status.json").status_code == 404
    assert get_page("/verify/keys.json").json() == {"keys": []}
    file = tmp_path / "key.pem"
    file.write_bytes(private_pem(Ed25519PrivateKey.generate()))
    settings.CERTIFICATE_KEY = f"{file}"
    assert "码内另有签名" in get_page(page.url).content.decode()
    html = get_page("/verify/").content.decode()
    assert "/verify/keys.json" in html
    assert "verify_certificate.py" in html
    assert [row["algorithm"] for row in get_page("/verify/keys.json").json()["keys"]] == ["Ed25519"]


def test_a_key_that_cannot_sign_is_found_before_anybody_needs_it(settings, tmp_path):
    assert certificate_keys_are_usable(None) == []
    settings.CERTIFICATE_KEY = f"{tmp_path / 'none.pem'}"
    assert [each.id for each in certificate_keys_are_usable(None)] == ["pages.E002"]
    rsa = tmp_path / "rsa.pem"
    rsa.write_bytes(private_pem(generate_private_key(65537, 2048)))
    settings.CERTIFICATE_KEY = f"{rsa}"
    assert "不是Ed25519密钥" in certificate_keys_are_usable(None)[0].msg


def test_the_statement_names_no_person(key, certificate, check):
    listed = certificate()
    type(listed.version).objects.filter(pk=listed.version_id).update(name="脐橙15400000001")
    listed.version.refresh_from_db()
    assert "154****0001" in check(code_of(listed))[1]
