"""Days that only narrow a list."""

from django.core.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1990, 2200


def is_of_our_time(day):
    """A year that no record has is a slip; a moment of it may not even be reckoned."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间")
