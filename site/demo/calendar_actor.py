"""The one in a simulation who changes the calendar in the middle: days off, days of work."""

from datetime import timedelta

from rules.periods import local_day

from .local_days import declare

#: How likely a day brings a change, how soon it concerns, and how long it lasts.
CHANGE, SOONEST, LATEST, LONGEST = 0.03, -2, 7, 3
WORKS = 0.2


def act(at, random):
    """Now and then declare days off (or of work), some of them already past; whether it did.

    Entered by one and checked by another at ``at``: what is open is recounted by the clock.
    """
    if random.random() >= CHANGE:
        return False
    first_day = local_day(at) + timedelta(days=random.randint(SOONEST, LATEST))
    last_day = first_day + timedelta(days=random.randrange(LONGEST))
    declare(first_day, last_day, works=random.random() < WORKS, at=at)
    return True
