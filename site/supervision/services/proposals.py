"""Proposing to the case flow that an entry be suspended; nothing here touches the catalogue."""

from django.db import transaction

from records.audit import record
from rules.periods import local_day

from .. import above
from ..models import CaseProposal

#: Sources of a complaint that are origins of a case of their own (R26, 任务4). What a superior
#: handed on is a complaint all the same: its own request is named by a document's number.
ORIGINS = {"media": "media"}


def propose_from_complaint(complaint, *, cause, asks_removal, by, at):
    """What the decision on ``complaint`` asks; the holder reads its public summary, no more."""
    return _propose(
        complaint.certificate,
        complaint=complaint,
        origin=ORIGINS.get(complaint.source, "complaint"),
        cause=cause,
        asks_removal=asks_removal,
        text=complaint.public_summary,
        found_on=local_day(at),
        finder=by,
        by=by,
        at=at,
    )


def propose_from_inspection(inspection, *, by, at):
    """What the head asks after a failed check (R19); who checked is who found it."""
    return _propose(
        inspection.certificate,
        inspection=inspection,
        origin="inspection",
        cause=inspection.cause,
        asks_removal=False,
        text=inspection.findings,
        found_on=inspection.done_on,
        finder=inspection.done_by,
        by=by,
        at=at,
    )


@transaction.atomic
def _propose(certificate, *, finder, by, at, **details):
    proposal = CaseProposal.objects.create(
        certificate=certificate, proposed_by=finder, proposed_at=at, **details
    )
    record("supervision.propose_case", proposal, by=by, at=at, origin=proposal.origin)
    above.take_up(proposal, by=by, at=at)
    return proposal
