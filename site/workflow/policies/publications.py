"""From which day on the platform can have announced a listing or a removal (R16, R71)."""

from datetime import timedelta

from rules.periods import local_day

from ..models import ChangeReport


def first_day_of(certificate, kind):
    """The first day on which the platform can have announced it.

    A listing: the day after the national window (R16). A removal: the day of the province's
    decision, or of its entry in the log where no case tells of it.
    """
    if kind == "removal":
        cases = certificate.changes.filter(ruling=ChangeReport.Ruling.REMOVE)
        days = cases.order_by("-pk").values_list("ruled_on", flat=True)
        removed = certificate.events.filter(op="remove").last()
        return days.first() or (local_day(removed.effective_at) if removed else None)
    window = certificate.national_until or certificate.district_until
    return window + timedelta(days=1)
