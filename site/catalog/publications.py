"""The one way to record, and to take back, that the platform announced an entry (R16, R71)."""

from datetime import date

from django.db import transaction

from records.audit import record
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if
from rules.typed_dates import PUBLICATION, PUBLICATION_END

from .models import Certificate, NationalPublication
from .policies import reasons_against_publication, reasons_against_withdrawing


@transaction.atomic
def record_publication(certificate, kind, *, not_before: date, evidence, by, at, **page):
    """The new :class:`NationalPublication` of ``certificate``.

    ``page``: ``address``, ``first_day``, ``last_day`` (None while it stands). ``evidence`` is the
    stored screenshot or file. Who calls knows ``not_before`` and whether ``by`` may.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    on = local_day(at)
    reasons = reasons_against_publication(row, kind, address=page["address"], evidence=evidence)
    reasons += PUBLICATION.reasons_against(page["first_day"], on=on, floor=not_before)
    if page["last_day"]:
        reasons += PUBLICATION_END.reasons_against(page["last_day"], on=on, floor=page["first_day"])
    refuse_fields(reasons)
    publication = row.publications.create(
        kind=kind,
        not_before=not_before,
        evidence=evidence,
        recorded_by=by,
        recorded_at=at,
        **page,
    )
    record(
        "catalog.publication",
        row,
        by=by,
        at=at,
        kind=kind,
        first_day=f"{page['first_day']}",
        sha256=evidence.sha256,
    )
    return publication


@transaction.atomic
def withdraw_publication(publication, *, because, by, at):
    """Take back what was recorded wrongly; the row stays and another may be recorded."""
    row = NationalPublication.objects.select_for_update().get(pk=publication.pk)
    refuse_if(reasons_against_withdrawing(row, because.strip()))
    row.withdrawn_at, row.withdrawn_by, row.because = at, by, because.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "because"])
    record("catalog.withdraw_publication", row.certificate, by=by, at=at, because=row.because)
    return row
