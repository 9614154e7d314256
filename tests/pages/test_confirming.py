"""What could not be read whole is public only after a named person looked at it (§5.7)."""

import io
import json

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from tests.files.test_words import page_with, scanned
from tests.support.forms import filled, paragraph
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.models import FileConfirmation
from records.models import AuditEvent

from .conftest import moment
from .hands import act, appoint, fresh, write

Document, Image = get_document_model(), get_image_model()


@pytest.fixture(autouse=True)
def _at(clock, office):
    clock(moment(2020, 5, 1, 10))


@pytest.fixture
def people(django_user_model):
    appoint(django_user_model)
    return django_user_model


@pytest.fixture
def signed_in(client, people):
    """``signed_in("editor")``: a client of that person."""

    def sign_in(login):
        client.force_login(people.objects.get(username=login))
        return client

    return sign_in


@pytest.fixture
def uploaded(people):
    """``uploaded(Model, title, name, bytes)``: a file or picture of the editor's."""

    def upload(model, title, name, data):
        editor = people.objects.get(username="editor")
        file = ContentFile(data, name)
        return model.objects.create(title=title, file=file, uploaded_by_user=editor)

    return upload


@pytest.fixture
def scan(uploaded):
    return uploaded(Document, "公示扫描件", "scan.pdf", page_with(scanned))


def hand_in(client, file, action="submit"):
    """The page that an editor sends for checking with ``file`` annexed; None when refused."""
    row = {"title": "扫描件", "file": file.pk, "ORDER": "1", "id": "", "DELETE": ""}
    fields = {f"attachments-0-{name}": str(value) for name, value in row.items()}
    return write(client, action, **{"attachments-TOTAL_FORMS": "1", **fields})


def tick(client, thing, view, note="逐页查看，均为盖章页"):
    url = reverse(view, args=[thing.pk])
    page = client.get(url)
    return client.post(url, filled(page, is_looked_at="on", look_note=note), follow=True)


def test_a_scan_keeps_a_text_from_the_public_until_somebody_looked_at_it(signed_in, scan):
    assert hand_in(signed_in("editor"), scan) is None
    assert hand_in(signed_in("editor"), scan, "draft") is not None, "a draft is always kept"
    tick(signed_in("editor"), scan, "wagtaildocs:edit")
    row = FileConfirmation.objects.get()
    assert (row.confirmed_by.username, row.gaps) == ("editor", [["第1页", "picture"]])
    assert AuditEvent.objects.filter(action="pages.confirm_file").count() == 1

    page = hand_in(signed_in("editor"), scan)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    paper = signed_in("checker").get(url).content.decode()
    assert "由人查看确认的文件" in paper
    assert row.note in paper
    act(signed_in("checker"), page)
    act(signed_in("chief"), page)
    assert fresh(page).live


def test_a_draft_is_kept_and_its_writer_told_what_will_keep_it_back(signed_in):
    client = signed_in("editor")
    page = write(client, "draft", title="联系15400000001")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "送审前须改正" in client.get(url).content.decode()
    fields = filled(client.get(url), **paragraph("正文"))
    answer = client.post(url, fields, headers={"Accept": "application/json"})
    assert answer.json()["success"], "as Wagtail's autosave asks"
    assert "送审前须改正" not in client.get(url).content.decode()
    assert "送审前须改正" in client.post(url, fields, follow=True).content.decode()


def turned(document, page):
    scanned(document, page)
    page.Rotate = 90


def test_another_file_in_its_place_is_looked_at_anew(signed_in, scan):
    client = signed_in("editor")
    tick(client, scan, "wagtaildocs:edit")
    scan.file = ContentFile(page_with(turned), "scan.pdf")
    scan.save()
    text = client.get(reverse("wagtaildocs:edit", args=[scan.pk])).content.decode()
    assert "须查看" in text


def test_a_tick_without_a_word_is_refused_at_its_field(signed_in, scan):
    answer = tick(signed_in("editor"), scan, "wagtaildocs:edit", note="看")
    assert "请写明如何查看" in answer.content.decode()
    assert not FileConfirmation.objects.exists()


def test_a_file_that_was_read_whole_asks_nobody(signed_in, uploaded):
    file = uploaded(Document, "申请表", "表.txt", "第一版".encode())
    answer = tick(signed_in("editor"), file, "wagtaildocs:edit")
    assert answer.status_code == 200
    assert not FileConfirmation.objects.exists()


def test_a_picture_is_looked_at_like_a_scan(signed_in, uploaded):
    image = uploaded(Image, "流程图", "chart.jpg", picture("red"))
    tick(signed_in("editor"), image, "wagtailimages:edit", note="流程图，没有人名")
    assert FileConfirmation.objects.get().name == "流程图"


def test_the_command_gives_one_of_three_answers_for_each_file(tmp_path):
    texts = {"good.txt": "监督电话12317", "bad.txt": "联系15400000001"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "scan.pdf").write_bytes(page_with(scanned))
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    out = io.StringIO()
    call_command("privacy_gate", *sorted(map(str, tmp_path.iterdir())), stdout=out)
    rows = json.loads(out.getvalue())
    assert [(row["file"].rpartition("/")[2], row["answer"]) for row in rows] == [
        ("bad.txt", "found"),
        ("good.txt", "nothing_found"),
        ("old.doc", "not_read_whole"),
        ("scan.pdf", "not_read_whole"),
    ]
    assert rows[0]["findings"] == [{"kind": "mobile", "where": "第1行"}]
    assert "15400000001" not in out.getvalue()
