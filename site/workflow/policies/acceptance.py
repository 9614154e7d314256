"""May this product be accepted by this officer now, and until when must something be said?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Item
from records.prepared import among, listed
from registry.calendars import calendar
from registry.models import RuleSet
from registry.permissions import duties
from rules.periods import day_ends, local_day
from rules.working_days import ONE_DAY

from ..models import Acceptance, Turn
from ..positions import OPEN, REVIEWS, open_tasks, reference
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
    return Item.objects.filter(pk__in=open_reviews().values("item"), acceptance=None)


def long_waiting(on, *, least=int):
    """Of those the ones that may be past their limit on day ``on``; no other one is.

    A limit of some working days never ends before so many have passed since the first review
    began, whatever stood still meanwhile. ``least``: of the limit's days how many must be over.
    """
    first = review_turns().filter(item=OuterRef("pk"))
    is_old = Q(pk__in=[])
    for days in RuleSet.objects.order_by().values_list("acceptance_days", flat=True).distinct():
        before = day_ends(_days_ago(least(days), on))
        of_rules = Q(application__ruleset__acceptance_days=days)
        is_old |= of_rules & Exists(first.filter(arrived_at__lt=before))
    return waiting().filter(is_old)


def _days_ago(working_days, on):
    """The last day after which so many working days have passed by ``on``."""
    work_calendar, day = calendar(), on
    while work_calendar.planned_between(day, on) < working_days:
        day -= ONE_DAY
    return day


def limits(items):
    """``{item key: AcceptanceLimit}`` of those of ``items`` that wait to be accepted, by the
    calendar of the day; ``items`` are keys or a queryset. As few queries for any number of them.

    One that cannot be counted is left out, and hides no other; the jobs note which it is.
    """
    return counted(items)[0]


def counted(items):
    """The same, and the keys of those whose days cannot be counted: to be tried each by itself."""
    work_calendar, able, unable = calendar(), {}, []
    for item, turns in _turns_of(items).items():
        try:
            limit = _limit(turns, work_calendar)
        except Exception:  # noqa: BLE001 - one bad row must not hide the others
            unable.append(item)
        else:
            able |= {item: limit} if limit else {}
    return able, unable


def limit_of(item):
    """The limit of one product, or None where it does not wait; raises what stands against it."""
    [turns] = _turns_of([item.pk]).values() or [[]]
    return _limit(turns, calendar())


def _turns_of(items):
    """``{item key: turns at reviews}`` of what nobody has accepted, the oldest turn first.

    Which they are is asked before: in one question PostgreSQL would read every review there was.
    """
    rows, keys = defaultdict(list), _keys(items)
    turns = review_turns().filter(item__in=among(listed(keys)), item__acceptance=None)
    of_keys = turns.order_by("pk").values_list(*OF_A_TURN, DAYS, named=True) if keys else []
    for turn in of_keys:
        rows[turn.item].append(turn)
    return rows


def _keys(items):
    is_question = isinstance(items, QuerySet)
    return list(items.order_by().values_list("pk", flat=True) if is_question else items)


def review_turns():
    """Turns at the reviews of the district, open or not."""
    return Turn.objects.filter(task__flow_task__in=[reference(name) for name in REVIEWS])


def open_reviews():
    return review_turns().filter(finished_at=None, task__status__in=OPEN)


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
    unspoken = long_waiting(on).filter(application__ruleset__deems_accepted=False)
    return {item: limit for item, limit in limits(unspoken).items() if limit.due_on < on}


def due_on(item):
    """The last day for accepting ``item`` or asking to mend; None where it does not wait for it."""
    limit = limit_of(item)
    return limit and limit.due_on


def reasons_against_accepting(item, *, by):
    """Why ``by`` may not say that ``item`` is accepted."""
    if is_accepted(item):
        return ["该产品已经受理"]
    permissions = open_tasks(*REVIEWS).filter(process=item.process_id)
    if not set(permissions.values_list("owner_permission", flat=True)) & duties(by):
        return ["该产品不在您所在单位的区级审核环节"]
    return reasons_against_ties(item, by=by)
