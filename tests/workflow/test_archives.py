"""案卷: what is in it, that it can be checked, and what stays out."""

import base64
import contextlib
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from django.urls import reverse
from tests.support.pdf_particulars import holds_particulars

from applications.models import Application, MaterialAccess
from demo.acts import agent, holder
from demo.papers import pdf
from records.models import AuditEvent
from registry.models import Organisation
from rules.official_dates import iso_day
from rules.periods import local_day
from rules.refusal import Refused
from workflow.models import Opinion
from workflow.services.archives import archive, file_application
from workflow.services.questions import answer, ask

pytestmark = pytest.mark.django_db


def closed(walked):
    (item,) = walked("endorse", choice="refuse")
    return Application.objects.get(pk=item.application_id)


def opened(data):
    package = zipfile.ZipFile(io.BytesIO(data))
    return {name: package.read(name) for name in package.namelist()}


def test_every_file_in_it_is_named_with_its_digest(walked, at):
    application = closed(walked)
    files = opened(archive(application, by=holder("fpb_clerk@fpb"), at=at))
    manifest = json.loads(files["manifest.json"])
    listed = {each["name"]: each["sha256"] for each in manifest["files"]}
    for name, digest in listed.items():
        assert hashlib.sha256(files[name]).hexdigest() == digest
    enclosed = [
        each for each in manifest["files"] if each["title"] == "认定申请书（签字盖章扫描件）"
    ]
    assert enclosed[0]["responsible"] == application.applicant.name
    assert enclosed[0]["date"] == iso_day(local_day(application.submitted_at))
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name]).hexdigest() == each for name, each in sums.items())
    row = AuditEvent.objects.get(action="workflow.archive")
    assert row.data["manifest_sha256"] == sums["manifest.json"]


def test_materials_are_in_it_rosters_are_not_and_reading_is_on_record(walked, at):
    application = closed(walked)
    files = opened(archive(application, by=holder("fpb_clerk@fpb"), at=at))
    plain = [each for each in application.materials.all() if not each.is_restricted]
    digests = {hashlib.sha256(data).hexdigest() for data in files.values()}
    assert plain
    for material in application.materials.all():
        assert (material.sha256 in digests) == (not material.is_restricted), material
    read = MaterialAccess.objects.filter(purpose="归档").values_list("material", flat=True)
    assert set(read) <= {each.pk for each in plain}


@pytest.mark.paper
def test_the_paper_tells_opinions_letters_and_the_trail(walked, at):
    import pypdfium2

    application = closed(walked)
    files = opened(archive(application, by=holder("fpb_clerk@fpb"), at=at))
    data = files["00-卷内文件.pdf"]
    office, title = application.ruleset.office.official_name, f"案卷 {application.number}"
    holds_particulars(data, title=title, author=office, day=local_day(at))
    pages = pypdfium2.PdfDocument(data)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    assert application.number in text
    assert Opinion.objects.get().text[:12] in text
    assert "不予认定反馈书" in text
    assert "办理记录" in text


def test_what_is_under_way_is_no_file_yet(walked, at):
    (item,) = walked("endorse")
    with pytest.raises(Refused, match="尚未办结，不能归档"):
        archive(item.application, by=holder("fpb_clerk@fpb"), at=at)


def test_at_the_desk_it_is_offered_once_all_is_ended(walked, client):
    application = closed(walked)
    for who, is_offered in (("fpb_clerk@fpb", True), ("fpb_reviewer@fpb", False)):
        client.force_login(holder(who), backend="django.contrib.auth.backends.ModelBackend")
        page = reverse("desk:application", args=[application.pk])
        address = reverse("desk:archive", args=[application.pk])
        assert (address in client.get(page).content.decode()) == is_offered
        assert (client.get(address).status_code == 200) == is_offered


# 归档


def file(application, at, retention="D10", by="fpb_clerk@fpb"):
    return file_application(application, retention=retention, by=holder(by), at=at)


def test_numbers_are_given_in_order_by_year_and_retention_without_a_gap(walked, at):
    papers = [
        walked("endorse", choice="refuse", serial=serial)[0].application for serial in (1, 4, 7)
    ]
    Organisation.objects.filter(code="fpb").update(fonds_no="X043")
    papers = [Application.objects.get(pk=each.pk) for each in papers]
    first = file(papers[0], at)
    with pytest.raises(Refused, match="请选择保管期限"):
        file(papers[1], at, retention="forever")
    second = file(papers[1], at, by="manager@fpb")
    other = file(papers[2], at, retention="Y")
    numbers = [first.number, second.number, other.number]
    assert numbers == ["X043-RD·2020-D10-0001", "X043-RD·2020-D10-0002", "X043-RD·2020-Y-0001"]
    assert (first.kept_until, other.kept_until) == (2030, None)
    with pytest.raises(Refused, match="X043-RD·2020-D10-0001"):
        file(papers[0], at)


