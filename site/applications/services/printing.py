"""Putting the application form on paper: which words, under which code (R62, R87)."""

from django.db import transaction

from records.audit import record
from registry import rulesets
from rules.periods import local_day
from rules.refusal import Refused

from ..models import PrintedForm
from ..printed import printed_digest


@transaction.atomic
def print_form(application, *, by, at):
    """Note that the form was printed as it stands; the same words are the same print."""
    if by.applicant_id != application.applicant_id:
        raise Refused(["只有申请单位可以打印申请书"])
    if not application.items.exists():
        raise Refused(["请先填写产品，再打印申请书"])
    ruleset = application.ruleset or rulesets.in_force(local_day(at))
    printed, is_new = PrintedForm.objects.get_or_create(
        application=application,
        sha256=printed_digest(application, ruleset),
        defaults={"printed_at": at, "printed_by": by},
    )
    if is_new:
        record("applications.print", application, by=by, at=at, sha256=printed.sha256)
    return printed
