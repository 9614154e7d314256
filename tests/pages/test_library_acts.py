"""Whatever is done to the files and pictures of the library by Wagtail's own forms leaves a row."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from demo.papers import pdf

pytestmark = pytest.mark.django_db


def kept(kind, title):
    if kind == "image":
        return get_image_model().objects.create(
            title=title, file=ContentFile(picture(), f"{title}.jpg"), width=640, height=480
        )
    return get_document_model().objects.create(
        title=title, file=ContentFile(pdf(title), f"{title}.pdf")
    )


@pytest.fixture(params=["image", "document"])
def kind(request, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return request.param


def acts(rows):
    return {(row.action, row.subject) for row in rows}


def test_a_changed_and_a_deleted_file_leave_rows(administrator, new_acts, kind):
    row = kept(kind, "甲")
    assert acts(new_acts()) == {(f"pages.add_{kind}", "甲")}
    folder = Collection.get_first_root_node().add_child(name="夹")
    new_acts()
    room = f"wagtail{kind}s" if kind == "image" else "wagtaildocs"
    edited = {"title": "乙", "collection": folder.pk, "tags": "", "description": "说明"}
    answer = administrator.post(reverse(f"{room}:edit", args=[row.pk]), edited)
    assert answer.status_code == 302, answer.context["form"].errors
    (event,) = new_acts()
    assert event.action == f"pages.change_{kind}"
    assert event.actor == "admin"
    assert event.data["fields"]["title"] == ["甲", "乙"]
    assert "collection" in event.data["fields"]
    administrator.post(reverse(f"{room}:delete", args=[row.pk]))
    assert acts(new_acts()) == {(f"pages.delete_{kind}", "乙")}


def test_many_at_once_leave_a_row_each(administrator, new_acts, kind):
    rows = [kept(kind, title) for title in ("甲", "乙")]
    folder = Collection.get_first_root_node().add_child(name="夹")
    new_acts()
    label = "wagtailimages" if kind == "image" else "wagtaildocs"
    asked = "&".join(f"id={row.pk}" for row in rows)

    def all_of_them(act, **data):
        address = reverse("wagtail_bulk_action", args=[label, kind, act])
        administrator.post(f"{address}?{asked}", data)

    all_of_them("add_to_collection", collection=folder.pk)
    assert acts(new_acts()) == {(f"pages.change_{kind}", title) for title in ("甲", "乙")}
    all_of_them("delete")
    assert acts(new_acts()) == {(f"pages.delete_{kind}", title) for title in ("甲", "乙")}
