"""A year's holiday paper as people read it: from which day to which, and the make-up days.

Sources: 全国年节及纪念日放假办法 (1999; revised 2007, 2013, 2024); the yearly papers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.holiday_papers import Paper, parse_paper, year_reasons
from rules.typed_dates import HOLIDAY_PAPER

ONE_DAY = timedelta(days=1)
SATURDAY = 5
#: No holiday was ever longer; a span beyond it is a typing error.
LONGEST = 16
#: Key of a festival → its name; those of 办法 article 2, in the order of the year.
FESTIVALS = {
    "new_year": "元旦",
    "spring": "春节",
    "qingming": "清明节",
    "labour": "劳动节",
    "dragon_boat": "端午节",
    "mid_autumn": "中秋节",
    "national": "国庆节",
}
#: A day off that only one year has, as that of 2015.
OTHER = "other"
#: Days of the year (month, day) of which one at least lies in the festival.
FIXED = {
    "new_year": ((1, 1),),
    "qingming": ((4, 4), (4, 5)),
    "labour": ((5, 1),),
    "national": ((10, 1),),
}
TOGETHER = f"{FESTIVALS['national']}、{FESTIVALS['mid_autumn']}"

Reason = tuple[str, str]


@dataclass(frozen=True)
class Holiday:
    """One holiday of a year: ``key`` of FESTIVALS, its days off inclusive, its make-up days."""

    key: str
    name: str
    first: date
    last: date
    make_up: tuple[date, ...] = ()

    @property
    def days(self) -> list[date]:
        return [self.first + step * ONE_DAY for step in range((self.last - self.first).days + 1)]


def statutory_days(year: int) -> int:
    """Days off that the law gives in ``year``: 13 from 2025 on, 11 from 2008 on, 10 before."""
    if year >= 2025:
        return 13
    return 11 if year >= 2008 else 10


def counted_days(paper: Paper) -> int:
    """The statutory days that a paper grants: weekdays off, less the weekend days worked for them.

    A statutory day on a weekend is given back on a weekday, so a paper that was taken over rightly
    counts ``statutory_days`` exactly; every one since 2007 does, but for 2015 and 2020 whose extra
    days off were decided by name.
    """
    off = sum(is_off and day.weekday() < SATURDAY for day, is_off in paper.days.items())
    worked = sum(not is_off and day.weekday() >= SATURDAY for day, is_off in paper.days.items())
    return off - worked


def difference_in_words(paper: Paper) -> str:
    """The plain sentence when a paper does not count what the law gives; "" when it does."""
    counted, lawful = counted_days(paper), statutory_days(paper.year)
    if counted == lawful:
        return ""
    return (
        f"按所填日期，{paper.year}年扣除调休上班后共放假{counted}个工作日，"
        f"而法定节假日为{lawful}天，请核对有无漏填或者错填"
    )


def raw_paper(
    year: int, holidays: Sequence[Holiday], sources: Sequence[str] = ()
) -> dict[str, Any]:
    """The holidays in the shape that ``parse_paper`` reads."""
    rows = [(day, True, each.name) for each in holidays for day in each.days]
    rows += [(day, False, each.name) for each in holidays for day in each.make_up]
    return {
        "year": year,
        "papers": [],
        "days": [
            {"name": name, "date": day.isoformat(), "isOffDay": is_off}
            for day, is_off, name in sorted(rows)
        ],
    }


def holidays_of(raw: Mapping[str, Any]) -> list[Holiday]:
    """The holidays that a stored paper tells of, by their names; raises ValueError."""
    paper = parse_paper(raw)
    names: dict[str, list[date]] = {}
    for day, name in sorted(paper.names.items()):
        names.setdefault(name, []).append(day)
    return [_holiday(name, days, paper) for name, days in names.items()]


def _holiday(name: str, days: list[date], paper: Paper) -> Holiday:
    off = [day for day in days if paper.days[day]]
    make_up = tuple(day for day in days if not paper.days[day])
    keys = [key for key, title in FESTIVALS.items() if title in name]
    return Holiday(keys[-1] if keys else OTHER, name, min(off), max(off), make_up)


def reasons_against(year: int, holidays: Sequence[Holiday]) -> list[Reason]:
    """``[(field, reason)]`` why these cannot be the paper of ``year``; fields as ``spring_first``.

    All seven festivals are named (中秋节 may be part of 国庆节): a paper of a single day is none.
    """
    if wrong := [("year", reason) for reason in year_reasons(year)]:
        return wrong
    reasons = list(_missing(holidays))
    for each in holidays:
        reasons += _span_reasons(each, year)
        reasons += _make_up_reasons(each, year)
    return [*reasons, *_clashes([each for each in holidays if not _is_too_long(each)])]


def issue_reasons(year: int, issued_on: date, on: date) -> list[Reason]:
    """``[(field, reason)]`` why a paper of ``year``, typed ``on``, was not issued that day."""
    if any(year_reasons(year)):
        return []
    if issued_on.year > year:
        return [(HOLIDAY_PAPER.field, f"{HOLIDAY_PAPER.name}不得晚于{year}年")]
    return HOLIDAY_PAPER.reasons_against(issued_on, on=on, floor=date(year - 1, 1, 1))


def _missing(holidays: Sequence[Holiday]) -> Iterator[Reason]:
    names = "".join(each.name for each in holidays)
    for key, name in FESTIVALS.items():
        if name not in names:
            yield f"{key}_first", f"缺少{name}：一年的安排须写明全部七个节日，不能只录一天"


def _span_reasons(holiday: Holiday, year: int) -> Iterator[Reason]:
    first, last = holiday.first, holiday.last
    field = f"{holiday.key}_last"
    if last < first:
        yield field, "放假末日不得早于首日"
        return
    if _is_too_long(holiday):
        yield field, f"{holiday.name}放假超过{LONGEST}天，请核对"
        return
    if not all(_belongs(day, year) for day in holiday.days):
        yield f"{holiday.key}_first", f"放假日期须在{year}年（或者上一年12月）"
    fixed = [date(year, month, day) for month, day in FIXED.get(holiday.key, ())]
    if fixed and not any(first <= day <= last for day in fixed):
        days = "或者".join(f"{day.month}月{day.day}日" for day in fixed)
        yield f"{holiday.key}_first", f"{holiday.name}的放假日期应当包括{days}"


def _is_too_long(holiday: Holiday) -> bool:
    return (holiday.last - holiday.first).days >= LONGEST


def _make_up_reasons(holiday: Holiday, year: int) -> Iterator[Reason]:
    field = f"{holiday.key}_make_up"
    for day in holiday.make_up:
        if day.weekday() < SATURDAY and not _is_first_day_back(day, holiday):
            yield field, f"{_words(day)}不是周六、周日，本来就上班"
        if not _belongs(day, year):
            yield field, f"{_words(day)}不属于{year}年，也不属于上一年12月"


def _is_first_day_back(day: date, holiday: Holiday) -> bool:
    """Papers that lengthen a holiday name it: 延长2020年春节假期至2月2日，2月3日起正常上班."""
    return day == holiday.last + ONE_DAY


def _clashes(holidays: Sequence[Holiday]) -> Iterator[Reason]:
    taken: dict[date, str] = {}
    for each in holidays:
        for field, days in (("first", each.days), ("make_up", each.make_up)):
            for day in days:
                if day in taken:
                    yield f"{each.key}_{field}", f"{_words(day)}与{taken[day]}重复"
                taken.setdefault(day, each.name)


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == 12)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
