"""A certificate is checked with the published keys alone: by the code on it and one signed list."""

import base64
import json
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdfium2 import PdfDocument

from catalog.services import adjust, remove, resume, suspend
from pages.catalogue import signed, signing_keys
from pages.catalogue.signed import encoded, sign_certificates, statement
from pages.models import CertificateSignature
from portal.certificate_paper import drawn, verify_url

from .conftest import moment
from .keys import openssl, private_pem

PROGRAM = Path(signed.__file__).parents[1] / "static/pages/verify_certificate.py"
AT = moment(2020, 12, 1, 10)


IMPORTED = r"^\s*(?:from|import) (\w+)"


def code_lines(file):
    """Lines that do something: without what is blank, a comment or a docstring."""
    text = re.sub(r'"""(?:.|\n)*?"""', "", file.read_text())
    return [line for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#"]


@pytest.fixture
def check(client, clock, tmp_path):
    """``check(code, at)``: what the program answers to the keys and the list of that moment.

    ``keys``, ``listing``: bytes of other ones.
    """

    def run(code, at=None, keys=None, listing=None):
        files = [tmp_path / "keys.json", tmp_path / "status.json"]
        program = shutil.copy(PROGRAM, tmp_path)
        (tmp_path / "sm2.py").write_bytes(client.get("/verify/sm2.py").content)
        if at is not None:
            clock(at)
        files[0].write_bytes(keys or client.get("/verify/keys.json").content)
        given = [f"{files[0]}", code]
        if at is not None or listing is not None:
            files[1].write_bytes(listing or client.get("/verify/status.json").content)
            given.append(f"{files[1]}")
        done = subprocess.run(
            [sys.executable, f"{program}", *given],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


def code_of(certificate):
    return f"https://gs.example/verify/{certificate.number}/#{statement(certificate)}"


def test_the_program_needs_the_keys_and_nothing_of_ours(key, certificate, check):
    listed = certificate()
    status, said = check(code_of(listed))
    assert (status, listed.number in said, listed.version.name in said) == (0, True, True)
    assert len(code_lines(PROGRAM)) <= 50
    packages = {name for line in code_lines(PROGRAM) for name in re.findall(IMPORTED, line)}
    assert packages - {*sys.stdlib_module_names} == {"cryptography", "sm2"}


def test_one_character_altered_is_not_genuine(key, certificate, check):
    code = code_of(certificate())
    prefix, payload, signer, signature = code.rpartition("#")[2].split(".")
    other = encoded("ZG-360702-2020-9999-A\n脐橙\n某某\n2020-11-16\n2021-11-15\n1".encode())
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
        standing, since, _version = said["certificates"][listed.number]
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


@pytest.mark.parametrize("later", ["Ed25519", "SM2"])
def test_a_key_that_signs_no_more_still_checks_what_it_signed(
    key, certificate, check, settings, new_key, later
):
    listed = certificate()
    code = code_of(listed)
    settings.CERTIFICATE_KEY = f"{new_key(later, 'later')[0]}"
    status, said = check(code)
    assert (status, "公钥清单里没有密钥" in said) == (1, True)
    settings.CERTIFICATE_OLD_KEYS = [f"{key[1]}"]
    assert check(code)[0] == 0
    assert code_of(listed) != code
    assert check(code_of(listed))[0] == 0


def test_what_was_signed_is_handed_out_again_and_never_changed(key, certificate, client):
    listed = certificate()
    first, signed_list = statement(listed), client.get("/verify/status.json").content
    cache.clear()  # another process, or tomorrow's
    assert statement(listed) == first
    assert client.get("/verify/status.json").content == signed_list
    row = CertificateSignature.objects.get(certificate=listed)
    assert row.words.split("\n")[0] == listed.number
    row.value = "A" * 86
    with pytest.raises(ValueError, match="不能修改"):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        CertificateSignature.objects.update(value="A" * 86)


def test_openssl_checks_the_statement_with_the_published_key(key, certificate, client, tmp_path):
    what, _, value = statement(certificate()).rpartition(".")
    what = what.rpartition(".")[0]
    published = client.get("/verify/keys.json").json()["keys"][0]
    files = {name: tmp_path / name for name in ("key", "words", "signature")}
    files["key"].write_text(published["pem"])
    files["words"].write_text(what)
    raw = base64.urlsafe_b64decode(f"{value}==")
    options = ["-rawin"]
    if published["algorithm"] != "Ed25519":
        numbers = [int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")]
        raw = encode_dss_signature(*numbers)
        options += ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
    files["signature"].write_bytes(raw)
    words = ["pkeyutl", "-verify", "-pubin", "-inkey", files["key"], *options]
    words += ["-in", files["words"], "-sigfile", files["signature"]]
    assert b"Verified Successfully" in openssl(*words)
    files["words"].write_text(f"{what}A")
    with pytest.raises(subprocess.CalledProcessError):
        openssl(*words)


def test_what_was_certified_before_a_change_is_called_an_older_version(key, certificate, check):
    listed = certificate()
    before, at = code_of(listed), timezone.now()
    version = listed.version
    adjust(listed, {**version.facts(), "sales_spec": "10千克/箱"}, by=None, at=at, because="变更")
    listed.refresh_from_db()
    later = at + timedelta(minutes=1)
    type(listed).objects.update(valid_until=later.date() + timedelta(days=30))
    status, said = check(before, later)
    assert (status, "以前的版本" in said) == (4, True)
    listed.refresh_from_db()
    assert check(code_of(listed), later)[0] == 0


def test_a_list_from_before_a_change_does_not_call_the_new_version_superseded(
    key, certificate, check, client
):
    listed, at = certificate(), timezone.now()
    type(listed).objects.update(valid_until=at.date() + timedelta(days=30))
    listing = client.get("/verify/status.json").content
    version = listed.version
    adjust(listed, {**version.facts(), "sales_spec": "10千克/箱"}, by=None, at=at, because="变更")
    listed.refresh_from_db()
    status, said = check(code_of(listed), listing=listing)
    assert (status, "状态清单早于这份证书" in said) == (3, True)


def signed_by_hand(*lines):
    words = "\n".join(lines)
    what = f"GS1.{encoded(words.encode())}"
    key = signing_keys.signing_key()
    return f"https://gs.example/#{what}.{key.public.id}.{encoded(key.sign_short(what.encode()))}"


def list_by_hand(as_of, certificates, form="gongshi-status/2"):
    key = signing_keys.signing_key()
    words = {"format": form, "as_of": f"{as_of}", "key_id": key.public.id}
    words["certificates"] = certificates
    signature = encoded(key.sign_short(signed.canonical(words)))
    return json.dumps({**words, "signature": signature}).encode()


def test_a_list_from_before_the_certificate_does_not_call_it_out_of_force(key, check, db):
    today = timezone.localdate()
    before, yesterday, later = (today + timedelta(days=days) for days in (-3, -1, 5))
    number, until = "ZG-360702-2020-0001-E", f"{today + timedelta(days=300)}"
    code = signed_by_hand(number, "脐橙", "某某", f"{yesterday}", until, "1")
    assert check(code, listing=list_by_hand(before, {}))[0] == 3
    assert check(code, listing=list_by_hand(today, {}))[0] == 2
    not_yet = signed_by_hand(number, "脐橙", "某某", f"{later}", until, "1")
    assert check(not_yet, listing=list_by_hand(today, {}))[0] == 2


def test_statements_and_lists_of_the_earlier_form_are_read_or_answered_in_words(key, check, db):
    today, number = timezone.localdate(), "ZG-360702-2020-0001-E"
    lines = (number, "脐橙", "某某", "2020-11-16", f"{today}")
    code = signed_by_hand(*lines)
    listing = list_by_hand(today, {number: ["active", "2020-11-16", 2]})
    for status, said in (check(code), check(code, listing=listing)):
        assert (status, "没有注明第几版" in said) == (0, True)
    removed = list_by_hand(today, {number: ["removed", "2021-01-01", 1]})
    assert check(code, listing=removed)[0] == 2
    earlier = list_by_hand(today, {number: ["active", "2020-11-16"]}, "gongshi-status/1")
    for each in (code, signed_by_hand(*lines, "1")):
        status, said = check(each, listing=earlier)
        assert (status, "格式不符" in said) == (3, True)


def test_the_clock_signs_what_stands_unsigned_under_the_key_of_today(
    key, certificate, settings, new_key, django_assert_num_queries
):
    listed = [certificate(), certificate(1)]
    assert sign_certificates(AT) == 2
    assert sign_certificates(AT) == 0
    with django_assert_num_queries(1):
        statement(listed[0])
    settings.CERTIFICATE_KEY = f"{new_key('SM2', 'later')[0]}"
    assert sign_certificates(AT) == 2
    assert CertificateSignature.objects.count() == 4
    settings.CERTIFICATE_KEY = ""
    assert sign_certificates(AT) == 0


LONGEST = ("脐橙果干" * 15, "甲" * 120)


@pytest.mark.paper
@pytest.mark.parametrize(
    ("name", "holder"), [("脐橙", "某某合作社"), LONGEST], ids=["short", "longest"]
)
def test_a_code_is_read_from_the_certificate_on_paper(key, certificate, name, holder):
    listed = certificate(name=name)
    listed.applicant.name = holder
    paper = PdfDocument(drawn(listed, at=AT))
    scan = paper[0].render(scale=200 / 72).to_pil()  # 200 dots per inch, as an office scans
    code = f"{verify_url(listed)}#{statement(listed)}"
    assert [each.text for each in zxingcpp.read_barcodes(scan)] == [code]
    assert len(code.rpartition(".")[2]) == 86  # with either key
    assert len(paper) == 1


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


def test_the_statement_names_no_person(key, certificate, check):
    listed = certificate()
    type(listed.version).objects.filter(pk=listed.version_id).update(name="脐橙15400000001")
    listed.version.refresh_from_db()
    assert "154****0001" in check(code_of(listed))[1]
