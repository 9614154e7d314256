"""What one person may try at a browser to get words before the public alone.

A way presses what the back office shows, and sends what it does not show: forms with buttons that
were never offered, forms of yesterday, addresses typed by hand.
"""

import re
from urllib.parse import urlsplit

from django.urls import reverse
from tests.support.word_papers import bulletin
from wagtail.models import Revision, Site, Task, Workflow

from pages.models import DocumentIndexPage, DocumentPage

from .attempting import file_of
from .unsigned_papers import UNSIGNED, column

WAYS = {}


def way(attempt):
    """Enter one way under its name; it gets a :class:`Person` and :class:`Papers`."""
    WAYS[attempt.__name__] = attempt
    return attempt


PUBLISH = {"action-publish": "1"}
APPROVE = {
    "action-workflow-action": "true",
    "workflow-action-name": "approve",
    "comment": "同意",
}


def _new(person):
    person.go("add", "pages", "documentpage", column().pk)


NEW = {"title": f"{UNSIGNED}（自己写的）", "topic": "扶贫", "written_on": "2020-04-01"}


@way
def press_all_buttons_of_a_new_text(person, papers):
    _new(person)
    buttons = "form[data-edit-form] button[name^=action-]"
    person.press(buttons, **NEW | {"title": f"{UNSIGNED}（新建）"}, slug=papers.slug("pressed"))


@way
def send_a_new_text_with_the_button_that_is_not_there(person, papers):
    _new(person)
    person.resend(slug=papers.slug("own-publish"), **NEW, **PUBLISH)


@way
def hand_in_a_text_of_ones_own_and_approve_it(person, papers):
    _new(person)
    slug = papers.slug("own-approve")
    person.resend(slug=slug, **NEW, **{"action-submit": "1"})
    mine = DocumentPage.objects.filter(slug=slug).first() or papers.in_review()
    for _ in papers.rounds(3):
        person.go("edit", mine.pk)
        person.press("button[name=workflow-action-name][value=approve]")
        person.send("edit", mine.pk, **APPROVE)


@way
def press_all_buttons_of_a_draft(person, papers):
    person.go("edit", papers.draft().pk)
    person.press("form[data-edit-form] button[name^=action-]")


@way
def publish_a_draft_in_its_own_form(person, papers):
    person.go("edit", papers.draft().pk)
    person.resend(**PUBLISH)


@way
def publish_a_draft_at_an_hour_that_has_passed(person, papers):
    person.go("edit", papers.draft().pk)
    person.resend(go_live_at="2020-03-01 09:00", **PUBLISH)


@way
def publish_a_draft_at_an_hour_to_come(person, papers):
    person.go("edit", papers.draft().pk)
    person.resend(go_live_at="2020-04-01 09:31", **PUBLISH)


@way
def publish_the_changed_words_of_a_public_text(person, papers):
    person.go("edit", papers.changed().pk)
    person.resend(correction_note="改标题", **PUBLISH)


@way
def change_the_address_of_a_public_text(person, papers):
    person.go("edit", papers.changed().pk)
    person.resend(slug=papers.slug("moved"), title=f"{UNSIGNED}（改网址）", **PUBLISH)


@way
def save_over_a_public_text(person, papers):
    page = papers.changed()
    person.go("edit", page.pk)
    person.resend(title=f"{UNSIGNED}（覆盖）", overwrite_revision_id=page.live_revision_id or "")


@way
def take_every_step_of_a_text_in_review(person, papers):
    page = papers.in_review()
    for _ in papers.rounds(3):
        person.go("edit", page.pk)
        person.press("button[name=workflow-action-name][value=approve]")
        person.send("edit", page.pk, **APPROVE)


@way
def rewrite_a_text_in_review_while_approving_it(person, papers):
    page = papers.in_review()
    for _ in papers.rounds(3):
        words = {"title": f"{UNSIGNED}（审签中改）", **PUBLISH}
        person.send("edit", page.pk, **APPROVE, **words)


def _steps(page, name, person):
    """The address of a step of moderation, typed with each key that there may be."""
    state = page.current_workflow_task_state
    for key in (state.pk if state else 0, *Task.objects.values_list("pk", flat=True)):
        person.send(name, page.pk, "approve", key, **APPROVE, next="/admin/")


