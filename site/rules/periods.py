"""Periods of law: publicity windows, what remains of them, and the term of a certificate.

Sources: 民法典 201–203 by analogy; the seed notice (「5个工作日」, 「有效期为一年」,
「有效期满前三个月」); requirements A09, A10, A15, A16 and §1c.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.working_days import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
#: What reached us before 24:00 counts (民法典 137, 203) and may still have to wait: for a file to
#: be looked at, for a lock of the database (20 seconds). A proxy gives a request up after a
#: minute, so whoever closes at 24:00 waits as long.
IN_FLIGHT = timedelta(minutes=1)


def local_day(moment: datetime) -> date:
    """The day in China at an aware moment; raises ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError("时间缺少时区，无法确定所在日期")
    return moment.astimezone(SHANGHAI).date()


def day_starts(day: date) -> datetime:
    """00:00 in China of ``day``, aware."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def day_ends(day: date) -> datetime:
    """24:00 in China of ``day``, aware: the next day's 00:00 (民法典 203)."""
    return day_starts(day + ONE_DAY)


@dataclass(frozen=True)
class Window:
    """A publicity period of whole days in China, with the calendar it was reckoned by.

    ``first_day`` and ``last_day`` are the first and the last day counted, and both are printed
    on the notice (A09); ``working_days`` is how many are counted.
    """

    posted_on: date
    first_day: date
    last_day: date
    working_days: int
    calendar_version: str

    @property
    def ends_at(self) -> datetime:
        """24:00 of the last day."""
        return day_ends(self.last_day)

    def is_open(self, at: datetime) -> bool:
        """Whether the public may still object: from the day of posting until ``ends_at``."""
        return local_day(at) >= self.posted_on and at < self.ends_at


def publicity_window(
    posted_on: date, *, days: int, calendar: Calendar, count_start_day: bool = False
) -> Window:
    """The window of ``days`` working days for a notice posted on ``posted_on`` (A09).

    The day of posting is not counted, unless ``count_start_day`` is set and it is a working day.
    Raises ValueError when ``days`` is below 1 and CalendarMissing past the known years: a
    publicity may not be opened with a provisional end.
    """
    before = posted_on - ONE_DAY if count_start_day else posted_on
    return Window(
        posted_on=posted_on,
        first_day=calendar.next_working_day(before),
        last_day=calendar.after(before, days),
        working_days=days,
        calendar_version=calendar.version,
    )


def remaining_days(
    last_day: date, held_on: date, *, calendar: Calendar, first_day: date | None = None
) -> int:
    """Working days left when an objection holds a window on ``held_on``, at least 1 (A10).

    The interrupted day has not elapsed, so it is among them. Give ``first_day`` so that a window
    held before its first counted day does not grow. Raises CalendarMissing.
    """
    start = max(held_on, first_day) if first_day else held_on
    return max(1, calendar.count(start - ONE_DAY, last_day))


def resumed_window(resumed_on: date, *, days: int, calendar: Calendar) -> Window:
    """The rest of a held window: ``days`` remaining days, the day of resumption not counted (A10).

    Raises ValueError when ``days`` is below 1, and CalendarMissing.
    """
    return publicity_window(resumed_on, days=days, calendar=calendar)


def corresponding_day(day: date, months: int) -> date:
    """The same day of the month ``months`` later (or earlier, below 0).

    Where that month has no such day, its last day (民法典 202).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_until(listed_on: date, months: int) -> date:
    """The last day, inclusive, of a term of ``months`` that begins on ``listed_on`` (A15)."""
    return corresponding_day(listed_on, months)


def renewal_opens(valid_until: date, months: int) -> date:
    """The first day on which renewal may be applied for, ``months`` before the end (A16)."""
    return corresponding_day(valid_until, -months)


Span = tuple[date, date | None]


def overlaps(spans: list[Span]) -> list[Span]:
    """The days that two spans of the list share, as spans; an end of None is never."""
    ordered = sorted(spans, key=_by_start)
    shared = []
    for number, (_start, end) in enumerate(ordered):
        for later, until in ordered[number + 1 :]:
            if end is None or later <= end:
                shared.append((later, _earlier(end, until)))
    return shared


def gaps(spans: list[Span]) -> list[Span]:
    """The days from the first span on that no span of the list covers, the open end included."""
    holes: list[Span] = []
    covered: date | None = None
    for number, (start, end) in enumerate(sorted(spans, key=_by_start)):
        if number and covered is None:
            return holes
        if covered is not None and start > covered + ONE_DAY:
            holes.append((covered + ONE_DAY, start - ONE_DAY))
        covered = end if covered is None or end is None else max(covered, end)
        if covered == date.max:  # somebody's way to write “without end”
            covered = None
    return [*holes, (covered + ONE_DAY, None)] if covered is not None else holes


def _by_start(span: Span) -> date:
    return span[0]


def _earlier(one: date | None, other: date | None) -> date | None:
    ends = [end for end in (one, other) if end is not None]
    return min(ends) if ends else None
