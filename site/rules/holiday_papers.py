"""The State Council's yearly holiday papers: their shape, their reading and the shipped ones.

Source: 国务院办公厅关于各年部分节假日安排的通知; JSON in the shape of NateScarlet/holiday-cn
(MIT); requirements §3.1 and §3.3.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Paper", "parse_paper", "shipped_papers", "year_reasons"]

FIRST_YEAR, LAST_YEAR = 1949, 2999


@dataclass(frozen=True)
class Paper:
    """One year's arrangement; ``days`` says True for a day off, False for a make-up working day."""

    year: int
    sources: tuple[str, ...]
    days: Mapping[date, bool]
    names: Mapping[date, str]


@dataclass(frozen=True)
class _Entry:
    day: date
    is_off: bool
    name: str


def parse_paper(raw: Mapping[str, Any]) -> Paper:
    """Read ``{year, papers: [url], days: [{name, date, isOffDay}]}`` (the holiday-cn shape).

    Only days of the paper's own year or of the December before are allowed: no paper since 2007
    has named any other. Raises ValueError, whose first argument lists every reason in Chinese.
    """
    year, entries = raw.get("year"), _rows(raw.get("days"))
    reasons = [*year_reasons(year), *_source_reasons(raw.get("papers", []))]
    if not entries:
        reasons.append("没有任何放假或者调休日期，不能作为有效的节假日安排")
    good = _collect(entries, year, reasons)
    if reasons or not isinstance(year, int):
        raise ValueError("；".join(reasons))
    return Paper(
        year=year,
        sources=tuple(raw.get("papers", [])),
        days={entry.day: entry.is_off for entry in good},
        names={entry.day: entry.name for entry in good},
    )


@cache
def shipped_papers() -> tuple[Paper, ...]:
    """The reviewed papers that come with the system (2007 to 2026), oldest first."""
    folder = files("rules") / "data" / "holidays"
    papers = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(
        parse_paper(json.loads(file.read_text(encoding="utf-8")))
        for file in papers
        if file.name.endswith(".json")
    )


def _rows(raw: object) -> Sequence[object]:
    return raw if isinstance(raw, list | tuple) else ()


def year_reasons(year: object) -> Iterator[str]:
    """Why ``year`` is no year of a paper."""
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        yield f"年份“{year}”无效，应为四位数字"


def _source_reasons(sources: object) -> Iterator[str]:
    if not isinstance(sources, list | tuple) or not all(isinstance(url, str) for url in sources):
        yield "依据文件（papers）应为网址列表"


def _collect(rows: Sequence[object], year: object, reasons: list[str]) -> list[_Entry]:
    good: dict[date, _Entry] = {}
    for position, row in enumerate(rows, start=1):
        try:
            entry = _entry(row)
        except ValueError as wrong:
            reasons.append(f"第{position}条：{wrong}")
            continue
        reasons.extend(_day_reasons(entry.day, year, good))
        good.setdefault(entry.day, entry)
    return list(good.values())


def _entry(row: object) -> _Entry:
    fields = row if isinstance(row, Mapping) else {}
    day, is_off, name = fields.get("date"), fields.get("isOffDay"), fields.get("name")
    wrong = list(_entry_reasons(day, is_off, name))
    if wrong:
        raise ValueError("，".join(wrong))
    return _Entry(date.fromisoformat(str(day)), bool(is_off), str(name).strip())


def _entry_reasons(day: object, is_off: object, name: object) -> Iterator[str]:
    if not _is_iso_day(day):
        yield f"日期“{day}”无效，应为“2020-01-01”的形式"
    if not isinstance(is_off, bool):
        yield "是否放假（isOffDay）应为 true 或者 false"
    if not isinstance(name, str) or not name.strip():
        yield "缺少节日名称"


def _is_iso_day(text: object) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _day_reasons(day: date, year: object, earlier_days: Mapping[date, _Entry]) -> Iterator[str]:
    if day in earlier_days:
        yield f"日期{day}重复"
    if isinstance(year, int) and not _belongs(day, year):
        yield f"日期{day}不属于{year}年，也不属于上一年12月"


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year == year - 1 and day.month == 12)
