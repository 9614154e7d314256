"""How a day and a moment are written: in papers as GB/T 9704-2012 has it, in registers as numbers.

A moment is given in the time of China; whoever shows one from the database converts it first.
"""

from datetime import date, datetime


def official_date(day: date | None) -> str:
    """2020年9月28日: Arabic digits, no leading zeros; "" when there is no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def official_moment(at: datetime | None) -> str:
    """2020年9月28日 09:05."""
    return f"{official_date(at)} {at:%H:%M}" if at else ""


def iso_day(day: date | None) -> str:
    """2020-09-28 (GB/T 7408), as columns of a register line up."""
    return f"{day:%Y-%m-%d}" if day else ""


def iso_moment(at: datetime | None) -> str:
    """2020-09-28 09:05."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
