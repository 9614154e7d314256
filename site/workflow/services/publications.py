"""The platform's announcement of a listing or a removal, recorded by who may (R16, R71)."""

from datetime import timedelta

from catalog import publications as catalog
from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import refuse_if

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


def record_publication(certificate, kind, *, by, at, **page):
    """Record that the platform announced ``certificate``; ``page`` as the catalogue takes it."""
    refuse_if(_reasons_against(certificate, by, local_day(at)))
    first = first_day_of(certificate, kind)
    return catalog.record_publication(certificate, kind, not_before=first, by=by, at=at, **page)


def withdraw_publication(publication, *, because, by, at):
    """Take back what was recorded wrongly."""
    refuse_if(_reasons_against(publication.certificate, by, local_day(at)))
    return catalog.withdraw_publication(publication, because=because, by=by, at=at)


def _reasons_against(certificate, by, on):
    office = certificate.ruleset.office
    office = office.successor(on) or office
    may = office.code in organisations(by, Permission.RECORD_NATIONAL)
    return [] if may else ["您没有登记全国公示和公布的权限"]
