"""Wagtail's moderation of words as a source of the inbox: what waits for whom to read and sign."""

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.models import GroupApprovalTask, Page, TaskState

from pages.models import ReviewStep
from records.prepared import NUMBER, Prepared

from .deadlines import Deadline
from .lines import Line
from .numbers import counted

KIND = "moderation"
#: Orders of the inbox → columns of a task state.
COLUMNS = {
    "arrived": "started_at",
    "paper": "revision__object_str",
    "finished": "finished_at",
}


def moderates(user):
    """Whether ``user`` belongs to a group that approves words at any step of a moderation; asked
    once per request, as duties are.
    """
    if not hasattr(user, "_moderates"):
        user._moderates = any(steps.first(user.pk) for steps in STEPS)
    return user._moderates


def _steps(kind):
    """Whether there is a step of ``kind`` for a person, as a prepared question."""

    def of_person(person):
        return (
            kind.objects.filter(active=True, groups__user=person).order_by().values_list("pk")[:1]
        )

    return Prepared(of_person, NUMBER)


STEPS = _steps(ReviewStep), _steps(GroupApprovalTask)


def reviews(user):
    return user.is_superuser or moderates(user)


def reviewable(user):
    """The states that wait for ``user``: Wagtail's own tasks say whose they are, and nobody
    reviews what they handed in or have approved at an earlier step (pages/models/hands.py).
    """
    if not reviews(user):
        return TaskState.objects.none()
    states = TaskState.objects.reviewable_by(user).filter(status=TaskState.STATUS_IN_PROGRESS)
    approved = TaskState.objects.filter(finished_by=user, status=TaskState.STATUS_APPROVED)
    own = (
        Q(workflow_state__requested_by=user)
        | Q(revision__user=user)
        | Q(revision__in=approved.values("revision"))
    )
    reviewed = Q(task__content_type=ContentType.objects.get_for_model(ReviewStep))
    return states.exclude(reviewed & own)


def waiting(user):
    """What ``user`` has handed in and somebody else has to approve."""
    return _handed_in(user).exclude(pk__in=reviewable(user).values("pk"))


def _handed_in(person):
    return IN_PROGRESS.filter(workflow_state__requested_by=person)


def _counts(person):
    theirs = Q(workflow_state__requested_by=person)
    return counted(IN_PROGRESS, of_all=Count("pk"), waiting=Count("pk", filter=theirs))


IN_PROGRESS = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
#: What waits of anybody, and of a person who reviews nothing.
HANDED_IN = Prepared(_counts, NUMBER)


def done(user):
    return TaskState.objects.filter(finished_by=user).exclude(status=TaskState.STATUS_IN_PROGRESS)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user``: nobody takes words for themselves, and they
    have no limit.
    """
    handed_in = HANDED_IN.first(user.pk)
    none = {"mine": 0, "queue": 0, "late": 0, "waiting": handed_in["waiting"]}
    if not handed_in["of_all"] or not reviews(user):
        return none
    return none | {"queue": reviewable(user).count(), "waiting": waiting(user).count()}


class Moderation:
    """Moderation tasks have no owner, no township and no limit in working days."""

    kind, title = KIND, "文稿审签"
    kinds = {KIND: title}
    tally = staticmethod(tally)
    done_by = (done,)

    def __init__(self, search):
        self.search = search

    @cached_property
    def states(self):
        search = self.search
        states_of = {"queue": reviewable, "waiting": waiting, "done": done}.get(search.tab)
        if states_of is None or search.kind not in ("", KIND) or self._is_filtered_out():
            return TaskState.objects.none()
        states = states_of(search.user)
        if search.text:
            states = states.filter(revision__object_str__icontains=search.text)
        return states

    def _is_filtered_out(self):
        search = self.search
        return bool(search.step or search.township or search.due not in ("", "none"))

    def count(self):
        return self.states.count()

    def lines(self, start, stop):
        column = F(COLUMNS.get(self.search.column, "started_at"))
        order = column.desc() if self.search.is_descending else column.asc()
        states = self.states.select_related(
            "task", "workflow_state__requested_by", "revision__base_content_type", "finished_by"
        )
        return [self._line(state) for state in states.order_by(order, "pk")[start:stop]]

    def _line(self, state):
        revision = state.revision
        url = edit_url(revision)
        is_done = self.search.tab == "done"
        return Line(
            kind=self.title,
            paper=revision.object_str,
            url=url,
            step=state.task.name,
            arrived_at=state.started_at,
            deadline=None if is_done else Deadline("不限期", "none"),
            finished_at=state.finished_at if is_done else None,
            owner=state.finished_by if is_done else None,
            act_url="" if is_done or self.search.tab == "waiting" else url,
        )


def edit_url(revision):
    """Where the words of ``revision`` are edited and approved."""
    model = revision.base_content_type.model_class()
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[revision.object_id])
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[quote(revision.object_id)])
