"""Failed tasks: what is kept of an error, and trying again.

Steps of people and of the clock roll back whole (``nodes.py``), so that a task is marked failed
only where Viewflow runs a node outside of them. Viewflow then stores the words of the exception
and every local variable of the failed frame with the task: people's data, in a row that nobody
guards.
"""

from django.db import transaction
from viewflow.workflow.status import STATUS

from records.audit import record
from records.job_failures import describe
from rules.refusal import Refused

from ..models import CertificationTask
from ..moment import acting

EXCEPTION = "_exception"


def scrub(sender, task, **kwargs):
    """Receiver of Viewflow's ``task_failed``: of an error its kind is kept, and nothing else."""
    traceback = task.data.get(EXCEPTION, {}).get("traceback", "").strip().splitlines()
    kind = traceback[-1].partition(":")[0].rpartition(".")[2] if traceback else ""
    task.data = {**task.data, EXCEPTION: {"title": kind}}
    task.save(update_fields=["data"])


def failed_tasks():
    return CertificationTask.objects.filter(status=STATUS.ERROR).order_by("finished", "pk")


def cause(task):
    """The kind of error that a failed task ended with."""
    return task.data.get(EXCEPTION, {}).get("title", "") or "原因不明"


def revive(task, *, by, at):
    """Run a failed task again; raises :class:`Refused` with the cause when it fails again."""
    try:
        with acting(at=at, by=by), transaction.atomic():
            _revive(task, by, at)
    except Refused:
        raise
    except Exception as error:
        raise Refused([f"仍未成功：{describe(error)}"]) from error


def _revive(task, by, at):
    with task.flow_task.flow_class.lock(task.process_id):
        task = failed_tasks().filter(pk=task.pk).first()
        if task is None:
            raise Refused(["该任务已重新执行"])
        paper, step = task.process.coerced.paper, task.flow_task.name
        record("workflow.retry_task", paper, by=by, at=at, step=step)
        task.data = {name: value for name, value in task.data.items() if name != EXCEPTION}
        task.flow_task.activation_class(task).revive()
