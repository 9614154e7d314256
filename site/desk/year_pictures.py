"""A year of working days as twelve small months, each day off or make-up day marked in words."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from registry.calendars import local_days

SATURDAY = 5
WEEKDAYS = "一二三四五六日"
#: Kind of a day → the word in its cell; the colour says nothing that the word does not.
MARKS = {"off": "休", "make-up": "班", "local-off": "休", "local-on": "班"}
LEGEND = (
    ("off", "休", "放假"),
    ("make-up", "班", "调休上班"),
    ("local-off", "休", "本地放假"),
    ("local-on", "班", "本地上班"),
    ("weekend", "", "周末"),
)


@dataclass(frozen=True)
class Cell:
    """One day in a month; ``kind`` is a key of the legend, "" for a plain working day."""

    day: date
    kind: str
    name: str

    @property
    def mark(self):
        return MARKS.get(self.kind, "")


def year_picture(year, *, paper=None):
    """``{year, weekdays, legend, months: [(month, weeks of Cells or None)]}``.

    ``paper`` is the paper of the year as it will be; the local days in force are drawn over it.
    """
    local = local_days()
    return {
        "year": year,
        "weekdays": WEEKDAYS,
        "legend": LEGEND,
        "months": [(month, _weeks(year, month, paper, local)) for month in range(1, 13)],
        "before": [_cell(day, paper, local) for day in _december_before(year, paper)],
    }


def _weeks(year, month, paper, local):
    weeks = Weeks().monthdatescalendar(year, month)
    return [
        [_cell(day, paper, local) if day.month == month else None for day in week] for week in weeks
    ]


def _cell(day, paper, local):
    if day in local:
        return Cell(day, "local-on" if local[day] else "local-off", "本地调整")
    if paper and day in paper.days:
        return Cell(day, "off" if paper.days[day] else "make-up", paper.names[day])
    return Cell(day, "weekend" if day.weekday() >= SATURDAY else "", "")


def _december_before(year, paper):
    """The days of the December before that a paper names too."""
    return sorted(day for day in (paper.days if paper else ()) if day.year < year)
