"""Timers of the flow: firing what is due, and trying one again that failed.

A timer that fails rolls back whole and stays due; why it failed is kept beside the step.
"""

from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.status import STATUS

from publicity.services import StillCounting
from records import job_failures
from records.audit import record
from records.jobs import job
from rules.refusal import Refused

from ..engine import TIMER
from ..models import CertificationTask
from ..moment import acting


def due_timers(at):
    """Timers whose moment has come, oldest first."""
    return CertificationTask.objects.filter(
        flow_task_type="TIMER", status=STATUS.SCHEDULED, scheduled__lte=at
    ).order_by("scheduled", "pk")


JOB = "timers"


@job(JOB, "公示期满等定时", order=50)
def fire_due_timers(at):
    """Fire every due timer. A failed one rolls back whole and stays due.

    Each is read whole under its lock: however many are due, little of them is held meanwhile.
    """
    sweep = _sweep(due_timers(at).only("flow_task", "process_id"), at)
    return {"fired": sweep.done.count(True), "failed": sweep.failed}


def _sweep(tasks, at):
    return fire_due_timers.each(
        tasks, lambda task: _fire(task, at), at=at, passing=(FlowLockFailed, StillCounting)
    )


def _fire(task, at):
    """Fire one timer under its lock, unless another clock was quicker."""
    with acting(at=at), task.flow_task.flow_class.lock(task.process_id):
        current = TIMER.first(task.pk)
        activation = current.flow_task.activation_class(current)
        if not activation.start.can_proceed():
            return False
        activation.start()
        activation.execute()
        return True


def failures(tasks):
    """``{task pk: JobFailure}`` of those among ``tasks`` that failed when they were due."""
    return {int(pk): failure for pk, failure in job_failures.of(JOB, tasks).items()}


def retry(task, *, by, at):
    """Fire a due timer now; raises :class:`Refused` with the cause when it fails again."""
    paper = task.process.coerced.paper
    record("workflow.retry_timer", paper, by=by, at=at, step=task.flow_task.name)
    if _sweep([task], at).failed:
        raise Refused([f"仍未成功：{failures([task])[task.pk].cause}"])
    job_failures.clear(JOB, task)
