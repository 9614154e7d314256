"""Taking one step of the flow: under the item's lock, by the right person, in one transaction."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from viewflow.workflow.status import STATUS

from applications.models import Item
from rules.refusal import Refused, refuse_if

from .. import turns
from ..flows import Certification
from ..models import SignedDuty
from ..moment import acting
from ..policies.acting import EARLIER, reasons_against_acting
from ..positions import open_task, reference
from ..whole_items import BY_KEY


@contextmanager
def locked(item):
    """The item re-read under its process lock; whoever comes second sees what the first did.

    A new round after a complaint has a process of its own, so the lock of the old one is nothing.
    """
    with Certification.lock(item.process_id):
        current = BY_KEY.first(item.pk)
        if current is None:
            raise Item.DoesNotExist(item.pk)
        refuse_if([] if current.process_id == item.process_id else ["该产品已退回重新审核，请刷新"])
        yield current


@contextmanager
def step(item, *nodes, by, at, duty=None):
    """Take the item's open task at one of ``nodes``: yields ``(item, task)``, then goes on.

    What the block writes, the task's end and all that follows in the flow land together or not at
    all. Taking it makes the step's duty ``by``'s own; ``duty`` says so where it is another (the
    recorder stands in for an upper office). Raises :class:`Refused` with every reason against.
    """
    duty = duty or reference(nodes[0]).duty
    with acting(at=at, by=by), locked(item) as item:
        task = None if item.is_ended else open_task(item, *nodes)
        refuse_if(reasons_against_acting(item, task, by=by, duty=duty, nodes=nodes))
        is_taken_now = task.status == STATUS.NEW
        if is_taken_now:  # stored with the end of the task, in this transaction
            task.owner, task.status = by, STATUS.ASSIGNED
        if duty is not None:
            take_duty(item.application, by=by, duty=duty, at=at)
        yield item, task
        _finish(task, item, by, at, is_taken_now=is_taken_now)


def take_duty(application, *, by, duty, at):
    """Bind ``by`` to ``duty`` in this application; the database refuses a second one."""
    earlier = EARLIER.first(application.pk, by.pk)
    if earlier is not None and earlier.duty == duty:
        return
    try:
        with transaction.atomic():
            SignedDuty.objects.create(application=application, person=by, duty=duty, taken_at=at)
    except IntegrityError as error:  # taken for a sibling in another window this very instant
        raise Refused(["您在该申请中已办理另一环节，同一人不得办理两个环节"]) from error


def take(task, by, at):
    """Make an unclaimed task ``by``'s before it is done."""
    if task.status == STATUS.NEW:
        task.flow_task.activation_class(task).assign(by)
        turns.claim(task, at)


def _finish(task, item, by, at, *, is_taken_now):
    """Run the engine on the very item that the block changed, so gateways see it.

    Who takes a task by doing it is written down as both at once.
    """
    turns.finish(task, at, by=by, is_taken_now=is_taken_now)
    activation = task.flow_task.activation_class(task)
    activation.process.item = item
    activation.start(None)
    activation.execute()
