"""What an editor finds on the first page of the back office: what to write, and what waits."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from rules.official_dates import official_date, official_moment
from rules.periods import SHANGHAI, local_day

from .documents.drafting import may_draft
from .documents.staleness import column_ages
from .models import DocumentIndexPage, DocumentPage
from .models.document_words import Section
from .models.hands import hands
from .models.visibility import scheduled
from .privacy.file_lifting import may_lift_files
from .privacy.file_views import verdict_url
from .privacy.waiting_claims import until, waiting
from .review_dates.setting import due_reviews

#: How many lines a list shows; the number beside its title counts all.
MOST = 8


@dataclass(frozen=True)
class HomeLine:
    """One line: a page, where it is edited, and what is said of it."""

    title: str
    url: str
    note: str = ""


def new_document_links(user):
    """``(label, address)`` for each column of documents in which ``user`` may write."""
    columns = DocumentIndexPage.objects.order_by("path")
    return [
        (
            f"新建{Section(column.section).label}",
            reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk]),
        )
        for column in columns
        if column.permissions_for_user(user).can_add_subpage()
    ]


def drafts(user):
    """The documents ``user`` began that nobody is checking and that were never public."""
    rows = DocumentPage.objects.filter(owner=user, live=False, first_published_at__isnull=True)
    busy = _states().values_list("object_id", flat=True)
    rows = rows.exclude(scheduled()).exclude(pk__in=[int(key) for key in busy])
    return rows.order_by("-latest_revision_created_at", "-pk")


def returned(user):
    """``(state, reason)`` of what came back to ``user``, the latest first."""
    states = _states().filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
    states = states.select_related("current_task_state").order_by("-pk")
    return [(state, state.current_task_state.comment) for state in states]


def under_review(user):
    """What ``user`` handed in and somebody else is checking."""
    states = _states().filter(status=WorkflowState.STATUS_IN_PROGRESS, requested_by=user)
    return states.select_related("current_task_state__task").order_by("-pk")


def waiting_for(user):
    """The steps that ``user`` may take now."""
    states = TaskState.objects.reviewable_by(user).filter(status=TaskState.STATUS_IN_PROGRESS)
    states = states.select_related("task", "revision", "workflow_state").order_by("started_at")
    return [state for state in states if user.pk not in hands(state.workflow_state)]


def timed():
    """The documents whose hour is still to come, the next first."""
    return DocumentPage.objects.filter(scheduled()).order_by("go_live_at", "pk")


def _states():
    kind = ContentType.objects.get_for_model(Page)
    return WorkflowState.objects.active().filter(base_content_type=kind)


class EditorsPanel(Component):
    """The panel; every list is cut, none asks the database per line but for titles."""

    order = 40
    template_name = "pages/admin/home_panel.html"

    class Media:
        css = {"all": ["pages/editors.css"]}

    def __init__(self, at):
        self.at = at

    def get_context_data(self, parent_context):
        user, at = parent_context["request"].user, self.at
        return {
            "new_links": new_document_links(user),
            "groups": [group for group in _groups(user, at) if group[1]],
            "lists_url": reverse("documentpage:index"),
            "bundles_url": reverse("pages_preview_bundles"),
            "dead_links_url": reverse("pages_dead_links"),
        }


def _groups(user, at):
    """``(title, lines, how many)``; those without a line are left out by the panel."""
    yield _group("退回修改", [(_title(each), each.object_id, why) for each, why in returned(user)])
    steps = [
        (each.revision.object_str, each.revision.object_id, each.task.name)
        for each in waiting_for(user)
    ]
    yield _group("等我审签", steps)
    yield _claimed(user)
    yield _group("我的草稿", [(page.draft_title, page.pk, "") for page in drafts(user)[:50]])
    mine = [
        (_title(each), each.object_id, each.current_task_state.task.name)
        for each in under_review(user)
    ]
    yield _group("我送审的", mine)
    hours = [
        (page.title, page.pk, f"{official_moment(page.go_live_at.astimezone(SHANGHAI))}公开")
        for page in timed()[:50]
        if page.go_live_at
    ]
    yield _group("等待定时公开", hours)
    looks = [
        (each.page.title, each.page_id, f"{official_date(each.due_on)}前复核")
        for each in due_reviews(local_day(at))
    ]
    yield _group("到期复核", looks)
    ages = [(age.title, age.pk, age.verdict) for age in column_ages(at) if age.is_stale]
    yield _group("超期未更新的栏目", ages)


def _claimed(user):
    """The files that wait for a signer's verdict; of others, those they called mistaken."""
    is_signer = may_lift_files(user)
    rows = waiting() if is_signer else waiting(claimed_by=user)
    lines = [
        HomeLine(thing.title, verdict_url(thing), f"{until(claim)}；{claim.reason}")
        for thing, claim in rows[:MOST]
    ]
    return "等待判断的误判文件" if is_signer else "等签发人员判断的误判文件", lines, len(rows)


def _group(title, rows):
    lines = [
        HomeLine(name, reverse("wagtailadmin_pages:edit", args=[key]), note)
        for name, key, note in rows[:MOST]
    ]
    return title, lines, len(rows)


def _title(state):
    return state.current_task_state.revision.object_str


def is_editor(user):
    """Whether ``user`` writes, checks or signs words."""
    return may_draft(user)
