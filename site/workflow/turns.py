"""Whose turn it is and until when: opening, claiming and finishing the :class:`Turn` of a task."""

from django.db.models import Value
from django.db.models.functions import Greatest

from records.prepared import NUMBER, Prepared
from registry.rulesets import in_force
from rules.periods import local_day

from . import moment
from .models.processes import Turn

#: ``(node, arrival, end)`` of what was done on an item: a few dozen at most.
FINISHED = Prepared(
    lambda item: Turn.objects.filter(item=item, finished_at__isnull=False).values_list(
        "task__flow_task", "arrived_at", "finished_at"
    ),
    NUMBER,
)


def open_turn(activation):
    """Note when a task arrived and by which working day it is due (§1c).

    A limit that reaches beyond the entered calendar is planned on weekdays and marked provisional:
    a desk's limit is a promise of the office, not a window of the law, and never blocks the flow.
    A paper keeps its rule set; what is about no product has the one in force.
    """
    act = moment.current()
    at, working_days = act.at, act.calendar
    item = activation.process.item
    limit = activation.flow_task.limit
    ruleset = item.application.ruleset if item else in_force(local_day(at))
    days = getattr(ruleset, limit) if limit else None
    if days and activation.flow_task.pauses:
        days = max(1, days - _used(activation, item, working_days))
    planned = working_days.planned_after(local_day(at), days) if days else None
    Turn.objects.create(
        task_id=activation.task.pk,
        item=item,
        arrived_at=at,
        due_on=planned and planned.day,
        due_is_provisional=bool(planned and planned.provisional),
        working_days=days,
    )


def _used(activation, item, working_days):
    """Working days of this step already used on the item: the limit pauses while somebody mends."""
    return sum(
        working_days.planned_between(local_day(arrived_at), local_day(finished_at))
        for flow_task, arrived_at, finished_at in FINISHED(item.pk)
        if flow_task == activation.flow_task
    )


def set_due(task, day, is_provisional):
    """A limit that the paper itself knows, instead of one counted from the task's arrival."""
    _mark(task, due_on=day, due_is_provisional=is_provisional, working_days=None)


def claim(task, at):
    """A server whose clock lags behind the one that opened the turn never claims before it."""
    _mark(task, claimed_at=Greatest("arrived_at", Value(at)))


def release(task):
    _mark(task, claimed_at=None)


def finish(task, at, *, by=None, is_taken_now=False):
    """``by`` did it, and took it only now; nobody did where the task was only taken away."""
    moment_of_it = Greatest("arrived_at", Value(at))
    taken = {"claimed_at": moment_of_it} if is_taken_now else {}
    _mark(task, **taken, finished_at=moment_of_it, done_by=by)


def _mark(task, **values):
    Turn.objects.filter(task_id=task.pk).update(**values)
