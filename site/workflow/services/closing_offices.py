"""Closing an office: its open tasks, duties and future papers go to the one that comes after it."""

from datetime import timedelta

from django.db import transaction
from viewflow.workflow.status import STATUS

from applications.models import Application
from records.acting import acting
from records.audit import record
from registry.models import Membership, Organisation, Township
from rules.periods import local_day
from rules.refusal import refuse_fields

from .. import turns
from ..policies.closing_offices import open_complaints, open_tasks, reasons_against_closing


@transaction.atomic
def close_office(office, *, last_day, successor=None, by, at):
    """End ``office`` on ``last_day``; everything it still had to do is ``successor``'s from now on.

    Papers not yet submitted, and every later step of those under way, find the successor by
    themselves. What was taken is put back, for the one who took it may not come along.
    """
    office = Organisation.objects.select_for_update(of=("self",)).get(pk=office.pk)
    on = local_day(at)
    refuse_fields(reasons_against_closing(office, successor=successor, last_day=last_day, on=on))
    counts = _hand_over(office, successor, on, at) if successor else {}
    with acting(by=by, at=at):
        office.valid_until = last_day
        office.save(update_fields=["valid_until"])
        if successor:
            heirs = [office, *office.predecessors.all()]
            for each in heirs:
                each.successors.add(successor)
            _move_people(office, successor, last_day, on)
            for township in Township.objects.filter(station=office).in_force(on):
                township.station = successor
                township.save(update_fields=["station"])
    to = str(successor) if successor else ""
    record("workflow.close_office", office, by=by, at=at, to=to, until=f"{last_day}", **counts)
    return office


def _hand_over(office, successor, on, at):
    tasks = [_hand_task(task, office, successor, at) for task in open_tasks(office)]
    complaints = open_complaints(office).update(unit=successor)
    drafts = Application.objects.filter(station=office, submitted_at__isnull=True)
    return {
        "tasks": len(tasks),
        "complaints": complaints,
        "drafts": drafts.update(station=successor),
    }


def _hand_task(task, office, successor, at):
    """Under the process's lock: somebody may just be finishing it."""
    with task.flow_task.flow_class.lock(task.process_id):
        task.refresh_from_db()
        if task.status == STATUS.ASSIGNED:
            task.flow_task.activation_class(task).unassign()
            turns.release(task)
            task.refresh_from_db()
        role, _, code = (task.owner_permission or "").partition("@")
        if code == office.code:
            type(task).objects.filter(pk=task.pk).update(
                owner_permission=f"{role}@{successor.code}"
            )
    return task


def _move_people(office, successor, last_day, on):
    """Each duty ends with the office and goes on in the successor, for the same person and time."""
    next_day = last_day + timedelta(days=1)
    for each in Membership.objects.filter(organisation=office).in_force(on):
        duty, is_new = Membership.objects.get_or_create(
            user=each.user,
            organisation=successor,
            role=each.role,
            defaults={"valid_from": next_day, "valid_until": each.valid_until},
        )
        if not is_new:
            _prolong(duty, next_day, each.valid_until)
        each.valid_until = max(last_day, each.valid_from or last_day)
        each.save(update_fields=["valid_until"])


def _prolong(duty, first_day, last_day):
    """A duty of other days is one row with the new one: it covers both."""
    if duty.valid_from and duty.valid_from > first_day:
        duty.valid_from = first_day
    if duty.valid_until and (last_day is None or duty.valid_until < last_day):
        duty.valid_until = last_day
    duty.save(update_fields=["valid_from", "valid_until"])
