"""A changed calendar reaches what is open: windows and limits are recounted, and only extended.

Each room registers what it has counted in working days. An edition is recounted again and again
until all that could still have read the one before has ended; a row that was extended already is
left as it is, so a crash between two rows costs nothing and nothing is told twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from records.jobs import job

from .calendars import SETTLING, note_edition, unsettled

_recounts = {}


@dataclass(frozen=True)
class Change:
    """A change of the calendar as a recount needs it: ``because`` is half a sentence."""

    calendar: object
    because: str
    in_force_at: object
    at: object


@dataclass(frozen=True)
class Recount:
    """``rows(change)`` are open; ``act(row, change)`` extends one and says whether it did."""

    rows: Callable
    act: Callable


def recounts(name, rows):
    """Register ``act(row, change)`` for what ``rows(change)`` finds open."""

    def register(act):
        _recounts[name] = Recount(rows, act)
        return act

    return register


@job("calendar", "节假日安排变动后重新计算期限", order=35)
def recount_open(at):
    """Recount what is open under every edition that is not settled; how much was extended."""
    note_edition(at=at)
    return sum(_recount_under(edition, at) for edition in unsettled())


def _recount_under(edition, at):
    change = Change(edition.calendar, edition.cause, edition.in_force_at, at)
    extended = failed = 0
    for recount in _recounts.values():
        sweep = recount_open.each(
            recount.rows(change), lambda row, act=recount.act: act(row, change), at=at
        )
        extended += sweep.done.count(True)
        failed += sweep.failed
    if not failed and at - edition.in_force_at >= SETTLING:
        edition.settled_at = at
        edition.save(update_fields=["settled_at"])
    return extended


def postpone(row, planned, *, due="due_on", provisional="due_is_provisional"):
    """Set the later of the row's day and the recounted one; whether anything changed.

    A day that was planned by weekdays only becomes a real one when the calendar covers it.
    """
    before = (getattr(row, due), getattr(row, provisional))
    after = (max(before[0], planned.day), planned.provisional)
    setattr(row, due, after[0])
    setattr(row, provisional, after[1])
    return after != before
