"""Walking complaints through their flow, as ``supervision`` asks for it (``supervision/above.py``).

Each is called inside the transaction of the act and under the complaint's row lock.
"""

from .. import turns
from ..flows import ComplaintHandling
from ..models import ComplaintTask
from ..moment import acting
from ..nodes import Waiting
from ..permissions import complaint_handler
from ..positions import OPEN


def begin(complaint, *, by, at):
    """A process of its own for a new complaint."""
    with acting(at=at, by=by):
        ComplaintHandling.receive.run(complaint=complaint)


def open_task(complaint):
    """Where the complaint stands: the one open task of its process; None once it is closed."""
    return ComplaintTask.objects.filter(
        process__complaintprocess__complaint=complaint, status__in=OPEN
    ).first()


def open_acts(complaint):
    """The names of the acts that the step at which it stands allows."""
    task = open_task(complaint)
    return frozenset(getattr(task.flow_task, "acts", ())) if task else frozenset()


def go_on(complaint, *, by, at):
    """The act is done: its step is ``by``'s, and the flow goes where the complaint now stands."""
    task = open_task(complaint)
    with acting(at=at, by=by), ComplaintHandling.lock(task.process_id):
        if isinstance(task.flow_task, Waiting):
            task.flow_task.run(task)
        else:
            _finish(task, complaint, by=by, at=at)


def _finish(task, complaint, *, by, at):
    """Run the engine on the very complaint that the act changed, so gateways see it."""
    turns.finish(task, at, by=by)
    activation = task.flow_task.activation_class(task)
    activation.process.complaint = complaint
    if activation.assign.can_proceed():
        activation.assign(by)
    activation.start(None)
    activation.execute()


def hand_over(complaint, *, by, at):
    """The open step is the new handler's; a complaint joined to another has none."""
    task = open_task(complaint)
    if isinstance(task.flow_task, Waiting):
        return
    with acting(at=at, by=by):
        activation = task.flow_task.activation_class(task)
        activation.process.complaint = complaint
        task.owner_permission = complaint_handler(activation)
        if activation.assign.can_proceed():
            activation.assign(complaint.handler)
        else:
            activation.reassign(user=complaint.handler)
        turns.claim(task, at)


def extend(complaint):
    """The open step has the complaint's new limit."""
    turns.set_due(open_task(complaint), complaint.due_on, complaint.due_is_provisional)
