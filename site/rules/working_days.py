"""Working days: which day is one, and how many of them lie between two days.

Sources: 国务院关于职工工作时间的规定 (the five-day week); the yearly holiday papers;
民法典 201 and 行政许可法 82 by analogy; requirements §3 and A09.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import accumulate
from types import MappingProxyType

from rules.holiday_papers import Paper, parse_paper, shipped_papers

__all__ = ["Calendar", "CalendarMissing", "Paper", "Planned", "national", "parse_paper"]

ONE_DAY = timedelta(days=1)
SATURDAY = 5
NO_OVERRIDES: Mapping[date, bool] = MappingProxyType({})


class CalendarMissing(LookupError):
    """The holiday paper of ``year`` has not been entered, so its days cannot be told."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年节假日安排尚未录入，无法计算工作日")
        self.year = year


@dataclass(frozen=True)
class Planned:
    """A day reckoned for planning; ``provisional`` when a weekday rule had to stand in."""

    day: date
    provisional: bool


class Calendar:
    """The working days told by holiday papers and local overrides.

    ``papers`` come in order of publication: for a day that two of them name, the later wins.
    ``overrides`` (True = working day) beat every paper. The plain weekday rule holds only in a
    year whose own paper is here (requirements §3.3).
    """

    def __init__(
        self, papers: Iterable[Paper], overrides: Mapping[date, bool] = NO_OVERRIDES
    ) -> None:
        named_days: dict[date, bool] = {}
        years: set[int] = set()
        for paper in papers:
            named_days.update({day: not is_off for day, is_off in paper.days.items()})
            years.add(paper.year)
        named_days.update(overrides)
        self._named_days = named_days
        self.years = frozenset(years)

    @property
    def named_days(self) -> Mapping[date, bool]:
        """The days that papers or overrides name; True = working day."""
        return MappingProxyType(self._named_days)

    @cached_property
    def version(self) -> str:
        """The same for calendars that say the same of every day."""
        return _digest(self.years, self._named_days)

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarMissing for a day of an unknown year, TypeError for a datetime."""
        is_working = self._named_days.get(_plain(day))
        if is_working is not None:
            return is_working
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        return day.weekday() < SATURDAY

    def after(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start``, which itself is not counted.

        Raises ValueError when ``days`` is below 1, CalendarMissing past the known years.
        """
        return _walk(start, days, self.is_working_day)

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after ``day``; raises CalendarMissing."""
        return self.after(day, 1)

    def count(self, start: date, end: date) -> int:
        """Working days d with ``start`` < d <= ``end``; below zero when ``end`` is earlier.

        Raises CalendarMissing when a day between them lies in an unknown year.
        """
        if _plain(end) < _plain(start):
            return -self.count(end, start)
        span = range(1, (end - start).days + 1)
        return sum(self.is_working_day(start + timedelta(days=step)) for step in span)

    def planned_after(self, start: date, days: int) -> Planned:
        """As ``after``, but never raises CalendarMissing: it guesses by weekday and says so."""
        try:
            return Planned(self.after(start, days), provisional=False)
        except CalendarMissing:
            return Planned(_walk(start, days, self._is_probably_working), provisional=True)

    def planned_between(self, start: date, end: date) -> int:
        """As ``count``, but never raises CalendarMissing: it guesses by weekday; 0 backwards.

        The same work for any number of days: lists ask it of each line, of limits years ago, too.
        """
        if _plain(end) <= _plain(start):
            return 0
        days, sums = self._against_weekdays
        first, last = bisect_right(days, start), bisect_right(days, end)
        return _weekdays_until(end) - _weekdays_until(start) + sums[last] - sums[first]

    @cached_property
    def _against_weekdays(self) -> tuple[list[date], list[int]]:
        """The named days in order, and what they add to plain weekdays before each and in all."""
        days = sorted(self._named_days)
        more = (self._named_days[day] - (day.weekday() < SATURDAY) for day in days)
        return days, [0, *accumulate(more)]

    def _is_probably_working(self, day: date) -> bool:
        return self._named_days.get(_plain(day), day.weekday() < SATURDAY)


@cache
def national() -> Calendar:
    """The calendar of the shipped national papers, 2007 to 2026, without local overrides."""
    return Calendar(shipped_papers())


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from 0001-01-01, a Monday, to ``day``."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(rest, SATURDAY)


def _plain(day: date) -> date:
    if isinstance(day, datetime):
        raise TypeError("工作日按日期计算，不接受带时刻的时间；请先换算为北京时间的日期")
    return day


def _walk(start: date, days: int, is_working: Callable[[date], bool]) -> date:
    if days < 1:
        raise ValueError(f"工作日天数应不少于1，现为{days}")
    day, left = _plain(start), days
    while left:
        day += ONE_DAY
        left -= is_working(day)
    return day


def _digest(years: frozenset[int], named_days: Mapping[date, bool]) -> str:
    lines = [str(year) for year in sorted(years)]
    lines += [f"{day} {is_working}" for day, is_working in sorted(named_days.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
