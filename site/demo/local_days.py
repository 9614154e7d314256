"""Days off and holiday papers of a fictional district, entered by one and checked by another."""

from registry.calendar_changes import check
from registry.models import LocalOverride

from .acts import holder


def declare(first_day, last_day=None, *, works=False, at):
    """Enter local days and have another person check them, at ``at``: in force from there on."""
    entry = LocalOverride.objects.create(
        first_day=first_day,
        last_day=last_day or first_day,
        is_working_day=works,
        basis="章测府办〔2020〕3号",
        entered_by=holder("fpb_clerk@fpb"),
    )
    return check(entry, by=holder("manager@fpb"), at=at)
