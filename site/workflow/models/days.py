"""The day of a moment, for checks that hold a typed day against the hour of its act."""

from django.db.models.functions import TruncDate


def day_of(column):
    """The day in Beijing (``TIME_ZONE``) of the moment in ``column``, for use in a constraint."""
    return TruncDate(column)
