"""The office's working-day calendar: shipped papers, then entered ones, then local overrides."""

from rules.holiday_papers import parse_paper, shipped_papers
from rules.working_days import Calendar, national

from .models import HolidayPaper, LocalOverride


def calendar():
    """The calendar in force now. Entering a checked paper for a new year needs no release."""
    papers = list(
        HolidayPaper.objects.filter(checked_by__isnull=False).values_list("paper", flat=True)
    )
    overrides = dict(
        LocalOverride.objects.filter(checked_by__isnull=False).values_list("day", "is_working_day")
    )
    if not papers and not overrides:
        return national()
    return Calendar([*shipped_papers(), *map(parse_paper, papers)], overrides)
