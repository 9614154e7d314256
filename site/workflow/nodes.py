"""Node kinds of this house: Viewflow's own, closed where 2.4.0 leaves a hole (DECISIONS.md).

* a task without a permission is nobody's, not everybody's;
* a revived task has a permission: whose the step is now, for an office may have ended since;
* cancelling a host disarms its boundary timer, reviving it arms a new one;
* a boundary timer that fails rolls back whole and stays due, instead of parking the process.
"""

from viewflow.workflow.activation import Activation
from viewflow.workflow.flow import nodes as viewflow
from viewflow.workflow.nodes.boundary import TimerBoundaryActivation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.view import ViewActivation

from . import turns
from .engine import BesideTask, cancel_hosts


class Place:
    """What every waiting node says of the item that stands there; each fact once, here.

    ``state`` is what people call it, ``stage`` the part of the way it belongs to. A node that is
    not on every item's way (``aside``) takes no part in the days that a stage is given.
    """

    state = stage = None
    aside = False

    def At(self, state, stage, *, aside=False):
        self.state, self.stage, self.aside = state, stage, aside
        return self


class OfficersTask(Place, viewflow.View):
    """A step that a person takes, within a limit of the rule set; nobody's where no duty owns it.

    By itself for a paper about no product, which knows when the step arrived: it has no Turn.
    """

    limit = None

    def Within(self, limit):
        """Name the rule set's limit, in working days, for this step."""
        self.limit = limit
        return self

    def __init__(self, view=None, **kwargs):
        super().__init__(view, **kwargs)

    @property
    def permission(self):
        """What an officer needs to take this step in whatever office (registry/roles.py)."""
        return self._owner_permission.needs

    @property
    def office(self):
        """The rule set's column that names the office of this step; "" when it names none."""
        return getattr(self._owner_permission, "office", "")

    def can_assign(self, user, task):
        return bool(task.owner_permission) and super().can_assign(user, task)

    def can_unassign(self, user, task):
        return bool(task.owner_permission) and super().can_unassign(user, task)


class DeskTaskActivation(ViewActivation):
    """A person's task: opens a :class:`Turn` with its limit when it arrives."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        turns.open_turn(activation)
        return activation

    def prepare_revived_task(self, task):
        task.owner_permission = self.flow_task.calc_owner_permission(self)

    @Activation.status.super()
    def revive(self):
        task = super().revive.original()
        turns.open_turn(type(self)(task))
        return task


class DeskTask(OfficersTask):
    """A step that a person takes, within a limit of the rule set: ``.Within("review_days")``."""

    activation_class = DeskTaskActivation
    pauses = False
    duty = None
    page = about = ""

    def Within(self, limit, *, pauses=False):
        """Name the rule set's limit, in working days, for this step.

        With ``pauses`` the days already used on an item count when it comes back mended: its
        limit stood still meanwhile, and does not begin anew (§1c).
        """
        self.limit, self.pauses = limit, pauses
        return self

    def Takes(self, *, page, about, duty=None):
        """Say where this step is taken, and as which duty.

        ``page`` names an address of the desk; ``about`` is what it shows: an "application", an
        "item" or a "batch". Taking the step makes ``duty`` the person's own (R67).
        """
        self.page, self.about, self.duty = page, about, duty
        return self


class MendingTask(DeskTask):
    """The applicant mends what came back."""


class PublicityActivation(HandleActivation):
    """A running notice: ends by an objection (run) or by its timer, never by both."""

    @Activation.status.super()
    def cancel(self):
        super().cancel.original()
        for boundary in self.flow_task._boundary_events:
            boundary._on_host_finished(task=self.task)

    @Activation.status.super()
    def revive(self):
        task = super().revive.original()
        for boundary in self.flow_task._boundary_events:
            boundary._arm(type(self)(task))
        return task


class Waiting(Place, viewflow.MessageCatch):
    """Waits for the clock or for a message; nobody's task."""


class Publicity(Waiting):
    """Waits in public; an objection is the message that interrupts it.

    ``limit`` is the rule set's number of working days that it stands.
    """

    limit = None

    def Within(self, limit):
        self.limit = limit
        return self

    activation_class = PublicityActivation


class Period(Waiting):
    """Waits for the end of a time, in nobody's public; a message ends it before."""

    activation_class = PublicityActivation


class ClosingActivation(TimerBoundaryActivation):
    """Fires at the window's end, inside one transaction that fails or lands as a whole."""

    @Activation.status.transition(source="STARTED")
    def execute(self):
        cancel_hosts(self)
        self.complete()
        self.activate_next()


class ClosingTimer(BesideTask, viewflow.TimerBoundary):
    """The boundary timer of a :class:`Publicity`, at the moment its last working day ends."""

    activation_class = ClosingActivation


class TimedTaskActivation(DeskTaskActivation):
    """A person's task with a boundary timer: what ends or revives it, ends or arms the timer."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        if flow_task.due is not None:
            turns.set_due(activation.task, *flow_task.due(activation))
        return activation

    @Activation.status.super()
    def cancel(self):
        super().cancel.original()
        for boundary in self.flow_task._boundary_events:
            boundary._on_host_finished(task=self.task)

    @Activation.status.super()
    def revive(self):
        task = super().revive.original()
        for boundary in self.flow_task._boundary_events:
            boundary._arm(type(self)(task))
        return task


class TimedTask(DeskTask):
    """A step that may carry a reminder, and whose last day a paper may know: ``due=callable``."""

    activation_class = TimedTaskActivation

    def __init__(self, view=None, *, due=None, **kwargs):
        super().__init__(view, **kwargs)
        self.due = due


class ComplaintStep(TimedTask):
    """A step at a complaint, and what can be done there: names of ``supervision``'s acts."""

    acts = ()

    def Acts(self, *names):
        self.acts = names
        return self


class ReminderActivation(TimerBoundaryActivation):
    """Fires beside its host, which goes on; a failure rolls back whole and stays due."""

    @Activation.status.transition(source="STARTED")
    def execute(self):
        self.complete()
        self.activate_next()


class ReminderTimer(BesideTask, viewflow.TimerBoundary):
    """A non-interrupting boundary timer of a :class:`TimedTask`."""

    activation_class = ReminderActivation


__all__ = [
    "ClosingTimer",
    "ComplaintStep",
    "DeskTask",
    "MendingTask",
    "OfficersTask",
    "Period",
    "Publicity",
    "ReminderTimer",
    "TimedTask",
    "Waiting",
]
