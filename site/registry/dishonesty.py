"""Proposing that a unit be entered in the dishonesty register: the one way to a row (A23)."""

from django.db import transaction

from records.audit import record
from records.numbering import next_serial
from rules.periods import local_day
from rules.refusal import refuse_fields
from rules.vocabulary import DISHONESTY_CAUSES

from .models import DishonestyEntry


def reasons_against_proposing(applicant, *, cause, facts, basis):
    """What is missing of a proposal, as ``(field, reason)``."""
    reasons = []
    if applicant is None:
        reasons.append(("applicant", "请选择单位"))
    if cause not in dict(DISHONESTY_CAUSES):
        reasons.append(("cause", "请选择事由"))
    if len(facts.strip()) < 10:
        reasons.append(("facts", "请写明事实，不少于10个字"))
    if len(basis.strip()) < 4:
        reasons.append(("basis", "请写明依据"))
    waiting = waiting_for(applicant, cause)
    if waiting is not None:
        reasons.append(("", f"该单位因同一事由已有办理中的失信登记（{waiting}）"))
    return reasons


def waiting_for(applicant, cause):
    """The proposal against ``applicant`` for ``cause`` that is not yet decided, or None."""
    undecided = DishonestyEntry.objects.filter(state__in=DishonestyEntry.UNDECIDED, cause=cause)
    return undecided.filter(applicant=applicant).first() if applicant else None


@transaction.atomic
def propose(applicant, *, cause, facts, basis, by, at, source=""):
    """A proposal; whoever sits at the flow's first step decides whether the unit is told."""
    refuse_fields(reasons_against_proposing(applicant, cause=cause, facts=facts, basis=basis))
    year = local_day(at).year
    entry = DishonestyEntry.objects.create(
        number=f"SX{year}{next_serial('dishonesty', year):05d}",
        applicant=applicant,
        cause=cause,
        facts=facts.strip(),
        basis=basis.strip(),
        source=source,
        proposed_at=at,
        proposed_by=by,
    )
    record("registry.propose_dishonesty", entry, by=by, at=at, cause=cause)
    return entry
