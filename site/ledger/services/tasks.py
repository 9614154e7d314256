"""Plans, quarterly progress, problems, notes and surveys: every change of the fifteen tasks."""

from django.db import transaction

from doors.evidence import examined, keep_evidence
from records.audit import record
from rules.periods import local_day
from rules.refusal import refuse_fields

from .. import task_policies as policies
from ..models import (
    Baseline,
    CoordinationNote,
    PlanMeasure,
    Problem,
    Progress,
    Task,
    TaskPlan,
    TaskUnit,
)

Role = TaskUnit.Role


def _locked(row):
    """``row`` under its lock: whoever comes second sees what the first did."""
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


@transaction.atomic
def hand_in_plan(task, *, text, measures, by, at):
    """The lead's plan: what is done until when; may be handed in anew until it is approved."""
    task = _locked(task)
    refuse_fields(policies.reasons_against_planning(task, text=text, measures=measures, by=by))
    plan, _ = TaskPlan.objects.update_or_create(
        task=task, defaults={"text": text.strip(), "handed_in_at": at, "handed_in_by": by}
    )
    plan.measures.all().delete()
    PlanMeasure.objects.bulk_create(
        PlanMeasure(plan=plan, position=place, text=words.strip(), due_on=due_on)
        for place, (words, due_on) in enumerate(measures, start=1)
    )
    record("ledger.plan", plan, by=by, at=at, measures=len(measures))
    return plan


@transaction.atomic
def approve_plan(plan, *, by, at):
    """The lead's head stands for the plan."""
    plan = _locked(plan)
    refuse_fields(policies.reasons_against_approving(plan, by=by))
    plan.approved_at, plan.approved_by = at, by
    plan.save()
    record("ledger.approve_plan", plan, by=by, at=at)
    return plan


def report_progress(unit, word, *, status, text, by, at, evidence=()):
    """What ``unit`` did in quarter ``word``; may be written anew until its head has signed."""
    files = examined(evidence)
    with transaction.atomic():
        unit, on = _locked(unit), local_day(at)
        refuse_fields(
            policies.reasons_against_reporting(unit, word, text=text, status=status, by=by, on=on)
        )
        progress, _ = Progress.objects.update_or_create(
            unit=unit,
            quarter=word,
            defaults={
                "status": status,
                "text": text.strip(),
                "reported_at": at,
                "reported_by": by,
                "return_reason": "",
            },
        )
        keep_evidence(progress, files, by=by, at=at)
        record("ledger.progress", progress, by=by, at=at, status=status, files=len(files))
        return progress


@transaction.atomic
def sign_progress(progress, *, by, at):
    """The unit's head stands for what was reported; from now on nobody changes it."""
    progress = _locked(progress)
    refuse_fields(policies.reasons_against_signing(progress, by=by))
    progress.confirmed_at, progress.confirmed_by = at, by
    progress.save()
    record("ledger.sign_progress", progress, by=by, at=at)
    return progress


@transaction.atomic
def return_progress(progress, *, reason, by, at):
    """The unit's head gives it back to its reporter with the reason."""
    progress = _locked(progress)
    reasons = [*policies.reasons_against_signing(progress, by=by)]
    refuse_fields([*reasons, *policies.about_text("reason", "退回原因", reason, least=4, most=300)])
    progress.return_reason = reason.strip()
    progress.save()
    record("ledger.return_progress", progress, by=by, at=at, because=progress.return_reason)
    return progress


@transaction.atomic
def raise_problem(task, *, text, owner, due_on, by, at):
    """Something hinders the task: whose it is to solve, and until when (R48)."""
    on = local_day(at)
    refuse_fields(
        policies.reasons_against_raising(task, text=text, owner=owner, due_on=due_on, by=by, on=on)
    )
    problem = Problem.objects.create(
        task=task, text=text.strip(), owner=owner, due_on=due_on, raised_at=at, raised_by=by
    )
    record("ledger.problem", problem, by=by, at=at, due_on=f"{due_on}")
    return problem


@transaction.atomic
def solve_problem(problem, *, solution, by, at):
    """What was done about it."""
    problem = _locked(problem)
    refuse_fields(policies.reasons_against_solving(problem, solution=solution, by=by))
    problem.solution, problem.solved_at, problem.solved_by = solution.strip(), at, by
    problem.save()
    record("ledger.solve_problem", problem, by=by, at=at)
    return problem


@transaction.atomic
def write_note(task, *, kind, day, text, organisation, by, at):
    """One line of the log of coordination and supervision (R41)."""
    on = local_day(at)
    about = {"kind": kind, "day": day, "text": text, "organisation": organisation}
    refuse_fields(policies.reasons_against_noting(task, **about, by=by, on=on))
    note = CoordinationNote.objects.create(
        task=task,
        kind=kind,
        day=day,
        text=text.strip(),
        organisation=organisation,
        recorded_at=at,
        recorded_by=by,
    )
    record("ledger.note", note, by=by, at=at)
    return note


@transaction.atomic
def change_lead(task, *, unit, document_no, by, at):
    """Another unit leads, as a document says; the order in which the units are printed stays."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    reasons = policies.reasons_against_lead(task, unit=unit, document_no=document_no, by=by)
    refuse_fields(reasons)
    task.units.filter(role=Role.LEAD).update(role=Role.SUPPORT, document_no="")
    task.units.filter(pk=unit.pk).update(role=Role.LEAD, document_no=document_no.strip())
    unit.refresh_from_db()
    record("ledger.change_lead", task, by=by, at=at, because=unit.document_no, unit=f"{unit}")
    return unit


@transaction.atomic
def survey(township, *, year, by, at, **facts):
    """The baseline of one township and year; handed in anew, it takes the older one's place."""
    on = local_day(at)
    refuse_fields(policies.reasons_against_survey(township, year=year, by=by, on=on, **facts))
    baseline, _ = Baseline.objects.update_or_create(
        township=township, year=year, defaults={**facts, "surveyed_at": at, "surveyed_by": by}
    )
    record("ledger.survey", baseline, by=by, at=at)
    return baseline
