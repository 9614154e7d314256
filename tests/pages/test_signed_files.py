"""Files and pictures: public when a visible page names them, and then as they were signed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from tests.support.photos import picture as jpeg
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.models import DocumentPage, SignedFile
from pages.public_change import public_change
from pages.signing import take_down
from records.models import AuditEvent
from workflow.services.overdue import overdue

from .conftest import moment
from .hands import act, appoint, look_at, write

AT = moment(2020, 5, 1, 10)
Document, Image = get_document_model(), get_image_model()


@pytest.fixture(autouse=True)
def _at(clock, office):
    clock(AT)


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    """``indexed(make, …)``: whatever is made there is known to Wagtail's index of references."""

    def run(make, *args, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return make(*args, **given)

    return run


def upload(name="表.txt", words="第一版"):
    return Document.objects.create(title="申请表", file=ContentFile(words.encode(), name))


def picture(colour="red"):
    data = ContentFile(jpeg(colour), "chart.jpg")
    return look_at(Image.objects.create(title="流程图", file=data))


def figure(image):
    return {"type": "figure", "value": {"image": image.pk, "alt": "流程图", "caption": ""}}


def link(file):
    return {"type": "paragraph", "value": f'<p><a linktype="document" id="{file.pk}">表</a></p>'}


def block(file):
    return {"type": "attachment", "value": {"document": file.pk, "text": ""}}


def fetch(client, url):
    """``(status, caching, bytes)`` of an address, read to its end."""
    answer = client.get(url)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, answer.get("Cache-Control", ""), content


def status(client, url):
    return fetch(client, url)[0]


WAYS = {
    "attachment": lambda file: {"attachments": [("申请表", file)]},
    "link": lambda file: {"blocks": [link(file)]},
    "block": lambda file: {"blocks": [block(file)]},
    "part": lambda file: {"parts": [{"role": "form", "title": "表", "blocks": [block(file)]}]},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_public_when_a_visible_page_names_it(document, client, indexed, clock, way):
    file = upload()
    assert status(client, file.url) == 404
    page = indexed(document, published_at=moment(2020, 6, 1), at=AT, **WAYS[way](file))
    assert status(client, file.url) == 404, "its hour is still to come"
    clock(moment(2020, 6, 1))
    assert fetch(client, file.url)[2] == "第一版".encode()
    assert DocumentPage.objects.visible(moment(2020, 6, 1)).exists()
    document_page = DocumentPage.objects.get(pk=page.pk)
    with public_change():
        document_page.live = True
        document_page.first_published_at = AT
        document_page.save()
    take_down(document_page, by=None, at=moment(2020, 6, 2), because="内容重复")
    assert status(client, file.url) == 404


def test_the_staff_read_what_is_not_public_yet(client, django_user_model):
    appoint(django_user_model)
    file, image = upload(), picture()
    size = image.get_rendition("width-400")
    assert status(client, size.url) == 404
    client.force_login(django_user_model.objects.get(username="editor"))
    assert status(client, file.url) == 200
    code, caching, _ = fetch(client, size.url)
    assert code == 200
    assert "no-store" in caching
    client.force_login(django_user_model.objects.create(username="visitor"))
    assert status(client, file.url) == 404
    assert status(client, size.url) == 404


def test_a_picture_is_public_with_its_page(document, client, indexed):
    image = picture()
    size = image.get_rendition("width-400")
    assert status(client, size.url) == 404
    indexed(document, blocks=[figure(image)])
    code, caching, _ = fetch(client, size.url)
    assert code == 200
    assert "public" in caching


def test_what_an_earlier_version_names_stays_public(document, client, indexed):
    file, other = upload(), upload("新.txt", "第二版")
    indexed(document, attachments=[("申请表", file)])
    indexed(document, attachments=[("申请表", other)], because="换表", at=AT)
    assert [status(client, each.url) for each in (file, other)] == [200, 200]


def change(thing):
    is_picture = isinstance(thing, Image)
    thing.file = ContentFile(jpeg("blue"), "b.jpg") if is_picture else ContentFile(b"new", "b.txt")
    thing.save()


def signed(document, thing):
    blocks = [figure(look_at(thing))] if isinstance(thing, Image) else [block(thing)]
    return document(blocks=blocks)


@pytest.mark.parametrize("make", [upload, picture])
def test_nothing_behind_a_signed_text_is_swapped_or_deleted(document, make):
    thing = make()
    change(thing)
    signed(document, thing)
    assert SignedFile.objects.count() == 1
    with pytest.raises(ValidationError, match="已随签发的文件公开"), transaction.atomic():
        change(thing)
    thing.refresh_from_db()
    with pytest.raises(PermissionDenied, match="已随签发的文件公开"), transaction.atomic():
        thing.delete()


@pytest.mark.parametrize("make", [upload, picture])
def test_the_forms_of_the_library_say_why(document, admin_client, make):
    thing = make()
    page = signed(document, thing)
    room = "wagtaildocs" if make is upload else "wagtailimages"
    kind = "document" if make is upload else "image"
    new = ContentFile(b"new" if make is upload else jpeg("blue"), "new.txt")
    new.name = "new.txt" if make is upload else "new.jpg"
    given = {"title": "新标题", "file": new, "collection": thing.collection_id, "tags": ""}
    edit, delete = (reverse(f"{room}:{act}", args=[thing.pk]) for act in ("edit", "delete"))
    answer = admin_client.post(edit, given)
    assert f"已随签发的文件公开（{page.title}）" in answer.content.decode()
    assert "已随签发的文件公开" in admin_client.post(delete, follow=True).content.decode()
    many = reverse("wagtail_bulk_action", args=[room, kind, "delete"])
    answer = admin_client.post(f"{many}?id={thing.pk}&next=/admin/", follow=True)
    assert "已随签发的文件公开" in answer.content.decode()
    multiple = reverse(f"{room}:delete_multiple", args=[thing.pk])
    answer = admin_client.post(multiple, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.status_code < 500
    name = thing.file.name
    thing.refresh_from_db()
    assert thing.file.name == name


def test_what_is_being_signed_stands_still_too(client, django_user_model):
    """Whoever drafts does not swap the annex between the check and the signature."""
    appoint(django_user_model)
    file = upload()
    client.force_login(django_user_model.objects.get(username="editor"))
    rows = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-title": "申请表",
        "attachments-0-file": file.pk,
        "attachments-0-ORDER": "1",
    }
    page = write(client, **rows)
    assert page.attachments.count() == 1
    with pytest.raises(ValidationError, match="正在审签"), transaction.atomic():
        change(file)
    file.refresh_from_db()
    client.force_login(django_user_model.objects.get(username="checker"))
    act(client, page, "reject", "换表")
    change(file)


@pytest.mark.parametrize("make", [upload, picture])
def test_bytes_that_changed_in_the_store_are_not_given_out(document, client, indexed, make):
    thing = make()
    indexed(signed, document, thing)
    url = thing.url if make is upload else thing.get_rendition("width-400").url
    good = fetch(client, url)
    with thing.file.storage.open(thing.file.name, "rb") as stored:
        original = stored.read()
    with open(thing.file.path, "wb") as stored:
        stored.write(b"forged")
    answers = [fetch(client, url) for _ in range(2)]
    expected = 410 if make is upload else 404
    assert [code for code, _, _ in answers] == [expected] * 2
    if make is upload:
        assert "不一致" in answers[0][2].decode()
    assert AuditEvent.objects.filter(action="pages.file_changed").count() == 1
    assert len(overdue(AT)["files"]) == 1
    with open(thing.file.path, "wb") as stored:
        stored.write(original)
    assert fetch(client, url) == good
    assert overdue(AT)["files"] == []
