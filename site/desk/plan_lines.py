"""What the fifteen tasks ask of a unit: lines of its landing page (R39, R40, R48)."""

from django.urls import reverse

from ledger import task_policies as policies
from ledger.models import Problem, Progress, TaskPlan, TaskUnit
from registry.permissions import organisations
from registry.roles import Permission
from rules.sales import quarter, quarter_words


def plan_lines(user, on):
    """``[(state, title, address, unit, note, due day)]`` for reporters and heads of units."""
    reports = organisations(user, Permission.REPORT_PROGRESS)
    signs = organisations(user, Permission.CONFIRM_PROGRESS)
    units = TaskUnit.objects.filter(organisation__code__in=reports | signs)
    units = list(units.select_related("task", "organisation").order_by("task__number"))
    lines = [*_plans(units, reports, signs, on), *_progress(units, reports, signs, on)]
    return [*lines, *_problems(units, on)]


def _plans(units, reports, signs, on):
    leads = [unit for unit in units if unit.role == TaskUnit.Role.LEAD]
    plans = {plan.task_id: plan for plan in TaskPlan.objects.all()}
    for unit in leads:
        plan, due_on = plans.get(unit.task_id), policies.plan_due_on(unit.task)
        address = reverse("desk:plan_task", args=[unit.task.number])
        if plan is None and unit.organisation.code in reports:
            state = "missing" if due_on < on else "due"
            yield state, f"{unit.task}：提交计划", address, unit.organisation, "", due_on
        elif plan and not plan.approved_at and unit.organisation.code in signs:
            yield "due", f"{unit.task}：审定计划", address, unit.organisation, "", due_on


def _progress(units, reports, signs, on):
    word = policies.last_quarter(on)
    due_on = policies.progress_due_on(word, on)
    rows = Progress.objects.filter(quarter=word, unit__in=units)
    reported = {each.unit_id: each for each in rows}
    for unit in units:
        state, note = _state(unit, reported.get(unit.pk), reports, signs)
        if state is None or word < quarter(unit.task.issued_on):
            continue
        if state == "due" and note == "" and due_on < on:
            state = "missing"
        title = f"{unit.task}：{quarter_words(word)}进展{note if state == 'due' else ''}"
        address = reverse("desk:plan_task", args=[unit.task.number])
        if unit.pk in reported and state == "due":
            address = reverse("desk:progress", args=[reported[unit.pk].pk])
        yield state, title, address, unit.organisation, note, due_on


def _state(unit, progress, reports, signs):
    """``(state, note)`` of one unit's progress as its reporter or its head has to do with it."""
    code = unit.organisation.code
    if progress is None:
        return ("due", "") if code in reports else (None, "")
    if progress.return_reason:
        return ("returned", progress.return_reason) if code in reports else (None, "")
    is_waiting = not progress.confirmed_at and code in signs
    return ("due", "待审签") if is_waiting else (None, "")


def _problems(units, on):
    owners = {unit.organisation_id for unit in units}
    for each in Problem.objects.open().filter(owner__in=owners).select_related("task", "owner"):
        address = reverse("desk:plan_task", args=[each.task.number])
        yield "due", f"问题：{each.text[:40]}", address, each.owner, f"{each.task}", each.due_on
