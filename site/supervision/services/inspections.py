"""Planning an inspection, its result, and what follows from a failed one (R19, R70)."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog.models import Certificate
from records.audit import record
from rules import typed_dates
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from ..models import Inspection
from ..models.inspections import A_YEAR
from ..policies import reasons_against_inspecting, reasons_against_result
from .proposals import propose_from_inspection


def unchecked(on):
    """Entries in force that were not checked in the twelve months before ``on`` (R70)."""
    checks = Inspection.objects.filter(
        certificate=OuterRef("pk"), done_on__gt=on - A_YEAR, done_on__lte=on
    )
    return Certificate.objects.in_force(on).filter(~Exists(checks))


@transaction.atomic
def plan(certificate, *, owner, planned_on, by, at):
    """Put a check of one entry on the list of ``owner``."""
    refuse_if(reasons_against_inspecting(certificate, by=by))
    on = local_day(at)
    refuse_fields(typed_dates.INSPECTION_PLAN.reasons_against(planned_on, on=on, floor=on))
    inspection = Inspection.objects.create(
        certificate=certificate, owner=owner, planned_on=planned_on, planned_by=by
    )
    record("supervision.plan_inspection", inspection, by=by, at=at)
    return inspection


@transaction.atomic
def conclude(inspection, *, results, conclusion, findings, done_on, by, at):
    """The result: ``results`` is quality, price and benefit, each sound, problem or not_checked."""
    inspection = _locked(inspection, by)
    refuse_fields(
        reasons_against_result(
            inspection,
            results=results,
            conclusion=conclusion,
            findings=findings,
            done_on=done_on,
            on=local_day(at),
        )
    )
    for name, value in results.items():
        setattr(inspection, name, value)
    inspection.conclusion, inspection.findings = conclusion, findings.strip()
    inspection.done_on, inspection.done_by = done_on, by
    inspection.closed_on = local_day(at) if conclusion == "passed" else None
    inspection.save()
    record("supervision.inspect", inspection, by=by, at=at, conclusion=conclusion)
    return inspection


@transaction.atomic
def follow_up(inspection, *, text, suspends, by, at):
    """What was done about a failed one; the head may have the entry suspended (R19)."""
    inspection = _locked(inspection, by)
    reasons = [] if inspection.proposes_suspension else ["该次检查没有待处理的问题"]
    reasons += [] if len(text.strip()) >= 5 else ["请写明后续处理（至少5个字）"]
    refuse_if(reasons)
    inspection.follow_up, inspection.closed_on = text.strip(), local_day(at)
    inspection.save(update_fields=["follow_up", "closed_on"])
    if suspends:
        propose_from_inspection(inspection, by=by, at=at)
    record("supervision.follow_up", inspection, by=by, at=at, suspends=suspends)
    return inspection


def _locked(inspection, by):
    """The inspection under its row lock, for who may have to do with it at all."""
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    refuse_if(reasons_against_inspecting(inspection.certificate, by=by))
    return inspection
