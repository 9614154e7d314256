"""A file is stored whole or not at all; a full disk is said in words at every door."""

import errno
import io
import json
import os

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.support.photos import picture

from applications.models import Material
from demo.acts import agent
from demo.papers import pdf
from files import storage
from files.storage import NO_SPACE, NoSpace, WholeFileStorage
from supervision.models import Complaint
from supervision.services import complaints

SAID = {
    "subject_kind": "product",
    "about_text": "某产品",
    "category": "quality",
    "content": "包装上的说明与产品不符，请核查。",
}


@pytest.fixture(autouse=True)
def _today(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def disk(tmp_path):
    return WholeFileStorage(location=tmp_path)


@pytest.fixture
def full(monkeypatch):
    """From now on the disk takes half of each file."""

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as half:
            half.write(content.read()[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", write)


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_appears_under_its_name_when_it_is_whole(disk, tmp_path, monkeypatch):
    seen, link = [], os.link

    def watch(beside, place):
        seen.append(names(tmp_path))
        link(beside, place)

    monkeypatch.setattr(storage.os, "link", watch)
    assert disk.save("a/x.pdf", ContentFile(b"whole")) == "a/x.pdf"
    ((unfinished,),) = seen
    assert unfinished.endswith(storage.UNFINISHED)
    assert names(tmp_path) == ["x.pdf"]


def test_what_is_there_is_never_replaced(disk, monkeypatch):
    assert disk.save("x.pdf", ContentFile(b"first")) == "x.pdf"
    monkeypatch.setattr(disk, "exists", lambda name: False)  # as for who asked a moment earlier
    monkeypatch.setattr(disk, "get_available_name", lambda name, max_length=None: name[:-4] + "_2")
    second = disk._save("x.pdf", ContentFile(b"second"))
    assert second != "x.pdf"
    with disk.open("x.pdf") as file:
        assert file.read() == b"first"


def test_a_full_disk_leaves_nothing_behind(disk, tmp_path, full):
    with pytest.raises(NoSpace):
        disk.save("a/x.pdf", ContentFile(b"0" * 100))
    assert names(tmp_path) == []


def browser(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_an_applicant_is_told_in_the_page_and_by_the_script(draft, full, accept):
    application = draft()
    client = browser(agent(application.applicant_id))
    form = {"kind": "M2_licence", "files": SimpleUploadedFile("证.pdf", pdf("证"))}
    address = reverse("portal:materials", args=[application.pk])
    answer = client.post(address, form, headers={"accept": accept})
    assert NO_SPACE in (
        json.loads(answer.content)["reasons"][0] if "json" in accept else answer.content.decode()
    )
    assert answer.status_code == (507 if "json" in accept else 200)
    assert not Material.objects.exists()


def test_who_complains_is_told_and_nothing_is_registered(office, at, full):
    with pytest.raises(NoSpace):
        complaints.receive(source="web", at=at, evidence=[("甲.pdf", pdf("甲"))], **SAID)
    assert not Complaint.objects.exists()


def test_an_editor_is_told_on_a_page_of_its_own(office, admin_client, full):
    admin_client.raise_request_exception = False
    upload = {"title": "果园", "collection": 1, "file": io.BytesIO(picture())}
    upload["file"].name = "果园.jpg"
    answer = admin_client.post("/admin/images/add/", upload)
    assert answer.status_code == 507
    assert "存储空间不足" in answer.content.decode()


def test_a_full_disk_is_told_wherever_it_is_noticed(rf):
    from config.failing import server_error

    try:
        raise OSError(errno.ENOSPC, "x")
    except OSError:
        page = server_error(rf.post("/x/"))
        words = server_error(rf.post("/x/", headers={"accept": "application/json"}))
    assert (page.status_code, words.status_code) == (507, 507)
    assert json.loads(words.content)["reasons"] == [NO_SPACE]
