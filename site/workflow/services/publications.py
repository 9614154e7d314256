"""The platform's announcement of a listing or a removal, recorded by who may (R16, R71)."""

from catalog import publications as catalog
from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import refuse_if

from ..policies.publications import first_day_of


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
