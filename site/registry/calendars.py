"""The office's working-day calendar: shipped papers, then entered ones, then local days."""

import json
from datetime import timedelta
from functools import lru_cache

from records.prepared import Prepared
from rules.holiday_papers import parse_paper, shipped_papers
from rules.periods import ONE_DAY
from rules.working_days import Calendar, national

from .models import CalendarEdition, HolidayPaper, LocalOverride

#: Acts that read the calendar before it changed have ended by then, whatever they waited for.
SETTLING = timedelta(minutes=10)
UNNAMED = "节假日安排更新"
PAPERS = Prepared(
    lambda: HolidayPaper.objects.in_force().order_by("pk").values_list("paper", flat=True)
)
LOCAL_DAYS = Prepared(
    lambda: (
        LocalOverride.objects.filter(checked_at__isnull=False)
        .order_by("checked_at", "pk")
        .values_list("first_day", "last_day", "is_working_day")
    )
)

UNSETTLED = Prepared(lambda: CalendarEdition.objects.filter(settled_at__isnull=True).order_by("pk"))


def calendar():
    """The calendar in force now. A checked paper of a new year needs no release.

    An entered paper stands in the place of the shipped one of its year; of local days the one
    checked last holds.
    """
    entered, overrides = tuple(json.dumps(paper) for paper in PAPERS()), tuple(LOCAL_DAYS())
    return _made_of(entered, overrides) if entered or overrides else national()


@lru_cache(maxsize=4)
def _made_of(entered, overrides):
    """The calendar of these very papers (JSON) and local days: read once while they stay so."""
    papers = [parse_paper(json.loads(paper)) for paper in entered]
    years = {paper.year for paper in papers}
    shipped = [paper for paper in shipped_papers() if paper.year not in years]
    return Calendar(sorted([*shipped, *papers], key=lambda paper: paper.year), _days(overrides))


def local_days():
    """``{day: works}`` of the local days in force."""
    return _days(LOCAL_DAYS())


def _days(spans):
    """Of days that two spans name, the later one holds."""
    return {
        first + number * ONE_DAY: is_working
        for first, last, is_working in spans
        for number in range((last - first).days + 1)
    }


def note_edition(*, cause="", at):
    """Keep the calendar as an edition if it differs from the newest kept one; that edition.

    ``cause`` says in half a sentence what changed it. A change that nobody named (papers that came
    with a release) is kept too.
    """
    now = calendar()
    newest = CalendarEdition.objects.order_by("-pk").first()
    if newest is not None and newest.version == now.version:
        return newest
    return CalendarEdition.objects.create(
        version=now.version,
        cause=cause or UNNAMED,
        years=sorted(now.years),
        days={day.isoformat(): works for day, works in sorted(now.named_days.items())},
        in_force_at=at,
    )


def unsettled():
    """The editions under which what is open has still to be recounted, oldest first."""
    return list(UNSETTLED())


class KnownCalendars:
    """What the calendar said at a moment: each read and made once, for many moments."""

    def __init__(self):
        self._editions = list(CalendarEdition.objects.order_by("pk"))
        self._calendars = {}

    def at(self, moment):
        """The calendar in force just before ``moment``; the shipped one before any edition."""
        earlier = [row for row in self._editions if row.in_force_at < moment]
        edition = earlier[-1] if earlier else None
        if edition not in self._calendars:
            self._calendars[edition] = self._calendar_of(edition)
        return self._calendars[edition]

    def _calendar_of(self, edition):
        if edition is not None:
            return edition.calendar
        return national() if self._editions else calendar()
