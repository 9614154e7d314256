"""文号 and 成文日期 come with the signature: once in a series, without a gap (R03)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.support.forms import filled
from wagtail.models import TaskState

from pages.models import DocumentPage, DocumentSeries
from pages.previewing.addresses import make_address

from .conftest import HANDS_AT, moment
from .hands import act, edit, fresh, sign, write

YEAR = HANDS_AT.year


@pytest.fixture
def series(office):
    return DocumentSeries.objects.create(agency="章测扶办字", issuer="章贡区扶贫办")


@pytest.fixture
def editor(hands):
    return hands("editor")


def test_a_document_is_numbered_and_dated_with_the_signature(editor, series, django_user_model):
    page = write(editor, written_on="", doc_series=series.pk)
    assert (page.doc_no, page.written_on) == ("", None)
    sign(django_user_model)
    page = fresh(page)
    assert page.doc_no == f"章测扶办字〔{YEAR}〕1号"
    assert page.written_on == HANDS_AT.date()
    html = editor.get(page.url).content.decode()
    assert page.doc_no in html
    assert "2020年5月1日" in html
    assert page.versions.get().revision.content["doc_no"] == page.doc_no, "the words that stand"


def test_a_series_has_no_gap_and_passes_numbers_that_were_given_by_hand(
    editor, series, document, django_user_model
):
    document(7, doc_no=f"章测扶办字[{YEAR}]2号", index_no="X-7")
    pages = [write(editor, doc_series=series.pk, title=f"示例{n}") for n in range(3)]
    sign(django_user_model)
    numbers = [fresh(page).doc_no for page in pages]
    assert numbers == [f"章测扶办字〔{YEAR}〕{n}号" for n in (1, 3, 4)]


def test_a_series_goes_on_where_the_paper_register_ended(editor, series, django_user_model):
    DocumentSeries.objects.filter(pk=series.pk).update(used_year=YEAR, used_until=17)
    page = write(editor, doc_series=series.pk)
    sign(django_user_model)
    assert fresh(page).doc_no == f"章测扶办字〔{YEAR}〕18号"


def test_a_signature_that_fails_gives_its_number_back(
    editor, series, django_user_model, monkeypatch
):
    first = write(editor, doc_series=series.pk)
    act_on = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    act_on.task.specific.on_action(
        act_on, django_user_model.objects.get(username="checker"), "approve"
    )
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    chief = django_user_model.objects.get(username="chief")

    def fail(self, *args, **kwargs):
        raise RuntimeError("crash between two lines")

    with monkeypatch.context() as broken:
        broken.setattr(DocumentPage, "_record_version", fail)
        with pytest.raises(RuntimeError):
            state.task.specific.on_action(state, chief, "approve")
    assert fresh(first).doc_no == ""
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    state.task.specific.on_action(state, chief, "approve")
    assert fresh(first).doc_no == f"章测扶办字〔{YEAR}〕1号"


def test_one_number_is_one_documents_in_any_spelling(editor, document, django_user_model):
    document(1, doc_no="章测扶办字〔2020〕9号")
    answer = edit(
        editor, write(editor, "save"), doc_no="章测扶办字[2020]9号", **{"action-submit": "1"}
    )
    assert "发文字号已由“关于示例事项1的通知”使用" in answer.content.decode()
    with pytest.raises(ValidationError, match="发文字号已由"):
        document(2, doc_no="章测扶办字（2020）9号")


def test_two_drafts_of_one_number_are_one_document(editor, django_user_model):
    pages = [write(editor, doc_no="章测扶办字〔2020〕3号", title=f"示例{n}") for n in range(2)]
    for login in ("checker", "chief"):
        person = django_user_model.objects.get(username=login)
        for state in TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("pk"):
            state.task.specific.on_action(state, person, "approve")
    assert [fresh(page).live for page in pages] == [True, False]
    returned = TaskState.objects.get(status=TaskState.STATUS_REJECTED)
    assert "发文字号已由" in returned.comment


def test_a_timed_document_has_its_number_from_the_signature(editor, series, django_user_model):
    page = write(editor, doc_series=series.pk, go_live_at="2020-05-03 09:00")
    sign(django_user_model)
    page = fresh(page)
    assert not page.live
    assert page.doc_no == f"章测扶办字〔{YEAR}〕1号"


def test_a_document_that_has_its_number_is_not_deleted(editor, hands, series, django_user_model):
    page = write(editor, doc_series=series.pk, go_live_at="2020-05-03 09:00")
    sign(django_user_model)
    chief = hands("chief")
    answer = chief.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "已经编出" in answer.content.decode()
    assert DocumentPage.objects.filter(pk=page.pk).exists()


def test_a_draft_without_a_date_can_be_previewed(editor, series, django_user_model, client):
    page = write(editor, "save", written_on="", doc_series=series.pk)
    user = django_user_model.objects.get(username="editor")
    _, token = make_address(page, purpose="会签", hours=24, by=user, at=HANDS_AT)
    html = client.get(reverse("public:preview", args=[token])).content.decode()
    assert "章测扶办字〔年份〕，签发时编号" in html
    api = client.get(reverse("public_api:preview", args=[token]))
    assert api.status_code == 200


def test_the_year_of_a_number_is_that_of_the_signature(editor, series, clock, django_user_model):
    page = write(editor, doc_series=series.pk)
    clock(moment(2021, 1, 4, 9))
    sign(django_user_model)
    assert fresh(page).doc_no == "章测扶办字〔2021〕1号"


def test_a_retired_series_is_not_offered(editor, series):
    DocumentSeries.objects.filter(pk=series.pk).update(is_retired=True)
    page = write(editor, "save")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "章测扶办字" not in html
    assert fresh(page).written_on == date(2020, 4, 30)


def test_an_editor_may_not_sign_for_the_number(editor, series, django_user_model):
    page = write(editor, doc_series=series.pk)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(
            state, django_user_model.objects.get(username="editor"), "approve"
        )
    assert act(editor, page, follow=True).status_code == 200
    assert filled(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert fresh(page).doc_no == ""
