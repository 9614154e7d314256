"""May this product be accepted by this officer now, and until when must something be said?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from registry.calendars import calendar
from registry.permissions import duties
from rules.periods import local_day

from ..models import Acceptance, Turn
from ..positions import OPEN, REVIEWS, items_at, open_tasks, reference
from .acting import reasons_against_ties

#: What is read of a turn at a review to count the days.
OF_A_TURN = ("item", "task__flow_task", "task__status", "arrived_at", "finished_at")
DAYS = "item__application__ruleset__acceptance_days"


@dataclass(frozen=True)
class AcceptanceLimit:
    """受理时限 of one product: runs from ``arrived_on``; ``due_on`` is its last working day."""

    arrived_on: date
    due_on: date
    due_is_provisional: bool


def is_accepted(item):
    return Acceptance.objects.filter(item=item).exists()


def waiting():
    """Products that lie before a review of the district and that nobody has accepted."""
    return items_at(*REVIEWS).filter(acceptance=None)


def limits(items):
    """``{item key: AcceptanceLimit}`` of those of ``items`` that wait to be accepted, by the
    calendar of the day; ``items`` are keys or a queryset. One query for any number of them.
    """
    turns = review_turns().filter(item__in=items, item__acceptance=None).order_by("pk")
    rows = defaultdict(list)
    for turn in turns.values_list(*OF_A_TURN, DAYS, named=True):
        rows[turn.item].append(turn)
    work_calendar = calendar()
    counted = {item: _limit(turns, work_calendar) for item, turns in rows.items()}
    return {item: limit for item, limit in counted.items() if limit}


def review_turns():
    """Turns at the reviews of the district, open or not."""
    return Turn.objects.filter(task__flow_task__in=[reference(name) for name in REVIEWS])


def _limit(turns, work_calendar):
    """The limit of the item whose ``turns`` at reviews these are, the oldest first; or None.

    The days of earlier rounds count; while the applicant mended, the time stood still.
    """
    is_open = (turn for turn in turns if turn.finished_at is None and turn.task__status in OPEN)
    first = next(is_open, None)
    if first is None:
        return None
    used = sum(
        work_calendar.planned_between(local_day(each.arrived_at), local_day(each.finished_at))
        for each in turns
        if each.finished_at and each.task__flow_task == first.task__flow_task
    )
    arrived_on = local_day(first.arrived_at)
    planned = work_calendar.planned_after(arrived_on, max(1, getattr(first, DAYS) - used))
    return AcceptanceLimit(arrived_on, planned.day, planned.provisional)


def late(on):
    """``{item key: AcceptanceLimit}`` of what is past it on day ``on``; not where time accepts."""
    unspoken = waiting().filter(application__ruleset__deems_accepted=False)
    return {item: limit for item, limit in limits(unspoken).items() if limit.due_on < on}


def due_on(item):
    """The last day for accepting ``item`` or asking to mend; None where it does not wait for it."""
    limit = limits([item.pk]).get(item.pk)
    return limit and limit.due_on


def reasons_against_accepting(item, *, by):
    """Why ``by`` may not say that ``item`` is accepted."""
    if is_accepted(item):
        return ["该产品已经受理"]
    permissions = open_tasks(*REVIEWS).filter(process=item.process_id)
    if not set(permissions.values_list("owner_permission", flat=True)) & duties(by):
        return ["该产品不在您所在单位的区级审核环节"]
    return reasons_against_ties(item, by=by)
