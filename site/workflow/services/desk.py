"""Taking a task from the queue, putting it back, and a head's handing it to a colleague."""

from contextlib import contextmanager

from django.db import transaction

from applications.models import Item
from records.audit import record
from rules.refusal import Refused, refuse_if

from .. import turns
from ..models import CertificationTask
from ..policies.acting import reasons_against_acting, reasons_against_assigning
from ..positions import OPEN


def claim(task, *, by, at):
    """Take an unclaimed task: from now on it is ``by``'s."""
    with _locked(task) as item:
        nodes = [task.flow_task.name]
        task = _open(task)
        refuse_if(reasons_against_acting(item, task, by=by, nodes=nodes))
        if task.owner_id is None:
            task.flow_task.activation_class(task).assign(by)
            turns.claim(task, at)
            record("workflow.claim", item, by=by, at=at, step=task.flow_task.name)
    return task


def release(task, *, by, at):
    """Put one's own task back into the queue."""
    with _locked(task) as item:
        task = _open(task)
        if task is None or task.owner_id != by.pk:
            raise Refused(["只能退回本人签收的任务"])
        task.flow_task.activation_class(task).unassign()
        turns.release(task)
        record("workflow.release", item, by=by, at=at, step=task.flow_task.name)
    return task


def assign(task, to, *, by, at, duty=None):
    """A head hands an open task to ``to``, who holds its duty in the head's own organisation.

    ``duty`` is what taking the step would make the duty of ``to`` in this application.
    """
    with _locked(task) as item:
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


@contextmanager
def _locked(task):
    """The product that the task is about, under the lock of the task's own process."""
    with transaction.atomic(), task.flow_task.flow_class.lock(task.process_id):
        yield Item.objects.select_related("application").get(turns__task=task)


def _open(task):
    return CertificationTask.objects.filter(pk=task.pk, status__in=OPEN).first()
