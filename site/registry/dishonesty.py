"""Proposing that a unit be entered in the dishonesty register, and what the public reads (A23)."""

from django.db import transaction

from records.audit import record
from records.numbering import next_serial
from records.prepared import DAY, NUMBER, Prepared
from rules.periods import local_day
from rules.refusal import refuse_fields
from rules.vocabulary import DISHONESTY_CAUSES

from .models import DishonestyEntry, RuleSet

#: What bars a unit on a day from applying and from the catalogue, or nothing.
BARRING = Prepared(
    lambda applicant, on: DishonestyEntry.objects.in_force(on).filter(applicant=applicant)[:1],
    NUMBER,
    DAY,
)


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


def published(on):
    """What the public reads of the register on day ``on``: nothing without a named legal basis.

    Only what is in force, and was entered under rules that named a basis, which the decision told
    to the unit: later rules do not publish what was decided for internal use.
    """
    since = _published_since(on)
    rows = DishonestyEntry.objects.in_force(on).select_related("applicant")
    return rows.filter(effective_from__gte=since) if since else rows.none()


def legal_basis(on):
    """The legal basis by which the register is published on day ``on``, or ""."""
    ruleset = RuleSet.objects.in_force(on).first()
    return ruleset.dishonesty_basis if ruleset else ""


def _published_since(on):
    """The day since when every rule set until ``on`` names a basis; None where today's has none."""
    since = None
    for ruleset in RuleSet.objects.approved().filter(effective_from__lte=on):
        if not ruleset.dishonesty_basis or not (since or _covers(ruleset, on)):
            break
        since = ruleset.effective_from
    return since


def _covers(ruleset, on):
    return ruleset.effective_until is None or ruleset.effective_until >= on


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
