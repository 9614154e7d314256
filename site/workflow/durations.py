"""How long it really takes from submission to listing, in working days of the past year."""

import statistics
from dataclasses import dataclass
from datetime import timedelta

from applications.models import Outcome
from registry.calendars import calendar
from rules.periods import day_starts, local_day

from .stages import STAGES, days_of

#: So far back, and the newest so many; fewer than ``LEAST`` say nothing about the next.
BACK, MOST, LEAST = timedelta(days=365), 500, 5


@dataclass(frozen=True)
class Durations:
    """Working days of ``cases`` products: half took no more than the one, nine in ten the other."""

    cases: int
    median: int
    ninetieth: int


def durations(on):
    """The :class:`Durations` of what was listed in the year before day ``on``; None of too few."""
    listed = Outcome.objects.filter(kind=Outcome.Kind.LISTED, at__gte=day_starts(on - BACK))
    listed = listed.filter(at__lt=day_starts(on + timedelta(days=1))).order_by("-at")
    rows = listed.values_list("item__application__submitted_at", "at")[:MOST]
    if len(rows) < LEAST:
        return None
    working_days = calendar()
    took = sorted(
        working_days.planned_between(local_day(start), local_day(end)) for start, end in rows
    )
    return Durations(len(took), round(statistics.median(took)), took[-(-9 * len(took) // 10) - 1])


def days_allowed(ruleset):
    """The working days that ``ruleset`` gives all stages together."""
    return sum(days_of(stage, ruleset) for stage in STAGES)
