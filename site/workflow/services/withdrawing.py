"""What a unit takes back before the office has acted on it."""

from django.db import transaction

from records.audit import record
from rules.refusal import refuse_if

from ..flows import ChangeReporting
from ..models import ChangeReport, ChangeTask
from ..moment import acting
from ..policies.changes import reasons_against_withdrawing
from ..positions import OPEN
from ..turns import finish


def withdraw_change(change, *, by, at):
    """The holder takes back a report that the office has not yet registered; it ends there."""
    with (
        acting(at=at, by=by),
        transaction.atomic(),
        ChangeReporting.lock(change.process_id),
    ):
        change = ChangeReport.objects.select_related("certificate", "process").get(pk=change.pk)
        refuse_if(reasons_against_withdrawing(change, by=by))
        for task in ChangeTask.objects.filter(process=change.process_id, status__in=OPEN):
            finish(task, at)
        ChangeReporting.instance.cancel(change.process)
        change.withdrawn_at, change.withdrawn_by, change.closed_at = at, by, at
        change.save(update_fields=["withdrawn_at", "withdrawn_by", "closed_at"])
        record("workflow.change.withdraw", change, by=by, at=at)
    return change