@way
def approve_at_the_address_of_the_step(person, papers):
    page = papers.in_review()
    for _ in papers.rounds(2):
        _steps(page, "workflow_action", person)


@way
def approve_at_the_address_that_asks_for_a_comment(person, papers):
    _steps(papers.in_review(), "collect_workflow_action_data", person)


@way
def begin_the_review_again(person, papers):
    person.go("edit", papers.draft().pk)
    person.resend(**{"action-restart-workflow": "1"}, **PUBLISH)


@way
def send_the_form_of_before_the_review(person, papers):
    page = papers.draft()
    person.go("edit", page.pk)
    editor = page.owner
    page.get_workflow().start(page, editor)
    person.resend(title=f"{UNSIGNED}（旧表单）", **PUBLISH)


@way
def cancel_the_review_and_publish(person, papers):
    page = papers.in_review()
    person.send("edit", page.pk, **{"action-cancel-workflow": "true"})
    person.send("confirm_workflow_cancellation", page.pk)
    person.go("edit", page.pk)
    person.resend(**PUBLISH)


@way
def copy_a_text_as_a_public_one(person, papers):
    page = papers.changed()
    person.go("copy", page.pk)
    person.press("main form[action$='/copy/'] [type=submit]")
    words = {"new_title": f"{UNSIGNED}（复制）", "new_parent_page": column().pk}
    person.send("copy", page.pk, new_slug=papers.slug("copy"), publish_copies="on", **words)


@way
def copy_a_text_as_an_alias(person, papers):
    page = papers.changed()
    words = {"new_title": f"{UNSIGNED}（别名）", "new_parent_page": column().pk}
    person.send(
        "copy", page.pk, new_slug=papers.slug("alias"), alias="on", copy_subpages="on", **words
    )
    person.send("convert_alias", page.pk)


@way
def move_a_draft_to_where_the_public_reads(person, papers):
    page, notices = papers.draft(), DocumentIndexPage.objects.exclude(pk=column().pk).first()
    person.go("move", page.pk)
    person.press("main form[action$='/move/'] [type=submit]")
    person.send("move_confirm", page.pk, notices.pk)


@way
def publish_from_the_list_with_ticks(person, papers):
    page = papers.draft()
    person.go(f"/admin/pages/{page.get_parent().pk}/")
    for url in person.values("[data-bulk-action-button]", "href"):
        if "publish" in url:
            person.send(f"{url}?id={page.pk}&next=/admin/", include_descendants="on")


@way
def publish_many_at_a_typed_address(person, papers):
    pages = f"id={papers.draft().pk}&id={papers.changed().pk}&next=/admin/"
    for kind in ("publish", "unpublish"):
        person.go(f"/admin/bulk/wagtailcore/page/{kind}/?{pages}")
        person.press("main form button[type=submit]")
        person.send(f"/admin/bulk/wagtailcore/page/{kind}/?{pages}", include_descendants="on")


@way
def publish_a_column_with_all_below_it(person, papers):
    page = papers.draft()
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.get_parent().pk}&next=/admin/"
    person.send(url, include_descendants="on")


@way
def press_all_that_the_lists_offer_beside_a_text(person, papers):
    page = papers.draft()
    lists = (f"/admin/pages/{page.get_parent().pk}/", "/admin/documents-list/", "/admin/")
    for each in _named(page, lists, person):
        if not re.search("delete|history|usage|compare", each):
            person.go(each)
            person.press("main form[method=post] button[type=submit]:not([name])")


def _named(page, lists, person):
    """The addresses about ``page`` in any of ``lists``; what differs only in ``next`` is one."""
    named = {}
    for url in lists:
        person.go(url)
        for each in person.values(f"a[href*='/pages/{page.pk}/']", "href"):
            address = urlsplit(each)
            named[address.path] = address._replace(scheme="", netloc="").geturl()
    return sorted(named.values())


@way
def press_all_that_the_reports_offer(person, papers):
    papers.in_review()
    for report in ("workflow", "workflow_tasks", "locked", "site-history", "page-types-usage"):
        person.go(f"/admin/reports/{report}/")
        person.press("main form[method=post] button, main [data-w-action-url-value]")


