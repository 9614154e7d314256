"""What is recorded of a case beside its steps: re-checks and hand-overs."""

from django.db import transaction

from records.audit import record
from rules.numbers import normalise_document_number
from rules.periods import local_day
from rules.refusal import refuse_fields

from ..models import ChangeReport
from ..policies import findings as policies
from .changes import case_step
from .findings import open_case


@transaction.atomic
def recheck(change, *, conclusion, text, rechecked_on, by, at):
    """Whether what led to a suspension was mended: the entry is in force again, or a new case asks
    for its removal, and it stays suspended. Returns the case that goes on.
    """
    with case_step(change, "recheck", by=by, at=at) as change:
        refuse_fields(
            policies.reasons_against_recheck(
                change,
                conclusion=conclusion,
                text=text,
                rechecked_on=rechecked_on,
                on=local_day(at),
            )
        )
        change.recheck, change.recheck_text = conclusion, text.strip()
        change.rechecked_on, change.rechecked_at, change.rechecked_by = rechecked_on, at, by
        change.save()
        record("workflow.change.recheck", change, by=by, at=at, conclusion=conclusion)
    if conclusion == ChangeReport.Recheck.RESUME:
        return change
    return _ask_removal(change, by=by, at=at)


def _ask_removal(change, *, by, at):
    """A case of its own, with a report, a ruling and limits of its own."""
    finding = {
        "origin": "office",
        "basis": change.number,
        "asks_removal": True,
        "reason_code": change.reason_code or "no_longer_qualified",
        "text": change.recheck_text,
        "changed_on": change.rechecked_on,
    }
    return open_case(change.certificate, finding, finder=by, by=by, at=at)


@transaction.atomic
def transfer_case(change, *, receiver, document_no, sent_on, by, at):
    """Record that the case went to an authority that may punish it (R23); returns the row."""
    change = _locked(change)
    refuse_fields(
        policies.reasons_against_transferring(
            change,
            receiver=receiver,
            document_no=document_no,
            sent_on=sent_on,
            by=by,
            on=local_day(at),
        )
    )
    number = normalise_document_number(document_no)
    repeated = change.transfers.filter(document_no=number).exists()
    refuse_fields([("document_no", "该文号的移送已登记")] if repeated else [])
    transfer = change.transfers.create(
        receiver=receiver.strip(),
        document_no=number,
        sent_on=sent_on,
        recorded_at=at,
        recorded_by=by,
    )
    record("workflow.change.transfer", change, by=by, at=at, document_no=number)
    return transfer


def _locked(change):
    """The case under its row lock."""
    rows = ChangeReport.objects.select_for_update(of=("self",))
    return rows.select_related("certificate__ruleset__office").get(pk=change.pk)
