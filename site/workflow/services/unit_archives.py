"""The unit takes away all that it has here; that it did is on record."""

from django.db import transaction

from records.audit import record
from rules.refusal import Refused


@transaction.atomic
def note_download(applicant, *, by, at):
    """One row, written before the first byte is sent."""
    if by.applicant_id != applicant.pk:
        raise Refused(["只能下载本单位的档案"])
    record("workflow.take_archive", applicant, by=by, at=at)
