"""What three people do to a text one after the other, how it is taken down, what stays of it."""

import json

from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import TaskState

from pages.documents.moderation import DRAFTING
from pages.models import DocumentPage, NoticePage
from records.models import AuditEvent

from .conftest import HANDS_AT
from .hands import EVERYBODY, act, edit, fresh, write


def test_a_text_that_was_changed_on_the_way_is_checked_again(hands, in_review):
    act(hands("checker"), in_review)
    act(hands("chief"), in_review, "reject", "请改标题")
    edit(hands("chief"), in_review, title="签发人改的标题", **{"action-submit": "1"})
    assert fresh(in_review).current_workflow_task_state.task.name == "审核", "not signed unread"
    act(hands("checker"), in_review)
    act(hands("chief"), in_review)
    assert not fresh(in_review).live, "the chief handed these words in"
    assert fresh(in_review).current_workflow_task_state.task.name == "签发"


def test_words_handed_in_anew_are_not_approved_from_a_page_before(hands, in_review):
    url = reverse("wagtailadmin_pages:edit", args=[in_review.pk])
    before = hands("checker").get(url).context["state"].pk
    act(hands("checker"), in_review, "reject", "请改标题")
    edit(hands("editor"), in_review, title="改过的标题", **{"action-submit": "1"})
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    refused = hands("checker").post(url, {**approval, "comment": "同意", "state": before})
    assert refused.status_code == 422
    assert "退回修改后又送审" in refused.content.decode()
    state = fresh(in_review).current_workflow_task_state
    assert state.task.name == "审核"
    assert AuditEvent.objects.get(action="records.refused").data["door"] == "审签文稿"
    hands("checker").post(url, {**approval, "comment": "同意", "state": state.pk})
    assert fresh(in_review).current_workflow_task_state.task.name == "签发"


def test_publishing_alone_becomes_a_draft_and_that_is_told_and_on_record(hands):
    page = write(hands("editor"), action="publish")
    assert not page.live
    (row,) = AuditEvent.objects.filter(action="records.refused")
    assert (row.actor, row.subject_id) == ("editor", f"{page.pk}")
    assert row.data["door"] == "公开页面"
    answer = edit(hands("root"), page, title="直接公开", follow=True, **{"action-publish": "1"})
    assert "不能直接发布。改动已存为草稿" in answer.content.decode()
    assert not fresh(page).live
    assert AuditEvent.objects.filter(action="records.refused", actor="root").count() == 1
    answer = edit(hands("editor"), page, title="又改", follow=True, **{"action-save": "1"})
    assert "已存为草稿" not in answer.content.decode(), "saving asks for no more"
    assert AuditEvent.objects.filter(action="records.refused").count() == 2


def test_nobody_rewrites_what_is_being_signed(hands, in_review):
    act(hands("checker"), in_review)
    words = {"title": "另一个标题", "workflow-action-name": "approve"}
    edit(hands("chief"), in_review, **words, **{"action-workflow-action": "1"})
    page = fresh(in_review)
    assert (page.live, page.title) == (True, "示例指南"), "what was checked is what was signed"
    later = write(hands("editor"))
    for login in EVERYBODY:
        edit(hands(login), later, title="另一个标题")
        assert fresh(later).get_latest_revision_as_object().title == "示例指南", login


def test_a_step_of_one_text_is_not_taken_by_way_of_another(hands, django_user_model):
    """Wagtail takes the key of the step from the address and asks the rights of the page there."""
    checker = django_user_model.objects.get(username="checker")
    checker.groups.add(Group.objects.get(name=DRAFTING))
    own, others = write(hands("checker")), write(hands("editor"))
    state = own.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[others.pk, "approve", state.pk])
    hands("checker").post(url, {"comment": ""})
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


# Taking down


def take_down(client, page, **given):
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    return client.post(url, given, follow=True).content.decode()


def test_a_signer_takes_down_with_a_reason_that_stays_on_record(document, hands):
    page = document()
    assert "须写明撤下的理由" in take_down(hands("chief"), page, because=" ")
    assert "理由不超过300字" in take_down(hands("chief"), page, because="字" * 301)
    take_down(hands("editor"), page, because="不想要了")
    assert fresh(page).live
    take_down(hands("chief"), page, because="写错了机关")
    assert not fresh(page).live
    row = AuditEvent.objects.get(action="pages.take_down")
    assert (row.because, row.actor, row.subject_id) == ("写错了机关", "chief", str(page.pk))


