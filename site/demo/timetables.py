"""On which day each phase of a walk happens: the two historic batches, and papers under way now."""

from datetime import date, datetime, time, timedelta

from registry.calendars import calendar
from rules.periods import SHANGHAI

PHASES = (
    "submit",
    "endorse",
    "review",
    "notice",
    "report",
    "city",
    "province",
    "national",
    "list",
)

#: The two batches of the fictional district; notices and listings on the days of its documents.
BATCHES = {
    1: {
        "submit": date(2020, 4, 3),
        "endorse": date(2020, 4, 8),
        "review": date(2020, 4, 16),
        "notice": date(2020, 4, 20),
        "report": date(2020, 4, 27),
        "city": date(2020, 4, 30),
        "province": date(2020, 5, 7),
        "national": date(2020, 5, 8),
        "list": date(2020, 5, 20),
    },
    2: {
        "submit": date(2020, 9, 7),
        "endorse": date(2020, 9, 10),
        "review": date(2020, 9, 24),
        "notice": date(2020, 9, 28),
        "report": date(2020, 10, 13),
        "city": date(2020, 10, 19),
        "province": date(2020, 10, 26),
        "national": date(2020, 11, 2),
        "list": date(2020, 11, 16),
    },
}

#: Working days between a phase and the one before it, when nothing prescribes the dates.
GAPS = {
    "submit": 0,
    "endorse": 2,
    "review": 4,
    "notice": 1,
    "report": 6,
    "city": 3,
    "province": 3,
    "national": 1,
    "list": 7,
}


def backwards(last_phase, today):
    """A day for every phase, so that ``last_phase`` is on the working day before ``today``."""
    work_calendar, days = calendar(), {}
    day = _before(today, 1, work_calendar)
    for phase in reversed(PHASES[: PHASES.index(last_phase) + 1]):
        days[phase] = day
        day = _before(day, GAPS[phase], work_calendar)
    return days


def _before(day, working_days, work_calendar):
    while working_days > 0:
        day -= timedelta(days=1)
        working_days -= work_calendar.is_working_day(day)
    return day


def moment(day, hour=9, minute=30):
    """A moment of office hours on ``day``, in Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)
