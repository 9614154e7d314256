"""Who has how much before them and how long it takes: figures of the steps, from their turns.

One truth about being late: an open turn is late past its due day, as on the overdue board; a
finished one was on time when its day of finishing is not past its due day. What was taken away
(withdrawn, ended) was done by nobody and is left out of what was finished; what was signed and
taken back is no work at all, and the step that waits anew counts in its place.
"""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow.status import STATUS

from rules.periods import day_ends, day_starts, local_day

from .models import Turn
from .positions import OPEN

#: What is read of each turn: the node as it is stored, which takes longer to look up than to read.
COLUMNS = (
    Cast("task__flow_task", CharField()),
    *("task__owner_permission", "task__status", "done_by", "task__owner"),
    *("item__application__production_township", "due_on", "arrived_at", "finished_at"),
)


class Case(NamedTuple):
    """What is counted of a turn: days and not moments, so that many are alike."""

    node: str
    permission: str
    status: str
    done_by: int | None
    owner: int | None
    place: int | None
    due: date | None
    arrived: date
    finished: date | None


@dataclass
class Load:
    """One desk (a step at an office), or one person, in a period."""

    key: tuple
    arrived: int = 0
    finished: int = 0
    limited: int = 0
    in_time: int = 0
    waiting: int = 0
    late: int = 0
    due_soon: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def on_time_rate(self):
        """Per cent of what had a limit and was finished; None where nothing had."""
        return round(100 * self.in_time / self.limited) if self.limited else None

    @property
    def median(self):
        return statistics.median(self.days) if self.days else None

    @property
    def ninetieth(self):
        """Nine in ten took no more working days than this."""
        return sorted(self.days)[-(-9 * len(self.days) // 10) - 1] if self.days else None


@dataclass(frozen=True)
class Period:
    """Days ``since`` to ``until``, both included, seen on day ``on``."""

    since: date
    until: date
    on: date

    @property
    def week_ends(self):
        """The Sunday of the week of ``on``."""
        return self.on + timedelta(days=6 - self.on.weekday())

    def months(self):
        """The period cut into calendar months, the first and the last as far as they are in it."""
        first = self.since
        while first <= self.until:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield Period(first, min(following - timedelta(days=1), self.until), self.on)
            first = following

    def covers(self, day):
        return day is not None and self.since <= day <= self.until


def turns(*, township="", category=""):
    """Turns of officers' steps at papers, narrowed by place of production and kind of product."""
    rows = Turn.objects.of_papers().exclude(task__owner_permission__startswith="applicant@")
    rows = rows.exclude(task__owner_permission=None).exclude(task__status=STATUS.REVIVED)
    if township:
        rows = rows.filter(item__application__production_township__gb_code=township)
    return rows.filter(item__category=category) if category else rows


def in_period(rows, period):
    """Those that arrived or were finished in the period, and whatever is open."""
    start, end = day_starts(period.since), day_ends(period.until)
    arrived = rows.filter(arrived_at__gte=start, arrived_at__lt=end)
    finished = rows.filter(finished_at__gte=start, finished_at__lt=end)
    waiting = rows.filter(finished_at=None, task__status__in=OPEN)
    return arrived | finished | waiting


def cases(rows, period):
    """``{Case: how many turns of the period are such}``: read once for all tables."""
    return Counter(
        Case(node.rpartition(".")[2], *same, local_day(arrived), finished and local_day(finished))
        for node, *same, arrived, finished in in_period(rows, period).values_list(*COLUMNS)
    )


def loads(numbers, period, calendar):
    """``(by desk, by person)`` of :func:`cases`: lists of :class:`Load`, most late first."""
    desks, people = {}, {}
    between = _remembered(calendar)
    for case, number in numbers.items():
        desk = desks.setdefault(key := (case.permission, case.node), Load(key))
        person_key = case.done_by if case.finished else case.owner
        person = people.setdefault(person_key, Load((person_key,))) if person_key else None
        for load in (desk, person):
            if load is not None:
                _count(load, case, number, period, between)
    return _most_late_first(desks), _most_late_first(people)


def _most_late_first(rows):
    return sorted(rows.values(), key=lambda load: (-load.late, -load.waiting, f"{load.key}"))


def together(several):
    """One :class:`Load` of all of ``several``, as of desks, which share no turn."""
    whole = Load(("",))
    for load in several:
        whole.limited += load.limited
        whole.in_time += load.in_time
        whole.days += load.days
    return whole


def by_place(numbers, period, calendar):
    """:class:`Load` of each township of production, the ones with most late first."""
    between, places = _remembered(calendar), {}
    for case, number in numbers.items():
        load = places.setdefault(case.place, Load((case.place,)))
        _count(load, case, number, period, between)
    return _most_late_first(places)


def by_month(numbers, period, calendar):
    """``[(period of the month, Load)]`` of the period's months, the latest first: inflow, outflow.

    What waits is of today and in no month.
    """
    between, months = _remembered(calendar), {}
    for month in period.months():
        months[month.since.year, month.since.month] = month, Load((month.since,))
    for case, number in numbers.items():
        for day in {_month_of(case.arrived), _month_of(case.finished)} & months.keys():
            month, load = months[day]
            if case.finished is None:
                load.arrived += number * month.covers(case.arrived)
            else:
                _count(load, case, number, month, between)
    return list(months.values())[::-1]


def _month_of(day):
    return day and (day.year, day.month)


def forecast(rows, period, days=14):
    """``[(day, how many open tasks are due)]`` from the day of ``period.on`` on."""
    last = period.on + timedelta(days=days - 1)
    due = rows.filter(finished_at=None, task__status__in=OPEN, due_on__range=(period.on, last))
    counts = Counter(due.values_list("due_on", flat=True))
    every = (period.on + timedelta(days=each) for each in range(days))
    return [(day, counts[day]) for day in every]


def _count(load, case, number, period, between):
    due, finished = case.due, case.finished
    load.arrived += number * period.covers(case.arrived)
    if finished is None:
        if case.status in OPEN:
            load.waiting += number
            load.late += number * (due is not None and due < period.on)
            load.due_soon += number * (due is not None and period.on <= due <= period.week_ends)
        return
    if case.done_by is None or not period.covers(finished):
        return
    load.finished += number
    load.days += [between(case.arrived, finished)] * number
    if due is not None:
        load.limited += number
        load.in_time += number * (finished <= due)


def _remembered(calendar):
    """``planned_between`` that walks each pair of days once."""
    days = defaultdict(int)

    def between(start, end):
        if (start, end) not in days:
            days[start, end] = calendar.planned_between(start, end)
        return days[start, end]

    return between
