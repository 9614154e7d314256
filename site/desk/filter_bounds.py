"""Wagtail's own filters by day: a year that no record has is told at the filter."""

from django_filters.fields import DateRangeField

from doors.filter_days import is_of_our_time


def _are_of_our_time(days):
    for day in filter(None, (days.start, days.stop)):
        is_of_our_time(day)


def bound():
    """Every range of days that is asked of a list from now on is looked at: Wagtail has no hook."""
    DateRangeField.default_validators = [_are_of_our_time]
