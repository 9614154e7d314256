"""Taking a task from the queue, putting it back, and a head's handing it to a colleague."""

from registry.audit import record
from rules.refusal import Refused, refuse_if

from .. import turns
from ..models import CertificationTask
from ..policies.acting import reasons_against_acting, reasons_against_assigning
from ..positions import OPEN
from .steps import locked


def claim(task, *, by, at):
    """Take an unclaimed task: from now on it is ``by``'s."""
    with locked(task.process.item) as item:
        task = _open(task)
        refuse_if(reasons_against_acting(item, task, by=by))
        if task.owner_id is None:
            task.flow_task.activation_class(task).assign(by)
            turns.claim(task, at)
    return task


def release(task, *, by):
    """Put one's own task back into the queue."""
    with locked(task.process.item):
        task = _open(task)
        if task is None or task.owner_id != by.pk:
            raise Refused(["只能退回本人签收的任务"])
        task.flow_task.activation_class(task).unassign()
        turns.release(task)
    return task


def assign(task, to, *, by, at, duty=None):
    """A head hands an open task to ``to``, who holds its duty in the head's own organisation.

    ``duty`` is what taking the step would make the duty of ``to`` in this application.
    """
    with locked(task.process.item) as item:
        task = _open(task)
        refuse_if(reasons_against_assigning(item, task, to=to, by=by, duty=duty))
        activation = task.flow_task.activation_class(task)
        if task.owner_id is None:
            activation.assign(to)
        elif task.owner_id != to.pk:
            activation.reassign(user=to)
        turns.claim(task, at)
        record("workflow.assign", item, by=by, at=at, to=to.username, step=task.flow_task.name)
    return task


def _open(task):
    return CertificationTask.objects.filter(pk=task.pk, status__in=OPEN).first()
