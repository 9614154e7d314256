"""The auditor's answers: who looked at what, which rows, and a package that anybody can check."""

import base64
import hashlib
import io
import json
import subprocess
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.support.desk import page
from tests.support.standing import stands

from applications.models import MaterialAccess
from applications.services import materials
from desk.making_exports import make_exports
from doors import table_exports
from doors.models import TableExport
from pages.catalogue.signing_keys import signing_key
from records.models import AuditEvent
from rules import sm2

pytestmark = pytest.mark.django_db
REGISTER = "records_auditevent_modeladmin_index"


@pytest.fixture
def auditor(office, signed_in):
    return signed_in("auditor@fpb")


@pytest.fixture
@stands
def application(paper, at, user):
    """A paper of which one reviewer read a roster and another material."""
    item = paper(serial=1)[0]
    reader = user("agri_reviewer@nyncj")
    for material in item.application.materials.all():
        materials.read(material, by=reader, at=at, purpose="核对雇用人数")
    return item.application


def rows(auditor, **asked):
    return auditor.get(page("accesses"), asked).context["rows"]


def test_every_look_is_in_one_list_with_who_what_and_why(auditor, application):
    listed = rows(auditor)
    assert len(listed) == MaterialAccess.objects.count() > 1
    assert {row["application"] for row in listed} == {application.number}
    assert {row["purpose"] for row in listed} == {"核对雇用人数"}
    assert all("（agri）" in row["who"] for row in listed)


def test_looks_are_found_by_person_days_file_and_number(auditor, application):
    everything = len(rows(auditor))
    rosters = rows(auditor, act="名册")
    assert 0 < len(rosters) < everything
    assert len(rows(auditor, act=application.number, person="示例农业")) == everything
    assert rows(auditor, person="示例收发") == []
    assert rows(auditor, since="2019-01-01", until="2019-12-31") == []
    assert rows(auditor, since="2020-05-01", until="2020-04-01") == [], "an order that is none"
    assert "没有符合条件" in auditor.get(page("accesses"), {"act": "查无"}).content.decode()
    answer = auditor.get(page("accesses"), {"export": "csv"})
    assert "核对雇用人数" in b"".join(answer).decode("utf-8-sig")
    assert AuditEvent.objects.filter(action="desk.export").exists()


def test_a_long_list_costs_no_more_queries(auditor, application, user, at):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            auditor.get(page("accesses"))
        return len(queries)

    cost()
    few = cost()
    MaterialAccess.objects.bulk_create(
        MaterialAccess(
            material=application.materials.first(), user=user("fpb_clerk@fpb"), at=at, purpose="查"
        )
        for _each in range(30)
    )
    assert cost() == few


def test_from_the_paper_to_the_proof_of_a_signature_is_one_click(auditor, application, signed_in):
    shown = auditor.get(page("application", application.pk)).content.decode()
    event = AuditEvent.objects.get(
        subject_type="applications.application", action__endswith=".submit"
    )
    address = reverse("records_auditevent_modeladmin_inspect", args=[event.pk])
    assert address in shown
    assert event.mac in auditor.get(address).content.decode()
    reviewer = signed_in("fpb_reviewer@fpb")
    assert address not in reviewer.get(page("application", application.pk)).content.decode()


def package(auditor, **asked):
    answer = auditor.get(page("sealed_trail"), asked)
    opened = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    return {name: opened.read(name) for name in opened.namelist()}


def test_the_package_holds_just_the_rows_asked_for_under_their_digest(auditor, application):
    files = package(auditor, person="agri", act="查阅名册")
    lines = [json.loads(line) for line in files["trail.jsonl"].decode().splitlines()]
    assert lines
    assert {line["action"] for line in lines} == {"applications.read_roster"}
    assert AuditEvent.objects.get(pk=lines[0]["id"]).mac == lines[0]["mac"]
    manifest = json.loads(files["manifest.json"])
    assert manifest["rows"] == len(lines)
    assert manifest["rows_sha256"] == hashlib.sha256(files["trail.jsonl"]).hexdigest()
    assert manifest["question"] == {"person": "agri", "act": "查阅名册"}
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in sums.items())


def test_the_package_is_signed_where_the_office_has_a_key(auditor, application, settings, tmp_path):
    key = Ed25519PrivateKey.generate()
    path = tmp_path / "key.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.CERTIFICATE_KEY = f"{path}"
    files = package(auditor)
    key.public_key().verify(base64.b64decode(files["manifest.json.sig"]), files["manifest.json"])


def test_a_key_of_sm2_signs_the_package_as_openssl_checks_it(
    auditor, application, settings, tmp_path
):
    path = tmp_path / "key.pem"
    make = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
    subprocess.run([*make, "-out", path], check=True, capture_output=True)
    settings.CERTIFICATE_KEY = f"{path}"
    files = package(auditor)
    signature = base64.b64decode(files["manifest.json.sig"])
    point = sm2.public_point(signing_key().public.pem.encode())
    assert sm2.is_valid(files["manifest.json"], signature, point)
    assert not sm2.is_valid(files["manifest.json"] + b" ", signature, point)


def test_a_key_that_fails_is_said_in_words_and_no_package_leaves_unsigned(
    auditor, application, settings, tmp_path, monkeypatch
):
    settings.CERTIFICATE_KEY = f"{tmp_path / 'gone.pem'}"
    answer = auditor.get(page("sealed_trail"), follow=True)
    assert "证书签名密钥不能使用，请告知运维人员" in answer.content.decode()
    assert AuditEvent.objects.filter(action="records.refused").last().data["door"] == (
        "封存导出审计记录"
    )
    assert not AuditEvent.objects.filter(action="desk.export").exists(), "nothing left the house"
    monkeypatch.setattr(table_exports, "WHILE_WAITING", 0)
    auditor.get(page("sealed_trail"))
    make_exports(timezone.now())
    assert TableExport.objects.get().refusal.startswith("证书签名密钥不能使用")


def test_an_empty_answer_is_said_and_no_file(auditor, application):
    answer = auditor.get(page("sealed_trail"), {"act": "查无此事"}, follow=True)
    assert "没有可以导出的记录" in answer.content.decode()


def test_the_register_offers_what_is_asked_for_most(auditor, application):
    shown = auditor.get(reverse(REGISTER), {"person": "agri"}).content.decode()
    assert "?act=查阅名册" in shown
    assert "?subject_type=registry.ruleset" in shown
    assert page("sealed_trail") in shown
