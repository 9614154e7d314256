"""What absence and leaving do to work already taken: back to the queue, where others find it."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from viewflow.workflow.status import STATUS

from records.audit import record
from records.jobs import job
from registry.models import Delegation
from registry.permissions import held_by
from rules.periods import local_day

from .. import turns
from ..models import CertificationTask


@job("absent", "收回缺勤人员的任务", order=60)
def release_tasks_of_absent(at):
    """Put back every task whose owner has named a deputy for today; the number put back."""
    away = Delegation.objects.in_force(local_day(at)).filter(absent=OuterRef("owner"))
    taken = CertificationTask.objects.filter(Exists(away), status=STATUS.ASSIGNED).order_by("pk")
    sweep = release_tasks_of_absent.each(taken, lambda task: _release(task, at), at=at)
    return sum(sweep.done)


@job("departed", "收回离任人员的任务", order=61)
def release_tasks_of_departed(at):
    """Put back what its owner may do no more: moved, ended or switched off; the number put back.

    Colleagues find it in the queue of the office, and its head hands it out.
    """
    on = local_day(at)
    taken = CertificationTask.objects.filter(status=STATUS.ASSIGNED, owner_permission__contains="@")
    by_owner = {}
    of_offices = taken.exclude(owner_permission__startswith="applicant@").order_by("pk")
    for task in of_offices.select_related("owner"):
        by_owner.setdefault(task.owner, []).append(task)
    gone = [
        task
        for owner, tasks in by_owner.items()
        for task in tasks
        if task.owner_permission not in _duties_on(owner, on)
    ]
    sweep = release_tasks_of_departed.each(gone, lambda task: _release(task, at), at=at)
    return sum(sweep.done)


def _duties_on(person, on):
    if not person.is_active or person.applicant_id is not None:
        return frozenset()
    pairs = held_by(person, on).values_list("role", "organisation__code")
    return {f"{role}@{code}" for role, code in pairs}


def _release(task, at):
    """Under the process's lock: the owner may just be finishing it."""
    paper = task.process.coerced.paper
    with transaction.atomic(), task.flow_task.flow_class.lock(task.process_id):
        still = CertificationTask.objects.filter(pk=task.pk, status=STATUS.ASSIGNED).first()
        if still is None or still.owner_id != task.owner_id:
            return False
        still.flow_task.activation_class(still).unassign()
        turns.release(still)
        record("workflow.release_absent", paper, by=None, at=at, step=still.flow_task.name)
    return True
