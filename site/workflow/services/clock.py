"""One pass of the clock: every registered job, also those of rooms that workflow does not know."""

from records.jobs import tick

__all__ = ["tick"]
