"""案卷: what is in it, that it can be checked, and what stays out."""

import hashlib
import io
import json
import zipfile

import pytest
from django.urls import reverse

from applications.models import Application, MaterialAccess
from demo.acts import holder
from records.models import AuditEvent
from rules.refusal import Refused
from workflow.models import Opinion
from workflow.services.archives import archive

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
    pages = pypdfium2.PdfDocument(files["00-卷内文件.pdf"])
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
