"""Where a publicity and each product in it stand at a moment: the one place that says so.

Asked of the dates, never stored. A product that is held by an objection has no last day: its days
stand still, and its end follows from the resumption (A10). So a publicity with a held product has
not ended, whatever its own window.
"""

from django.db import models
from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce, Greatest

from records.prepared import NUMBER, Prepared

from .models import Publicity, PublicityEntry


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
#: States in which the public may object (A11); a held product is among them.
OPEN_TO_OBJECTION = frozenset({EntryState.RUNNING, EntryState.ON_HOLD})


def working_days(level, ruleset):
    """How many working days a publicity of ``level`` stands (办法二（四）（六）)."""
    national = level == Publicity.Level.NATIONAL
    return ruleset.national_publicity_days if national else ruleset.publicity_days


RUNNING = Prepared(lambda item: PublicityEntry.objects.running().filter(item=item)[:1], NUMBER)


def running_entry(item):
    """The entry of an application's ``item`` that has not had its end, held or not; or None."""
    entry = RUNNING.first(item.pk)
    if entry is not None:
        entry.item = item
    return entry


def over(at):
    """Publicities whose window has ended and whose every product had its end by ``at``."""
    unfinished = PublicityEntry.objects.filter(_unfinished(at))
    return Publicity.objects.filter(ends_at__lte=at).exclude(entries__in=unfinished)


def ends(at, publicity=""):
    """Annotations: what the products of a publicity make of its end at ``at``.

    ``publicity`` is the way to it from the row that is annotated (``"publicity__"``).
    ``runs_until`` is the last end of the window and of all that is not held; ``running_from`` and
    ``running_until`` bound what still runs, None when nothing does; ``held_count`` and
    ``rest_least``, ``rest_most`` are of the held ones; ``entry_count`` of all.
    """
    entries = f"{publicity}entries__"
    is_held = _unfinished(at, entries) & Q(**{f"{entries}held_on__isnull": False})
    counting = _unfinished(at, entries) & Q(**{f"{entries}held_on": None})
    running = counting & Q(**{f"{entries}ends_at__gt": at})
    end = F(f"{publicity}ends_at")
    return {
        "runs_until": Greatest(end, Coalesce(Max(f"{entries}ends_at", filter=counting), end)),
        "running_from": Max(f"{entries}first_day", filter=running),
        "running_until": Max(f"{entries}ends_at", filter=running),
        "held_count": Count(f"{publicity}entries", filter=is_held),
        "rest_least": Min(f"{entries}remaining_days", filter=is_held),
        "rest_most": Max(f"{entries}remaining_days", filter=is_held),
        "entry_count": Count(f"{publicity}entries"),
    }


def _unfinished(at, entries=""):
    return Q(**{f"{entries}closed_at": None}) | Q(**{f"{entries}closed_at__gt": at})


def in_state(state, at):
    """A filter: published rows in ``state`` at ``at``, after :func:`ends`."""
    is_held = Q(held_count__gt=0, running_until__isnull=True)
    ended = Q(held_count=0, runs_until__lte=at)
    return {State.ON_HOLD: is_held, State.ENDED: ended}.get(state, ~is_held & ~ended)


def state_of(row, publicity, at):
    """The :class:`State` of ``publicity`` at ``at``; ``row`` has what :func:`ends` adds."""
    if at < publicity.published_at:
        return State.NOT_YET
    if row.held_count:
        return State.RUNNING if row.running_until else State.ON_HOLD
    return State.RUNNING if at < row.runs_until else State.ENDED


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
    return _pairs(publicity.entries.select_related("publicity"), at)


def entry_pairs(publicity, at):
    """The same of a publicity whose entries were read with it (``prefetch_related``)."""
    rows = sorted(publicity.entries.all(), key=lambda entry: entry.pk)
    for entry in rows:
        entry.publicity = publicity
    return _pairs(rows, at)


def _pairs(entries, at):
    pairs = []
    for entry in entries:
        state = entry_state(entry, at)
        entry.own_last_day = entry.last_day if state in WITH_LAST_DAY else None
        pairs.append((entry, state))
    return pairs
