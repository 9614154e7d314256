"""What Viewflow asks of the database at every step: asked once under the lock, and prepared.

A process is locked while a step is taken, so nobody else writes to its tasks: what one node has
read, the next need not read again. The rules are Viewflow's, only the questions are fewer.
"""

from contextlib import contextmanager
from functools import cache

from django.db import DatabaseError, transaction
from viewflow.workflow.exceptions import FlowLockFailed, FlowRuntimeError
from viewflow.workflow.flow import nodes as viewflow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.join import JoinActivation
from viewflow.workflow.status import STATUS

from records.prepared import NUMBER, SECOND_NUMBER, Prepared

from .gateways import LINK

#: The tasks at which an interrupting timer stands and that are still open.
HOSTS = Prepared(
    lambda timer: (
        Task.objects.filter(leading=timer)
        .exclude(status__in=[STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED])
        .order_by("pk")
    ),
    NUMBER,
)
#: The timers of a process beside one of its tasks that have not begun.
ARMED = Prepared(
    lambda process, host: Task.objects.filter(
        process=process,
        previous=host,
        flow_task_type="TIMER",
        status__in=[STATUS.NEW, STATUS.SCHEDULED],
    ).order_by("pk"),
    NUMBER,
    SECOND_NUMBER,
)
#: What has come to a join and was not taken back.
ARRIVED = Prepared(
    lambda join: (
        Task.objects.filter(leading=join)
        .exclude(status__in=[STATUS.CANCELED, STATUS.REVIVED])
        .order_by()
    ),
    NUMBER,
)
#: The joins of a process at which something waits for the rest.
JOINS = Prepared(
    lambda process: Task.objects.filter(
        process=process, flow_task_type="JOIN", status__in=[STATUS.NEW, STATUS.STARTED]
    ).order_by("pk"),
    NUMBER,
)
#: The tokens of all in a process that is not over.
UNDER_WAY = Prepared(
    lambda process: (
        Task.objects.filter(process=process)
        .exclude(status__in=[STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED])
        .order_by()
        .values_list("token", flat=True)
    ),
    NUMBER,
)
TIMER = Prepared(lambda key: Task.objects.select_related("process").filter(pk=key), NUMBER)


class RowLock(SelectForUpdateLock):
    """Viewflow's lock of the process's row: whoever comes second waits, as long as the database
    lets it.
    """

    def __init__(self):
        super().__init__(nowait=False, attempts=1)

    @contextmanager
    def __call__(self, flow_class, process_pk):
        with transaction.atomic():
            try:
                _row(flow_class.process_class).first(process_pk)
            except DatabaseError as error:
                raise FlowLockFailed(f"Lock failed for {flow_class}") from error
            yield


@cache
def _row(kind):
    """The row of a process of ``kind``, under its lock: of the very table that Viewflow locks."""
    return Prepared(
        lambda key: (
            kind._default_manager.select_for_update().filter(pk=key).order_by().values_list("pk")
        ),
        NUMBER,
    )


class JoiningActivation(JoinActivation):
    """Looks once for what has come together; goes on with the very process that came last."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        process = prev_activation.process
        waiting = [task for task in JOINS(process.pk) if task.flow_task == flow_task]
        if len(waiting) > 1:
            raise FlowRuntimeError("More than one join instance for process found")
        if waiting:
            [task] = waiting
            task.process = process
        else:
            base = token.get_base_split_token() if token.is_split_token() else token
            kind = flow_task.flow_class.task_class
            task = kind(process=process, flow_task=flow_task, token=base, data=data or {})
            task.seed = seed
            task.save()
        LINK(from_task_id=task.pk, to_task_id=prev_activation.task.pk).save(force_insert=True)
        return cls(task)

    def __init__(self, *args, **kwargs):
        self._is_done = self._prefixes = None
        super().__init__(*args, **kwargs)

    def is_done(self):
        if self._is_done is None:
            self._is_done = self._looks_done()
        return self._is_done

    def _looks_done(self):
        """As Viewflow looks, where nobody may go on without the others."""
        prefixes = self._join_token_prefixes()
        if len(prefixes) != 1:
            return len(prefixes) > 1
        return not any(token.token.startswith(*prefixes) for token in UNDER_WAY(self.process.pk))

    def _join_token_prefixes(self):
        if self._prefixes is None:
            self._prefixes = {
                task.token.get_common_split_prefix(self.task.token, task.pk)
                for task in ARRIVED(self.task.pk)
            }
        return self._prefixes


class Join(viewflow.Join):
    """Where what went on side by side comes together again."""

    activation_class = JoiningActivation


class BesideTask:
    """A timer beside a task: it is disarmed when its task ends, over the process at hand."""

    def _on_host_finished(self, **signal):
        host = signal["task"]
        if host.flow_task != self._attached_to:
            return
        for task in ARMED(host.process_id, host.pk):
            if task.flow_task == self:
                task.process = host.process
                self.activation_class(task).cancel()


def cancel_hosts(activation):
    """Cancel the open tasks at which the timer of ``activation`` stands."""
    for host in HOSTS(activation.task.pk):
        host.process = activation.process
        beside = host.flow_task.activation_class(host)
        if beside.cancel.can_proceed():
            beside.cancel()