def test_pages_are_taken_down_one_by_one(document, hands):
    page = document()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    answer = hands("root").post(f"{url}?id={page.pk}&next=/admin/", follow=True)
    assert "逐页写明理由" in answer.content.decode()
    assert fresh(page).live


# What stays on record


def test_every_hand_and_every_correction_is_sealed(hands, in_review):
    act(hands("checker"), in_review, "reject", "请写明依据")
    edit(hands("editor"), in_review, **{"action-submit": "1"})
    act(hands("checker"), in_review)
    act(hands("chief"), in_review)
    note = {"correction_note": "标题有误", "action-submit": "1"}
    edit(hands("editor"), in_review, title="改过的", **note)
    act(hands("checker"), in_review)
    act(hands("chief"), in_review)
    rows = AuditEvent.objects.filter(
        subject_type="pages.documentpage", subject_id=str(in_review.pk)
    )
    acts = [(row.action.removeprefix("pages."), row.actor) for row in rows.order_by("pk")]
    signed = [("approve", "checker"), ("approve", "chief"), ("publish", "chief")]
    assert sorted(acts) == sorted(
        [*[("hand_in", "editor")] * 3, ("return", "checker"), *signed, *signed]
    )
    assert rows.get(action="pages.return").because == "请写明依据"
    published = rows.filter(action="pages.publish").order_by("pk").last()
    assert published.data["note"] == "标题有误"
    assert published.data["text_sha256"] == fresh(in_review).text_digest()


def test_a_repeal_names_what_it_repeals(document):
    old = document(1)
    new = document(2, repeals=[old.index_no])
    row = AuditEvent.objects.get(action="pages.publish", subject_id=str(new.pk))
    assert row.data["repeals"] == [old.index_no]


# Refusals and copies


def test_returning_a_text_needs_a_reason(hands, in_review):
    answer = act(hands("checker"), in_review, "reject", " ")
    assert "退回修改须写明意见" in answer.content.decode()
    state = fresh(in_review).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[in_review.pk, "reject", state.pk])
    hands("checker").post(url, {"comment": ""})
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_who_opens_a_returned_text_reads_who_returned_it_and_why(hands, in_review):
    act(hands("checker"), in_review, "reject", "请写明依据<b>")
    url = reverse("wagtailadmin_pages:edit", args=[in_review.pk])
    said = "示例核稿于2020年5月1日 10:00退回修改（审核）：请写明依据&lt;b&gt;"
    html = hands("editor").get(url).content.decode()
    assert said in html
    edit(hands("editor"), in_review, **{"action-submit": "1"})
    for login in ("checker", "chief"):
        act(hands(login), in_review)
    assert "退回修改（审核）" not in hands("editor").get(url).content.decode()


def test_a_copy_of_a_signed_document_is_a_draft_of_its_own(document, hands):
    old = document(9)
    page = document(1, doc_no="章测扶办字〔2020〕1号", repeals=[old.index_no])
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    given = {"new_title": "今年的通知", "new_slug": "this-year", "publish_copies": "on"}
    answer = hands("editor").post(url, {**given, "new_parent_page": page.get_parent().pk})
    assert answer.status_code == 302
    copy = DocumentPage.objects.get(slug="this-year")
    draft = copy.get_latest_revision_as_object()
    for made in (copy, draft):
        assert (made.live, made.index_no, made.doc_no, made.doc_no_key) == (False, None, "", "")
        assert (made.correction_note, made.go_live_at) == ("", None)
        assert not made.repeals.exists()
        assert made.body == page.body
    assert not copy.versions.exists()
    assert hands("editor").get(url).content.decode().count("publish_copies") == 0


def test_pages_made_by_a_flow_are_not_written_copied_or_moved(notice, hands):
    page = notice(at=HANDS_AT)
    html = hands("root").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for button in ("action-publish", "action-submit", f"/admin/pages/{page.pk}/copy/"):
        assert button not in html, button
    assert json.dumps(sorted(NoticePage.objects.values_list("pk"))) == json.dumps([[page.pk]])
