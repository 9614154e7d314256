"""What time does: every room registers its jobs here, the clock runs them one after the other.

A job that raises stops no other, and a row that raises stops no other row of its job. What failed
is remembered (``job_failures``), tried again at the next pass, and forgotten when it succeeds.
"""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import update_wrapper

from django.db import connection, transaction

from rules.working_days import CalendarMissing

from . import job_failures
from .models import JobBeat, JobFailure

#: The failures of the clock itself are kept under this name.
CLOCK = "clock"
JOBS = {}
LAST = 999


def job(name, title, *, order=LAST, every=timedelta(0), is_long=None):
    """Register ``act(at)`` as a job of the clock, and make it a :class:`Job`.

    ``order`` says its turn in a pass, smallest first; ``every`` how long it rests after a success.
    ``act`` returns the number of things done, or a dict of such numbers. ``is_long(at)``: whether
    this pass would keep the clock waiting for another system, so that a worker should have it.
    """

    def register(act):
        if name in JOBS:
            raise ValueError(f"two jobs are called {name}")
        JOBS[name] = Job(act, name=name, title=title, order=order, every=every, is_long=is_long)
        return JOBS[name]

    return register


def in_order():
    """Every registered job in the order of a pass."""
    return sorted(JOBS.values(), key=lambda each: (each.order, each.name))


@dataclass
class Sweep:
    """What came of the rows of a job: the results of those that went well, how many failed."""

    done: list = field(default_factory=list)
    failed: int = 0


class Job:
    """One thing that happens because time passes; called like the function it was made of."""

    do_not_call_in_templates = True

    def __init__(self, act, *, name, title, order, every, is_long=None):
        self.act, self.name, self.title, self.order, self.every = act, name, title, order, every
        self.is_long = is_long
        self.noted = set()
        update_wrapper(self, act)

    def __call__(self, at):
        return self.act(at)

    def each(self, rows, act, *, at, passing=(), atomic=True):
        """``act(row)`` for each row in a transaction of its own; a :class:`Sweep`.

        ``passing`` are the errors that only say that somebody else was quicker. ``atomic=False``
        is for work that speaks to another system or deletes a file: it opens its own transaction.
        A calendar that is missing is noted once for the job, not for each row that needs it.
        """
        sweep = Sweep()
        for row in list(rows):
            try:
                with transaction.atomic() if atomic else nullcontext():
                    sweep.done.append(act(row))
            except passing:
                continue
            except CalendarMissing as error:
                self._note(None, error, at)
                sweep.failed += 1
            except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
                self._note(row, error, at)
                sweep.failed += 1
        return sweep

    def run(self, at, *, is_failing=True):
        """One isolated run: what was done (None when it failed), and how many failures it noted.

        ``is_failing``: whether failures of earlier runs are kept, which this one may have mended.
        """
        self.noted = set()
        done = None
        try:
            done = self.act(at)
            if is_failing:
                self._forget_others()
            came_through(self.name, at)
        except Exception as error:  # noqa: BLE001 - one bad job must not stop the others
            self._note(None, error, at)
        return done, len(self.noted)

    def is_due(self, done_at, at):
        """Never done, done long enough ago, or done in a future that was a mistake."""
        return done_at is None or at - done_at >= self.every or done_at > at

    def leave_out(self, row, error, *, at):
        """Note ``row`` as failed for a job that finds out by itself which row it was."""
        self._note(row, error, at)

    def _note(self, row, error, at):
        self.noted.add(tuple(job_failures.key_of(row).values()))
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        try:
            job_failures.note(self.name, row, error, at=at)
        except Exception as again:  # noqa: BLE001 - the database itself may be what fails
            job_failures.log.error(
                "the failure of job %s cannot be kept: %s", self.name, type(again).__name__
            )

    def _forget_others(self):
        """What did not fail in this run fails no more: it succeeded, or is due no longer."""
        for failure in JobFailure.objects.filter(job=self.name):
            if (failure.subject_type, failure.subject_id) not in self.noted:
                failure.delete()


def tick(at, *, hand_over=None):
    """One pass at ``at``: ``{job: what was done}`` of the jobs that ran, and ``failures`` by job.

    ``hand_over(job, done_at, at)`` says whether a worker has this pass of a job: it is left out.
    Every job is idempotent and takes its own locks, so any number of clocks may run, late or at
    once.
    """
    beats, failing = _beats(), set(JobFailure.objects.values_list("job", flat=True))
    done, failures = {}, {}
    for each in in_order():
        done_at = beats.get(each.name)
        if each.is_due(done_at, at) and not _is_left(each, done_at, at, hand_over):
            done[each.name], number = each.run(at, is_failing=each.name in failing)
            failures |= {each.name: number} if number else {}
    # of jobs that a newer version no longer has
    JobFailure.objects.filter(job__in=failing - {*JOBS, CLOCK}).delete()
    return {**done, "failures": failures}


def _is_left(each, done_at, at, hand_over):
    """Whether workers have it; where they cannot even be asked the clock does it by itself."""
    try:
        return hand_over is not None and hand_over(each, done_at, at)
    except Exception as error:  # noqa: BLE001 - a question that fails must not stop the pass
        job_failures.log.error("job %s is not handed over: %s", each.name, type(error).__name__)
        return False


def silent(at, *, grace):
    """``[(job, when it last came through or None)]`` of the jobs that should have, in order.

    A job that failed as a whole is not silent: it said why.
    """
    beats, failing = _beats(), _failed_whole()
    return [
        (each, beats.get(each.name))
        for each in in_order()
        if each.name not in failing
        and (each.name not in beats or at - beats[each.name] > each.every + grace)
    ]


def stopped_in(began_at):
    """The job in which the pass of ``began_at`` ended without a word: those before it came through.

    Beats of workers say nothing of the clock: they are later, or of a job that it left to them.
    """
    beats, failing = _beats(), _failed_whole()
    for each in in_order():
        is_regular = not each.every and each.is_long is None and each.name not in failing
        if is_regular and (each.name not in beats or beats[each.name] < began_at):
            return each
    return None


def _beats():
    return dict(JobBeat.objects.values_list("name", "done_at"))


def _failed_whole():
    return set(JobFailure.objects.filter(subject_type="").values_list("job", flat=True))


def with_beats():
    """``[(job, when it last came through or None)]`` of all jobs, in order."""
    beats = _beats()
    return [(each, beats.get(each.name)) for each in in_order()]


def title_of(name):
    """What a job is called on screen; its bare name when nobody registers it any more."""
    return JOBS[name].title if name in JOBS else {CLOCK: "时钟"}.get(name, name)


def came_through(name, at):
    """One statement for a new row and for an old one, whatever number of clocks beat at once."""
    row = JobBeat(name=name, done_at=at)
    JobBeat.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["name"], update_fields=["done_at"]
    )
