"""Timers of the flow: firing what is due, remembering why one failed, trying one again.

A timer that fails rolls back whole and stays due; what is remembered of it is written beside the
step, and is a kind of error, never what the step had in hands.
"""

import logging
import traceback

from django.db.models import F
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.status import STATUS

from records.audit import record
from rules.refusal import Refused
from rules.working_days import CalendarMissing

from ..models import CertificationTask, TimerFailure
from ..moment import acting

log = logging.getLogger(__name__)


def due_timers(at):
    """Timers whose moment has come, oldest first."""
    return CertificationTask.objects.filter(
        flow_task_type="TIMER", status=STATUS.SCHEDULED, scheduled__lte=at
    ).order_by("scheduled", "pk")


def fire_due_timers(at):
    """Fire every due timer; ``(fired, failed)``. A failed one rolls back whole and stays due."""
    outcomes = [fire(task, at) for task in due_timers(at)]
    return outcomes.count("fired"), outcomes.count("failed")


def fire(task, at):
    """Fire one timer: ``fired``, ``failed`` (and remembered), or ``passed`` to another clock."""
    try:
        fired = _fire(task, at)
    except FlowLockFailed:
        log.info("timer %s is held by another clock", task.pk)
        return "passed"
    except Exception as error:  # noqa: BLE001 - one broken paper must not stop the others
        _remember(task, error, at)
        return "failed"
    TimerFailure.objects.filter(task_id=task.pk).delete()
    return "fired" if fired else "passed"


def _fire(task, at):
    """Fire one timer under its lock, unless another clock was quicker."""
    with acting(at=at), task.activation() as activation:
        if not activation.start.can_proceed():
            return False
        activation.start()
        activation.execute()
        return True


def _remember(task, error, at):
    place = traceback.extract_tb(error.__traceback__)[-1]
    cause = describe(error)
    log.error("timer %s stays due: %s at %s:%s", task.pk, cause, place.filename, place.lineno)
    failure, is_new = TimerFailure.objects.get_or_create(
        task_id=task.pk, defaults={"cause": cause, "first_at": at, "last_at": at}
    )
    if not is_new:
        again = TimerFailure.objects.filter(pk=failure.pk)
        again.update(cause=cause, times=F("times") + 1, last_at=at)


def describe(error):
    """The kind of error, with its words only where they are ours: others may quote a person."""
    kind = type(error).__name__
    return f"{kind}：{error}"[:200] if isinstance(error, Refused | CalendarMissing) else kind


def retry(task, *, by, at):
    """Fire a due timer now; raises :class:`Refused` with the cause when it fails again."""
    item = task.process.coerced.item
    record("workflow.retry_timer", item, by=by, at=at, step=task.flow_task.name)
    if fire(task, at) == "failed":
        raise Refused([f"仍未成功：{TimerFailure.objects.get(task=task).cause}"])
