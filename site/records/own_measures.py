"""The measures of this room: the clock and its jobs, the letters that wait to leave."""

from django.db.models import Count, Min

from . import heartbeats, jobs
from .measures import measure
from .models import JobFailure, OutgoingMail

State = OutgoingMail.State
LEAVING = (State.WAITING, State.SENDING)


@measure("clock_last_run_timestamp_seconds", "When the clock last ran on any host; 0: never.")
def last_run(at):
    newest = heartbeats.newest()
    yield (newest.at.timestamp() if newest else 0,)


@measure("job_last_success_timestamp_seconds", "When a job last came through; 0: never.", "job")
def last_success(at):
    for job, done_at in jobs.with_beats():
        yield job.name, done_at.timestamp() if done_at else 0


@measure("job_failures", "Rows of a job, or the job itself, that fail now.", "job")
def failures(at):
    counts = JobFailure.objects.values_list("job").annotate(Count("pk"))
    yield from (dict.fromkeys([*jobs.JOBS, jobs.CLOCK], 0) | dict(counts)).items()


@measure("letters", "Letters in the outbox that have not left, by state.", "state")
def letters(at):
    rows = OutgoingMail.objects.exclude(state=State.SENT)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    for state in State:
        if state != State.SENT:
            yield state.value, counts.get(state, 0)


@measure("letters_oldest_seconds", "Age of the oldest letter that is still to leave; 0: none.")
def oldest_letter(at):
    rows = OutgoingMail.objects.filter(state__in=LEAVING)
    oldest = rows.aggregate(oldest=Min("written_at"))["oldest"]
    yield ((at - oldest).total_seconds() if oldest else 0,)
