"""What the engine passes by itself, in the act of a person or a timer: stored once, when done.

Viewflow stores such a task before it is decided and again after it, and decides it within a
savepoint, so that a failure may be kept in the task while the rest stands. In this house a failure
takes the whole act back, and neither is needed. Where an engine keeps failures all the same
(``Context(propagate_exception=False)``), the nodes are Viewflow's as they are.
"""

from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.context import context
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.flow import nodes as viewflow
from viewflow.workflow.models import Task
from viewflow.workflow.signals import flow_finished, task_finished, task_started
from viewflow.workflow.status import STATUS

from records.prepared import NUMBER, Prepared

#: What leads from task to task: ``task.previous.add`` would put it into words each time.
LINK = Task.previous.through
UNFINISHED = Prepared(
    lambda process: (
        Task.objects.filter(process=process, finished__isnull=True).order_by().values_list("pk")[:1]
    ),
    NUMBER,
)


class PassingActivation(Activation):
    """A task that is created, decided and done in one go."""

    came_from = None

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        if not context.propagate_exception:
            return super().create(flow_task, prev_activation, token, data=data, seed=seed)
        kind, process = flow_task.flow_class.task_class, prev_activation.process
        activation = cls(kind(process=process, flow_task=flow_task, token=token, data=data or {}))
        activation.task.seed = seed
        activation.came_from = prev_activation.task
        return activation

    __eq__, __hash__ = object.__eq__, object.__hash__  # its task has no key yet

    @Activation.status.super()
    def complete(self):
        super().complete.original()
        if self.came_from is not None:
            LINK(from_task_id=self.task.pk, to_task_id=self.came_from.pk).save(force_insert=True)


class IfActivation(PassingActivation, viewflow.If.activation_class):
    @Activation.status.super()
    def activate(self):
        if not context.propagate_exception:
            return super().activate.original()
        self._condition_result = self.flow_task._condition(self)


class SwitchActivation(PassingActivation, viewflow.Switch.activation_class):
    @Activation.status.super()
    def activate(self):
        if not context.propagate_exception:
            return super().activate.original()
        branches = self.flow_task._branches
        named = (node for node, condition in branches if condition and condition(self))
        default = next((node for node, condition in branches if not condition), None)
        self.next_task = next(named, default)
        if self.next_task is None:
            raise FlowRuntimeError(f"No next task available for {self.flow_task.name}")


class FunctionActivation(PassingActivation, viewflow.Function.activation_class):
    @Activation.status.super()
    def activate(self):
        if not context.propagate_exception:
            return super().activate.original()
        self.task.started = now()
        task_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.flow_task._func(self)


class SplitActivation(PassingActivation, viewflow.Split.activation_class):
    """Stored before its branches, which bear its key."""


class EndActivation(PassingActivation, viewflow.End.activation_class):
    """Looks whether others are under way while it is not stored itself.

    Nor are gateways, so what a ``Split`` opens begins with a person's task, as in all our flows.
    """

    @Activation.status.super()
    def activate(self):
        if not context.propagate_exception:
            return super().activate.original()
        self.task.started = now()
        signal = {"sender": self.flow_class, "process": self.process, "task": self.task}
        task_started.send(**signal)
        is_last = UNFINISHED.first(self.process.pk) is None
        if is_last:
            self.process.status, self.process.finished = STATUS.DONE, now()
            self.process.save()
        task_finished.send(**signal)
        if is_last:
            flow_finished.send(**signal)


class If(viewflow.If):
    activation_class = IfActivation


class Switch(viewflow.Switch):
    activation_class = SwitchActivation


class Function(viewflow.Function):
    activation_class = FunctionActivation


class Split(viewflow.Split):
    activation_class = SplitActivation


class End(viewflow.End):
    activation_class = EndActivation


__all__ = ["End", "Function", "If", "Split", "Switch"]
