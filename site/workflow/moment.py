"""Who acts and when, for code that Viewflow calls without arguments of ours.

Flow functions receive only their activation; time stays an argument all the same: the service or
the clock opens ``acting(...)`` around the engine's call, and the flow reads it here.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from registry import calendars


@dataclass(frozen=True)
class Moment:
    """``at`` is aware; ``by`` is a user, or None for the clock."""

    at: datetime
    by: object = None

    @cached_property
    def calendar(self):
        """The calendar in force, read once: an act counts all its days by the same one."""
        return calendars.calendar()


_moment = ContextVar("moment")


@contextmanager
def acting(*, at, by=None):
    """Everything the engine does inside this block happens at ``at``, by ``by``."""
    token = _moment.set(Moment(at, by))
    try:
        yield
    finally:
        _moment.reset(token)


def current():
    """The moment of the act under way; ``LookupError`` when the engine was driven without one."""
    return _moment.get()
