"""The applicant takes delivery of the office's letters (R58)."""

from django.db import transaction

from records.audit import record
from rules.refusal import Refused

from ..models import Letter


@transaction.atomic
def read_letter(letter, *, by, at):
    """Note when the applicant first opened ``letter``; a later reading changes nothing."""
    if by.applicant_id != letter.item.application.applicant_id:
        raise Refused(["只有申请单位可以签收告知"])
    if Letter.objects.filter(pk=letter.pk, read_at__isnull=True).update(read_at=at):
        record("workflow.read_letter", letter, by=by, at=at)
    letter.refresh_from_db(fields=["read_at"])
    return letter
