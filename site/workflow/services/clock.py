"""One pass of the clock: every registered job, also those of rooms that workflow does not know."""

from registry.jobs import tick

__all__ = ["tick"]
