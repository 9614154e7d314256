"""Days that only narrow a list."""

from django.core.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1990, 2200
OF_OUR_TIME = f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间"


def is_of_our_time(day):
    """A year that no record has is a slip; a moment of it may not even be reckoned.

    A field that does not say which day was meant has words of its own for the code ``year``.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(OF_OUR_TIME, code="year")