def test_what_is_under_way_is_not_filed(walked, at):
    (item,) = walked("endorse")
    with pytest.raises(Refused, match="尚未办结"):
        file(item.application, at)


def test_what_the_unit_asked_is_in_the_file_once_it_is_answered(walked, at, monkeypatch):
    application = closed(walked)
    station, unit = application.station, agent(application.applicant_id)
    asked = ask(application, office=station, text="成效证明由谁盖章？", by=unit, at=at)
    with pytest.raises(Refused, match="有1件咨询尚未答复，答复以后再归档"):
        file(application, at)
    officer = holder(f"station_officer@{station.code}")
    answer(asked, text="由村委会盖章。", by=officer, at=at)
    file(application, at)
    drawn = []
    paper = pdf("案卷")
    monkeypatch.setattr("workflow.services.archives.pdf", lambda html: drawn.append(html) or paper)
    archive(application, by=holder("fpb_clerk@fpb"), at=at)
    for words in ("成效证明由谁盖章？", "由村委会盖章。", f"{officer}", f"{station}"):
        assert words in drawn[0].split("<h2>卷内目录")[1]


def test_what_is_filed_is_drawn_once_and_names_its_number(walked, at, monkeypatch):
    application = closed(walked)
    number = file(application, at).number
    clerk = holder("fpb_clerk@fpb")
    first = opened(archive(application, by=clerk, at=at))
    assert json.loads(first["manifest.json"])["archive_number"] == number
    monkeypatch.setattr("workflow.services.archives.pdf", lambda html: pytest.fail("drawn again"))
    again = opened(archive(application, by=holder("manager@fpb"), at=at + timedelta(days=1)))
    assert again["00-卷内文件.pdf"] == first["00-卷内文件.pdf"]


@pytest.mark.paper
def test_the_contents_are_printed_whole_with_who_when_and_digest(walked, at):
    """On A4 nothing of a row lies past the edge: each digest is there to its last letter."""
    application = closed(walked)
    files = opened(archive(application, by=holder("fpb_clerk@fpb"), at=at))
    with contextlib.closing(pypdfium2.PdfDocument(files["00-卷内文件.pdf"])) as paper:
        words = "".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    words = "".join(words.split())
    for title in ("责任者", "题名", "文号", application.applicant.name):
        assert title in words, title
    listed = [each for each in json.loads(files["manifest.json"])["files"] if "date" in each]
    assert listed
    for each in listed:
        assert each["sha256"] in words
        assert each["date"] in words


def test_the_manifest_is_signed_where_the_office_has_a_key(walked, at, settings, tmp_path):
    key = Ed25519PrivateKey.generate()
    path = tmp_path / "key.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    settings.CERTIFICATE_KEY = f"{path}"
    files = opened(archive(closed(walked), by=holder("fpb_clerk@fpb"), at=at))
    signature = base64.b64decode(files["manifest.json.sig"])
    key.public_key().verify(signature, files["manifest.json"])


def test_a_key_that_fails_is_said_on_the_papers_page_and_no_package_is_made(
    walked, client, settings, tmp_path
):
    application = closed(walked)
    settings.CERTIFICATE_KEY = f"{tmp_path / 'gone.pem'}"
    client.force_login(holder("fpb_clerk@fpb"), backend="django.contrib.auth.backends.ModelBackend")
    for name in ("archive", "archive_pdf"):
        answer = client.get(reverse(f"desk:{name}", args=[application.pk]), follow=True)
        assert "证书签名密钥不能使用，请告知运维人员" in answer.content.decode(), name
    assert not AuditEvent.objects.filter(action="workflow.archive").exists()


def test_filed_at_the_desk_it_stands_in_the_register(walked, client):
    application = closed(walked)
    client.force_login(holder("fpb_clerk@fpb"), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("desk:file", args=[application.pk])
    assert client.get(address).context["form"]["retention"].value() == "D10"
    assert client.post(address, {}).status_code == 422
    client.post(address, {"retention": "D10"})
    number = application.archive_file.number
    assert number in client.get("/admin/workflow/archivefile/").content.decode()
    page = client.get(reverse("desk:application", args=[application.pk])).content.decode()
    assert number in page
    assert address not in page
    paper = client.get(reverse("desk:archive_pdf", args=[application.pk]))
    assert paper["Content-Type"] == "application/pdf"
