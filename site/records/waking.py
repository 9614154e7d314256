"""Jobs that need not wait for the clock: a worker does them as soon as somebody has work for them.

The rows of a job are what is to be done; a task only says "look now". A task that is lost with its
worker, or a house without workers, costs at most the half minute until the clock looks by itself.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from . import heartbeats, jobs

#: Longer than any task takes; a task that takes longer is run a second time beside itself.
LEASE = timedelta(minutes=15)
#: A long job that no worker brought to an end for so long, and none is doing, is the clock's again.
PATIENCE = timedelta(minutes=5)
#: A pass of a long job begins nothing more after so long: its worker is free for the others again.
PASS_SECONDS = 3 * 60


@task()
def run_job(name):
    """One pass of a job in a worker; its failures are noted as those of the clock are.

    Raises :class:`ClockJumped` on a host whose time cannot be right, before anything is done.
    """
    at = timezone.now()
    heartbeats.check(at, is_clock=False)
    done, failures = jobs.JOBS[name].run(at)
    if done is not None:
        jobs.came_through(name, timezone.now())  # not when it began: see PATIENCE
    return {"done": done, "failures": failures}


def wake(name):
    """Ask for a pass of the job ``name``, in the transaction that gives it something to do."""
    if settings.TASKS_BACKEND and not _is_asked_for(name):
        run_job.enqueue(name)


def hand_over(job, done_at, at):
    """Whether the clock may leave this pass of ``job`` to the workers, who have been asked for it.

    It may not where there are none, where the pass is short, and where workers do not come through:
    ``done_at`` is when the job last did (None: never). A second worker is not asked beside one that
    is at it: index, mail and exports would wait behind both.
    """
    if not settings.TASKS_BACKEND or job.is_long is None or done_at is None:
        return False
    if is_running(job.name, at):
        return True
    if at - done_at > PATIENCE or not job.is_long(at):
        return False
    wake(job.name)
    return True


def is_running(name, at):
    """Whether a worker is at a pass of the job ``name``, and has not died over it."""
    return _passes(name).running().filter(started_at__gte=at - LEASE).exists()


def _is_asked_for(name):
    """Whether a pass that has not begun yet will see what we write, too."""
    return _passes(name).ready().exists()


def _passes(name):
    from django_tasks_db.models import DBTaskResult  # only there where workers are

    words = {"args": [name], "kwargs": {}}
    return DBTaskResult.objects.filter(task_path=run_job.module_path, args_kwargs=words)
