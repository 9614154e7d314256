"""Two people at one draft: nobody's words are lost unseen, and no autosave moves what is signed."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.forms import filled, paragraph
from tests.support.standing import stands
from wagtail.models import TaskState

from pages.documents.moderation import DRAFTING

from .hands import act, edit, fresh, write


@pytest.fixture
def two(hands, django_user_model):
    """Two editors, each at a browser of their own."""
    hands("editor")
    editor = django_user_model.objects.get(username="editor")
    other, _ = django_user_model.objects.get_or_create(username="other")
    other.groups.add(*editor.groups.filter(name=DRAFTING))
    clients = Client(), Client()
    for client, person in zip(clients, (editor, other), strict=True):
        client.force_login(person)
    return clients


@pytest.fixture
@stands
def draft(two):
    return write(two[0], "save")


def url_of(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client, page, **words):
    """The form as it stands when ``client`` opens it, with ``words`` typed into it."""
    return filled(client.get(url_of(page)), **paragraph("正文"), **words)


def autosave(client, page, form):
    return client.post(url_of(page), form, headers={"Accept": "application/json"})


def words_of(page):
    return fresh(page).get_latest_revision_as_object().title


def test_who_saves_second_is_told_and_loses_nothing(two, draft):
    first, second = two
    mine, theirs = opened(first, draft, title="甲的标题"), opened(second, draft, title="乙的标题")
    first.post(url_of(draft), mine)
    answer = second.post(url_of(draft), theirs).content.decode()
    assert "在您打开以后保存过这份文稿" in answer
    assert "乙的标题" in answer, "what was typed still stands in the form"
    assert words_of(draft) == "甲的标题"


def test_who_has_seen_the_warning_may_write_over(two, draft):
    first, second = two
    theirs = opened(second, draft, title="乙的标题")
    first.post(url_of(draft), opened(first, draft, title="甲的标题"))
    shown = second.post(url_of(draft), theirs)
    second.post(url_of(draft), filled(shown, **paragraph("正文")))
    assert words_of(draft) == "乙的标题"
    titles = [each.as_object().title for each in fresh(draft).revisions.order_by("pk")]
    assert "甲的标题" in titles, "what was written over stays in the history"


def test_a_stale_form_is_not_handed_in(two, draft):
    first, second = two
    theirs = opened(second, draft, title="乙的标题")
    first.post(url_of(draft), opened(first, draft, title="甲的标题"))
    second.post(url_of(draft), {**theirs, "action-submit": "1"})
    assert not fresh(draft).workflow_in_progress


def test_an_autosave_never_writes_over_what_another_saved(two, draft):
    first, second = two
    theirs = opened(second, draft, title="乙的标题")
    first.post(url_of(draft), opened(first, draft, title="甲的标题"))
    answer = autosave(second, draft, theirs)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert words_of(draft) == "甲的标题"


def test_ones_own_autosave_on_its_way_stops_nobody(two, draft):
    first, _ = two
    form = opened(first, draft)
    assert autosave(first, draft, {**form, "title": "自动保存的标题"}).json()["success"]
    first.post(url_of(draft), {**form, "title": "保存的标题"})
    assert words_of(draft) == "保存的标题"


def test_a_locked_draft_is_its_lockers(two, draft):
    first, second = two
    theirs = opened(second, draft, title="乙的标题")
    first.post(reverse("wagtailadmin_pages:lock", args=[draft.pk]))
    answer = second.post(url_of(draft), theirs, follow=True).content.decode()
    assert "锁定" in answer
    assert autosave(second, draft, theirs).json()["error_code"] == "locked"
    assert words_of(draft) != "乙的标题"
    first.post(url_of(draft), opened(first, draft, title="甲的标题"))
    assert words_of(draft) == "甲的标题"


@pytest.mark.parametrize("typist", [0, 1], ids=["who handed it in", "another editor"])
@pytest.mark.parametrize("approved", [False, True], ids=["checking", "signing"])
def test_an_autosave_does_not_move_a_text_in_review(two, hands, draft, typist, approved):
    """The browser that was open before still types when the text has gone on its way."""
    form = opened(two[typist], draft, title="审签中改的标题")
    edit(two[0], draft, **{"action-submit": "1"})
    if approved:
        act(hands("checker"), fresh(draft))
    step = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    answer = autosave(two[typist], draft, form)
    assert answer.status_code in {400, 403}
    assert words_of(draft) != "审签中改的标题"
    assert TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).revision == step.revision


def test_an_autosave_of_a_step_approves_nothing(two, hands, draft):
    edit(two[0], draft, **{"action-submit": "1"})
    given = {"action-workflow-action": "true", "workflow-action-name": "approve", "comment": "同意"}
    for login in ("checker", "chief"):
        assert autosave(hands(login), fresh(draft), given).status_code == 400
    assert fresh(draft).current_workflow_task.name == "审核"


def test_two_checkers_take_a_step_once(two, hands, draft, django_user_model):
    edit(two[0], draft, **{"action-submit": "1"})
    state = fresh(draft).current_workflow_task_state
    act(hands("checker"), fresh(draft))
    answer = act(hands("checker"), fresh(draft), follow=True)
    assert "不能审签" in answer.content.decode()
    state.refresh_from_db()
    assert (state.status, fresh(draft).current_workflow_task.name) == ("approved", "签发")


def test_a_text_that_was_taken_back_is_not_signed_by_an_open_page(two, hands, draft):
    edit(two[0], draft, **{"action-submit": "1"})
    act(hands("checker"), fresh(draft))
    two[0].post(url_of(draft), {"action-cancel-workflow": "true"})
    act(hands("chief"), fresh(draft))
    assert not fresh(draft).live
    assert not fresh(draft).workflow_in_progress
