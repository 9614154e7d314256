"""When the platform can have announced a listing or a removal, and who records it (R16, R71)."""

from datetime import timedelta

from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day

from ..models import ChangeReport


def first_day_of(certificate, kind):
    """The first day on which the platform can have announced it.

    A listing: the day after the national window (R16). A removal: the day of the province's
    decision, or of its entry in the log where no case tells of it; None where there is neither.
    """
    if kind == "removal":
        cases = certificate.changes.filter(ruling=ChangeReport.Ruling.REMOVE)
        days = cases.order_by("-pk").values_list("ruled_on", flat=True)
        removed = certificate.events.filter(op="remove").last()
        return days.first() or (local_day(removed.effective_at) if removed else None)
    window = certificate.national_until or certificate.district_until
    return window + timedelta(days=1)


def reasons_against_recording(certificate, *, by, on):
    """Only who records for the office of the entry, or for the one that follows it."""
    office = certificate.ruleset.office
    office = office.successor(on) or office
    may = office.code in organisations(by, Permission.RECORD_NATIONAL)
    return [] if may else ["您没有登记全国公示和公布的权限"]
