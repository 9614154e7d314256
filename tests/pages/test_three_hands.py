"""Whatever Wagtail offers, nothing becomes public by fewer than three people."""

import itertools
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from tests.support.forms import filled, paragraph
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.urls import pages as page_urls
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import GroupApprovalTask, Page, Task, TaskState, Workflow, WorkflowState

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING
from pages.models import (
    CatalogIndexPage,
    DocumentIndexPage,
    HomePage,
    ResultPage,
)
from pages.notices.services import publish_due
from pages.publishing import create

from .conftest import HANDS_AT, moment
from .hands import act, edit, fresh, write

#: What the buttons of Wagtail's forms send, all at once.
EVERY_BUTTON = {
    "action-publish": "1",
    "action-submit": "1",
    "action-restart-workflow": "1",
    "action-workflow-action": "1",
    "workflow-action-name": "approve",
    "comment": "同意",
    "because": "理由",
    "publish_copies": "on",
    "alias": "on",
    "copy_subpages": "on",
    "include_descendants": "on",
    "new_title": "复制件",
    "new_slug": "copied",
    "restriction_type": "none",
    "keep_live": True,
    "recursive": True,
}
#: Addresses that only show something.
READING = {
    *("type_use", "type_use_results", "usage", "add_subpage", "search", "search_results"),
    *("choose_parent", "history", "history_results", "revisions_index", "revisions_view"),
    *("revisions_compare", "view_draft", "workflow_preview", "workflow_history"),
    *("workflow_history_detail", "preview_on_add", "preview_on_edit"),
}
BUTTONS = ("publish", "submit", "restart-workflow", "workflow-action", "cancel-workflow", "save")


@pytest.fixture
def paper(hands, document):
    """``paper("checking")``: a document in one of :data:`STATES`."""

    def make(state):
        if state in {"live", "changed", "down", "retimed"}:
            page = document(1)
        else:
            page = write(hands("editor"), **MADE.get(state, {}))
        for login, step in AFTERWARDS.get(state, ()):
            step(hands(login), page)
        return fresh(page)

    return make


def _down(client, page):
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    client.post(url, {"because": "内容重复"})


def _returned(client, page):
    act(client, page, "reject", "请修改")


def _changed(client, page):
    edit(client, page, title="改过的标题", correction_note="改标题")


def _retimed(client, page):
    words = {"title": "到时更正", "correction_note": "改标题", "go_live_at": "2020-06-01 09:00"}
    edit(client, page, **words, **{"action-submit": "1"})


def _expired(client, page):
    act(client, page)
    publish_due(moment(2020, 5, 20))


SOON = {"go_live_at": "2020-05-02 09:00", "expire_at": "2020-05-19 09:00"}
MADE = {
    "draft": {"action": "save"},
    "timed": {"go_live_at": "2020-06-01 09:00"},
    "expired": SOON,
}
AFTERWARDS = {
    "signing": [("checker", act)],
    "returned": [("checker", _returned)],
    "timed": [("checker", act), ("chief", act)],
    "changed": [("editor", _changed)],
    "down": [("chief", _down)],
    "retimed": [("editor", _retimed), ("checker", act), ("chief", act)],
    "expired": [("checker", act), ("chief", _expired)],
}
STATES = (
    *("draft", "checking", "signing", "returned", "timed"),
    *("live", "changed", "down", "retimed", "expired"),
)
#: In how many ways one person alone tries to make a document public.
WAYS = 25


def public():
    """What the public can read, now and at any hour already set, with its words."""
    words = {(page.pk, page.live_revision_id) for page in Page.objects.filter(live=True)}
    timed = Page.objects.filter(_revisions__approved_go_live_at__isnull=False)
    return words | set(timed.values_list("pk", "_revisions__pk"))


def addresses(page, without=()):
    """Every address of Wagtail's that is about ``page``; those that take it away come last."""
    urls = _addresses(page, without)
    return sorted(urls, key=lambda url: ("delete" in url, "move" in url))


def _addresses(page, without):
    tasks = set(TaskState.objects.filter(status="in_progress").values_list("pk", flat=True)) or {0}
    names = {
        "content_type_app_name": ["pages"],
        "content_type_model_name": ["documentpage"],
        "app_label": ["pages"],
        "model_name": ["documentpage"],
        "parent_page_id": [page.get_parent().pk],
        "page_id": [page.pk],
        "pk": [page.pk],
        "page_to_move_id": [page.pk],
        "destination_id": [page.get_parent().pk],
        "action_name": ["approve", "reject"],
        "task_state_id": tasks,
        "task_id": Task.objects.values_list("pk", flat=True)[:1],
        "revision_id": [page.latest_revision_id or 0],
        "revision_id_a": ["live"],
        "revision_id_b": ["latest"],
        "workflow_state_id": WorkflowState.objects.values_list("pk", flat=True)[:1],
    }
    for pattern in page_urls.urlpatterns:
        if pattern.name in without:
            continue
        asked = list(pattern.pattern.converters) or ["pk", "revision_id_a", "revision_id_b"]
        for values in itertools.product(*(names[name] for name in asked)):
            given = dict(zip(asked, values, strict=True))
            try:
                yield reverse(f"wagtailadmin_pages:{pattern.name}", kwargs=given)
            except NoReverseMatch:
                yield reverse(f"wagtailadmin_pages:{pattern.name}")
    for kind in bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", kind.action_type])
        yield f"{url}?id={page.pk}&next=/admin/"
    for action in PagesAdminAPIViewSet.actions:
        yield f"/admin/api/main/pages/{page.pk}/action/{action}/"


