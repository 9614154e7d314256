"""What saves by itself goes on after a refused form, and stores each row once."""

import pytest
from django.core.files.base import ContentFile
from tests.support.forms import filled, paragraph
from tests.support.standing import stands
from wagtail.documents import get_document_model

from .hands import fresh, write
from .test_two_editors import autosave, url_of


@pytest.fixture
@stands
def draft(hands):
    """``(page, form)``: an annex was stored by itself, then handing in was refused."""
    client = hands("editor")
    file = get_document_model()(title="附件")
    file.file.save("a.txt", ContentFile("示例内容".encode()), save=False)
    file.save()
    page = write(client, "save")
    row = {"title": "申请表", "file": str(file.pk), "ORDER": "1", "id": "", "DELETE": ""}
    form = {
        **filled(client.get(url_of(page)), **paragraph("正文")),
        **{f"attachments-0-{name}": value for name, value in row.items()},
        "attachments-TOTAL_FORMS": "1",
        "attachments-INITIAL_FORMS": "0",
    }
    saved = autosave(client, page, form).json()
    form |= {"overwrite_revision_id": saved["revision_id"], **saved["field_updates"]}
    answer = client.post(url_of(page), {**form, "topic": "", "action-submit": "1"})
    assert answer.context["form"].errors
    return page, filled(answer, **paragraph("正文"))


@pytest.fixture
def refused(hands, draft):
    """``(client, page, form)`` of it."""
    return hands("editor"), *draft


def stored(page):
    draft = fresh(page).get_latest_revision_as_object()
    return draft.title, [each.title for each in draft.attachments.all()]


def test_what_is_typed_after_a_refused_form_is_kept(refused):
    client, page, form = refused
    answer = autosave(client, page, {**form, "title": "拒收以后改的标题"})
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    assert stored(page) == ("拒收以后改的标题", ["申请表"])


def test_handing_in_after_that_stores_the_annex_once(refused):
    client, page, form = refused
    saved = autosave(client, page, {**form, "title": "拒收以后改的标题"}).json()
    form |= {"overwrite_revision_id": saved["revision_id"], "topic": "扶贫"}
    client.post(url_of(page), {**form, "title": "送审的标题", "action-submit": "1"})
    assert fresh(page).workflow_in_progress
    assert stored(page) == ("送审的标题", ["申请表"])


def test_what_cannot_be_saved_by_itself_says_so_and_changes_nothing(refused):
    client, page, form = refused
    answer = autosave(client, page, {**form, "title": "", "slug": ""})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_error")
    assert stored(page)[1] == ["申请表"]