@way
def go_back_to_an_earlier_draft_and_publish(person, papers):
    page = papers.changed()
    for revision in Revision.page_revisions.filter(object_id=str(page.pk)):
        person.go("revisions_revert", page.pk, revision.pk)
        person.resend(**PUBLISH)


@way
def unschedule_what_was_never_timed(person, papers):
    page = papers.draft()
    person.send("revisions_unschedule", page.pk, page.latest_revision_id, next="/admin/")


@way
def take_down_and_publish_again(person, papers):
    page = papers.changed()
    person.send("unpublish", page.pk, because="内容重复，撤下后重新公开")
    person.go("edit", page.pk)
    person.resend(**PUBLISH)


@way
def lock_the_text_and_publish(person, papers):
    page = papers.draft()
    person.send("lock", page.pk)
    person.go("edit", page.pk)
    person.resend(**PUBLISH)


@way
def ask_the_api_of_the_back_office(person, papers):
    page = papers.changed()
    acts = ("publish", "copy", "create_alias", "convert_alias", "revert_to_page_revision")
    for act in acts:
        given = {"revision_id": page.latest_revision_id, "recursive": "true", "keep_live": "true"}
        person.send(f"/admin/api/main/pages/{page.pk}/action/{act}/", **given)


@way
def ask_the_apis_that_wagtail_has(person, papers):
    page = papers.draft()
    for version in ("v2", "v3"):
        person.go(f"/api/{version}/pages/{page.pk}/")
        person.send(f"/api/{version}/pages/{page.pk}/publish/")
        person.send(f"/api/{version}/pages/")


@way
def write_over_the_public_api_without_a_token(person, papers):
    person.send("/api/v1/drafts", title=UNSIGNED)
    person.send(f"/api/v1/drafts/{papers.draft().pk}/submit")


@way
def translate_a_text(person, papers):
    page = papers.changed()
    for url in (f"/admin/translation/submit/page/{page.pk}/", "/admin/localize/submit/"):
        person.send(url, locales="1", publish_translations="on")


DOCX = bulletin().data()


@way
def import_a_text(person, papers):
    """From packages that other sites have, and from Word, which makes a draft."""
    for url in ("/admin/wagtail-transfer/import/", "/admin/import_from_contentstate/"):
        person.send(url, source="x", page_id=papers.draft().pk)
    person.go(f"/admin/word/new/{column().pk}/")
    person.follow(True)
    for name in person.values("input[type=file]", "name"):
        person.press("main form[method=post] button", **{name: file_of("a.docx", DOCX)})
        person.press("main form[method=post] button")
        person.resend(title=f"{UNSIGNED}（Word）", **PUBLISH)
    person.follow(False)


@way
def hand_out_a_preview(person, papers):
    """A preview has an address of its own; that of the page stays closed."""
    page = papers.draft()
    person.send(f"/admin/previews/{page.pk}/", reader="某人", hours="2")


@way
def open_the_draft_as_the_public_would_see_it(person, papers):
    page = papers.draft()
    person.go("view_draft", page.pk)
    person.send("view_draft", page.pk)
    person.send("preview_on_edit", page.pk, title=UNSIGNED, **PUBLISH)


@way
def arrange_the_review_away(person, papers):
    """The workflow is disabled, or has no step: then there is nobody whose hand could publish."""
    page, workflow = papers.draft(), Workflow.objects.get(active=True)
    try:
        person.send(f"/admin/workflows/disable/{workflow.pk}/")
        person.go("edit", page.pk)
        person.resend(**PUBLISH)
        person.go("edit", page.pk)
        person.resend(**{"action-submit": "1"})
    finally:
        Workflow.objects.filter(pk=workflow.pk).update(active=True)


@way
def make_the_draft_the_first_page_of_the_site(person, papers):
    page, site = papers.draft(), Site.objects.get()
    given = {"hostname": site.hostname, "port": site.port, "is_default_site": "on"}
    try:
        person.send(f"/admin/sites/edit/{site.pk}/", root_page=page.pk, **given)
    finally:
        site.save()


@way
def lead_readers_to_the_draft(person, papers):
    page = papers.draft()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    person.send("/admin/redirects/add/", old_path="/led/", redirect_link=address)
