"""What workers left undone: killed tasks run again, poisoned ones are parked and shown.

django-tasks-db leaves a task RUNNING for ever whose worker was killed. All of ours may be run
twice: they bring an index up to date or look for rows that are due.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django_tasks.base import TaskResultStatus

from records.audit import record
from records.jobs import job
from records.waking import LEASE
from records.witnesses import witness

ATTEMPTS = 3
#: A queue that old has no workers.
PATIENCE = timedelta(minutes=10)
STORED_FOR = timedelta(days=14)


def results():
    """The tasks of the workers; None where this house has none."""
    if not settings.TASKS_BACKEND:
        return None
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects


@transaction.atomic
def begin_again(key, *, at):
    """Let a failed task be run once more. Raises :class:`LookupError` where there is none."""
    row = _failed(key)
    record("system.task_again", row, by=None, at=at, task=row.task_path)
    results().filter(pk=row.pk).update(status=TaskResultStatus.READY, worker_ids=[])


@transaction.atomic
def drop(key, *, at):
    """Give a failed task up. Raises :class:`LookupError` where there is none."""
    row = _failed(key)
    record("system.task_drop", row, by=None, at=at, task=row.task_path)
    row.delete()


def _failed(key):
    row = results().failed().filter(pk=key).first()
    if row is None:
        raise LookupError(key)
    return row


@job("background", "重做中断的后台任务", order=190)
def run_again(at):
    """Give what died with its worker to another; park what died ``ATTEMPTS`` times."""
    if (rows := results()) is None:
        return 0
    rows.successful().filter(finished_at__lt=at - STORED_FOR).delete()
    dead = list(rows.running().filter(started_at__lt=at - LEASE))
    for row in dead:
        still = rows.running().filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) < ATTEMPTS:
            still.update(status=TaskResultStatus.READY)
        else:
            still.update(
                status=TaskResultStatus.FAILED,
                finished_at=at,
                exception_class_path="config.background.WorkerDied",
            )
    return len(dead)


@witness(
    "background",
    "后台任务",
    remedy="没有 worker 在运行的，启动 gongshi-worker；失败的用 manage.py background 查看，"
    "程序错误报开发人员，改好后 --again 重新执行，或者 --drop 删除",
)
def late_tasks(at):
    """What failed, by kind, and a queue in which nothing moves; no words of what it was about."""
    if (rows := results()) is None:
        return []
    failed = rows.failed().values_list("task_path", "exception_class_path")
    lines = [f"{path}（{error.rpartition('.')[2]}）" for path, error in failed]
    waiting = rows.ready().filter(enqueued_at__lt=at - PATIENCE, run_after__lte=at)
    waiting = waiting.count() + _at_once(rows, at)
    return lines + ([f"{waiting} 项任务等了十分钟以上，没有 worker 在运行"] if waiting else [])


def _at_once(rows, at):
    """Waiting tasks without an hour of their own, which the package keeps as the year 9999."""
    never = rows.ready().filter(enqueued_at__lt=at - PATIENCE, run_after__year=9999)
    return never.count()