def press_everything(client, page, parent):
    """Send every form of ``page``, whatever its state; the answers that broke."""
    form = reverse("wagtailadmin_pages:edit", args=[page.pk])
    words = filled(client.get(form), **paragraph("正文"), **{"workflow-action-name": "approve"})
    sent = [
        (form, {**words, f"action-{button}": "1", "title": button, "correction_note": button})
        for button in BUTTONS
    ]
    given = {**EVERY_BUTTON, "new_parent_page": parent, "destination_page_id": parent}
    sent += [(url, {**given, "chooser": parent}) for url in addresses(page, READING)]
    assert len({url for url, _ in sent}) + len(BUTTONS) > WAYS
    codes = [(url, client.post(url, data).status_code) for url, data in sent]
    return [(url, code) for url, code in codes if code >= 500]


@contextmanager
def undone():
    """What is done inside comes to nothing, for the next to find all as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _in_every_group(user):
    user.groups.add(*Group.objects.filter(name__in=(DRAFTING, CHECKING, SIGNING)))


@pytest.mark.parametrize("state", [state for state in STATES if state != "signing"])
@pytest.mark.walk
def test_nobody_alone_makes_anything_public(paper, hands, state, django_user_model):
    _in_every_group(django_user_model.objects.get_or_create(username="boss")[0])
    page = paper(state)
    before = public()
    for login in ("boss", "root"):
        with undone():
            assert press_everything(hands(login), page, page.get_parent().pk) == [], login
            assert public() - before == set(), login


@pytest.mark.parametrize("state", STATES)
@pytest.mark.walk
def test_no_page_of_the_back_office_breaks_in_any_state(paper, hands, state):
    page = paper(state)
    client = hands("root")
    codes = {url: client.get(url).status_code for url in addresses(page)}
    assert {url: code for url, code in codes.items() if code >= 500} == {}
    assert sum(code == 200 for code in codes.values()) > 15


@pytest.mark.walk
def test_two_people_of_every_group_make_nothing_public(hands, django_user_model):
    for login in ("editor", "chief"):
        _in_every_group(django_user_model.objects.get(username=login))
    before = public()
    page = write(hands("editor"))
    for login in ("chief", "editor", "chief"):
        page = page if Page.objects.filter(pk=page.pk).exists() else write(hands("editor"))
        press_everything(hands(login), fresh(page), page.get_parent().pk)
        assert public() == before, login


def test_a_workflow_of_one_step_publishes_nothing(hands):
    """An administrator may arrange workflows, and cannot arrange the three people away."""
    page = write(hands("editor"), action="save")
    alone = Workflow.objects.create(name="一步")
    step = GroupApprovalTask.objects.create(name="批")
    step.groups.add(Group.objects.get(name=SIGNING))
    alone.workflow_tasks.create(task=step, sort_order=0)
    alone.workflow_pages.create(page=page)
    edit(hands("editor"), page, **{"action-submit": "1"})
    act(hands("chief"), fresh(page))
    assert not fresh(page).live


@pytest.mark.parametrize("made", [HomePage, DocumentIndexPage])
def test_the_home_page_and_the_columns_need_three_hands_too(hands, made):
    page = made.objects.first()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "action-publish" not in hands("root").get(url).content.decode()
    edit(hands("root"), page, title="一个人改的标题", **{"action-publish": "1"})
    assert made.objects.get(pk=page.pk).title != "一个人改的标题"


def test_code_that_goes_round_the_services_publishes_nothing(document, office):
    page = document()
    page.title, page.correction_note = "改过", "改标题"
    with pytest.raises(PermissionDenied, match="须经审签"):
        page.save_revision().publish()
    with pytest.raises(PermissionDenied, match="须经审签"):
        page.unpublish()
    assert fresh(page).live


@pytest.mark.parametrize("kind", ["notice", "product", "result", "home", "column", "catalog"])
@pytest.mark.walk
def test_no_address_of_any_other_page_type_breaks_or_publishes(kind, hands, request):
    made = {"notice": lambda: request.getfixturevalue("notice")(at=HANDS_AT)}
    made["product"] = lambda: request.getfixturevalue("product")()
    made["result"] = lambda: _result(request.getfixturevalue("notice")(at=HANDS_AT))
    made["home"] = HomePage.objects.get
    made["column"] = DocumentIndexPage.objects.first
    made["catalog"] = CatalogIndexPage.objects.get
    page = Page.objects.get(pk=made[kind]().pk)
    before, client = public(), hands("root")
    parent = page.get_parent().pk
    given = {**EVERY_BUTTON, "new_parent_page": parent, "destination_page_id": parent}
    codes = {url: client.get(url).status_code for url in addresses(page)}
    for url in addresses(page, READING):
        codes[f"POST {url}"] = client.post(url, {**given, "chooser": parent}).status_code
    assert {url: code for url, code in codes.items() if code >= 500} == {}
    assert public() - before == set()


def _result(notice):
    page = ResultPage(title="公示结果", slug="result", notice=notice, go_live_at=HANDS_AT)
    return create(notice.get_parent().specific, page, by=None, at=HANDS_AT)
