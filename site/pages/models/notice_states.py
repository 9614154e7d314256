"""Where a notice and each product in it stand at a moment: asked of the database, never stored.

A product that is held by an objection has no last day: its days stand still, and its end follows
from the resumption (A10). So a notice with a held product has not ended, whatever its own window.
"""

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Max, Min, Prefetch, Q
from django.db.models.functions import Coalesce, Greatest

from .visibility import PageQuerySet, standing


class State(models.TextChoices):
    """公示状态 at a moment; never stored."""

    NOT_YET = "not_yet", "未开始"
    RUNNING = "running", "进行中"
    ON_HOLD = "held", "中止（异议核查）"
    ENDED = "ended", "已结束"


class EntryState(models.TextChoices):
    """公示内容的状态 at a moment: where one product of a notice stands."""

    NOT_YET = "not_yet", "未开始"
    RUNNING = "running", "公示中"
    ON_HOLD = "held", "异议核查中（中止）"
    DUE = "due", "公示期满"
    PASSED = "passed", "期满无异议"
    RETURNED = "returned", "退回补正"
    REFUSED = "refused", "异议成立，不予认定"
    RESTARTED = "restarted", "重新公示"
    WITHDRAWN = "withdrawn", "已撤回"


#: States in which the last day of a product is a fact; the others never came to theirs.
WITH_LAST_DAY = frozenset(
    {EntryState.NOT_YET, EntryState.RUNNING, EntryState.DUE, EntryState.PASSED}
)


class NoticeQuerySet(PageQuerySet):
    def visible(self, at):
        """From the hour of publication on, also when the window has ended; never before."""
        return self.filter(standing(), publicity__published_at__lte=at)

    def with_end(self, at):
        """Each with what its products at ``at`` make of it.

        ``runs_until`` is the last end of the window and of all that is not held; ``running_from``
        and ``running_until`` bound what still runs, None when nothing does; ``held_count`` and
        ``rest_least``, ``rest_most`` are of the held ones; ``entry_count`` of all.
        """
        entries = "publicity__entries__"
        open_still = Q(**{f"{entries}closed_at": None}) | Q(**{f"{entries}closed_at__gt": at})
        is_held = open_still & Q(**{f"{entries}held_on__isnull": False})
        counting = open_still & Q(**{f"{entries}held_on": None})
        running = counting & Q(**{f"{entries}ends_at__gt": at})
        end = F("publicity__ends_at")
        return self.select_related("publicity__ruleset__office").annotate(
            runs_until=Greatest(end, Coalesce(Max(f"{entries}ends_at", filter=counting), end)),
            running_from=Max(f"{entries}first_day", filter=running),
            running_until=Max(f"{entries}ends_at", filter=running),
            held_count=Count("publicity__entries", filter=is_held),
            rest_least=Min(f"{entries}remaining_days", filter=is_held),
            rest_most=Max(f"{entries}remaining_days", filter=is_held),
            entry_count=Count("publicity__entries"),
        )

    def with_results(self, at):
        """Each with ``result``, the page that announced it, where one stands at ``at``."""
        announced = apps.get_model("pages", "ResultPage").objects.visible(at)
        return self.prefetch_related(Prefetch("result", announced))

    def in_state(self, state, at):
        """Those in ``state`` at ``at`` among visible ones; after :meth:`with_end`."""
        is_held = Q(held_count__gt=0, running_until__isnull=True)
        ended = Q(held_count=0, runs_until__lte=at)
        return self.filter(
            {State.ON_HOLD: is_held, State.ENDED: ended}.get(state, ~is_held & ~ended)
        )

    def open(self, at):
        """Not ended at ``at``: running, or held; after :meth:`with_end`."""
        return self.filter(
            Q(runs_until__gt=at) | Q(held_count__gt=0), publicity__published_at__lte=at
        )

    def newest(self):
        return self.order_by("-publicity__published_at", "-pk")

    def with_facts(self):
        return self.select_related("publicity").prefetch_related("publicity__entries")


def state_of(notice, at):
    """The :class:`State` at ``at`` of a notice that comes from ``with_end(at)``."""
    if at < notice.publicity.published_at:
        return State.NOT_YET
    if notice.held_count:
        return State.RUNNING if notice.running_until else State.ON_HOLD
    return State.RUNNING if at < notice.runs_until else State.ENDED


def entry_state(entry, at):
    """The :class:`EntryState` of a publicity entry at ``at``."""
    if entry.closed_at is not None and entry.closed_at <= at:
        return EntryState(entry.ending)
    if at < entry.publicity.published_at:
        return EntryState.NOT_YET
    if entry.is_held:
        return EntryState.ON_HOLD
    return EntryState.RUNNING if at < entry.ends_at else EntryState.DUE


def entries_at(publicity, at):
    """``(entry, its state at ``at``)`` in the order of the table.

    Each with ``own_last_day``: None while held, and for what was taken out before its time.
    """
    pairs = []
    for entry in publicity.entries.select_related("publicity"):
        state = entry_state(entry, at)
        entry.own_last_day = entry.last_day if state in WITH_LAST_DAY else None
        pairs.append((entry, state))
    return pairs
