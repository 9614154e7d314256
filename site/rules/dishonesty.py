"""Terms of the dishonesty register that no rule set may widen (A23)."""

from datetime import date

from .periods import corresponding_day

#: A unit has at least so many working days for its statement and defence.
SHORTEST_DEFENCE_DAYS = 5
#: What a legal basis of publication names at least: a law or regulation by its title (A23).
LEGAL_BASIS = r"《[^《》]{2,}》"
#: The longest term in months.
LONGEST_MONTHS = 36
#: No three years have more days than these.
LONGEST_DAYS = 1096


def last_day(first_day: date, months: int) -> date:
    """The last day, inclusive, of a term of ``months`` from ``first_day`` on."""
    return corresponding_day(first_day, months)
