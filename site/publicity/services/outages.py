"""A notice that could not be read: how long on which day, and the days that it stands longer.

Only what was observed counts. A look that failed stands for the time until the next look, and for
no more than :data:`publicity.looks.PATIENCE` intervals: that nobody looked proves no outage.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from rules.official_dates import official_date
from rules.periods import day_ends, local_day

from ..looks import PATIENCE, interval
from ..models import Observation, OutageDay, Publicity, PublicityEntry
from .extending import extend_window, set_end

MINUTE = timedelta(minutes=1)
#: The interval of looks that were made before the watch was switched off.
USUAL = timedelta(minutes=5)


def doubtful(at):
    """Publicities that still run and were at least once not seen as they should be."""
    of_it = {"publicity": OuterRef("pk")}
    failed = Observation.objects.exclude(outcome=Observation.Outcome.GOOD).filter(**of_it)
    running = PublicityEntry.objects.running().filter(held_on=None, **of_it)
    rows = Publicity.objects.filter(Exists(running), Exists(failed), published_at__lte=at)
    return rows.filter(ruleset__outage_minutes__gt=0)


def outage_minutes(publicity, at):
    """``{day: minutes}``, whole minutes for which the notice was observed to fail until ``at``."""
    rows = list(publicity.observations.values_list("observed_at", "outcome"))
    spans = defaultdict(timedelta)
    for number, (begun, outcome) in enumerate(rows):
        if outcome != Observation.Outcome.GOOD:
            following = rows[number + 1][0] if number + 1 < len(rows) else at
            _add(spans, begun, min(following, begun + PATIENCE * (interval() or USUAL)))
    return {day: span // MINUTE for day, span in spans.items()}


def _add(spans, begun, ended):
    """Add the time between two moments to the days on which it lies."""
    while begun < ended:
        day = local_day(begun)
        until = min(ended, day_ends(day))
        spans[day] += until - begun
        begun = until


def days_to_make_up(publicity, *, calendar, at):
    """``[(day, minutes)]``: working days with an outage at or beyond the limit, not yet made up."""
    limit = publicity.ruleset.outage_minutes
    done = set(publicity.outage_days.values_list("day", flat=True))
    return [
        (day, minutes)
        for day, minutes in sorted(outage_minutes(publicity, at).items())
        if minutes >= limit and day not in done and calendar.is_working_day(day)
    ]


@transaction.atomic
def make_up(publicity, day, minutes, *, calendar, by, at):
    """Let what stood on ``day`` stand one working day longer; the entries that gained it.

    Held entries gain nothing: their days stand still. Once for a day, whoever comes first. Raises
    ``CalendarMissing``.
    """
    publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
    if publicity.outage_days.filter(day=day).exists():
        return []
    running = publicity.entries.running().filter(held_on=None, first_day__lte=day)
    entries = list(running.filter(last_day__gte=day).select_for_update(of=("self",)).order_by("pk"))
    if not entries:
        return []
    OutageDay.objects.create(publicity=publicity, day=day, minutes=minutes, noted_at=at)
    because = f"{official_date(day)}公示网页中断{minutes}分钟"
    end = publicity.last_day
    if any(entry.last_day == end for entry in entries):
        _extend(publicity, because, calendar, by=by, at=at)
    for entry in entries:
        if entry.last_day == end:
            entry.working_days += 1
            set_end(entry, entry.first_day, publicity.last_day)
        else:
            _extend(entry, because, calendar, by=by, at=at)
    return entries


def _extend(window, because, calendar, *, by, at):
    end = calendar.after(window.last_day, 1)
    extend_window(window, end, because, added_days=1, by=by, at=at)
