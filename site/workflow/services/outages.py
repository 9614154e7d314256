"""A notice that could not be read stands longer: its windows, its timers, a letter to everybody."""

from contextlib import ExitStack

from viewflow.workflow.status import STATUS

from publicity.models import PublicityEntry
from publicity.services.outages import days_to_make_up, doubtful, make_up
from records.jobs import job
from registry.calendars import calendar
from rules.official_dates import official_date
from rules.periods import IN_FLIGHT

from .. import letters
from ..flows import Certification
from ..models import CertificationTask


@job("outages", "公示中断顺延", order=45)
def make_up_outages(at):
    """Lengthen every window whose notice failed beyond the limit; how many days were made up.

    Before the timers: who failed on the last day is lengthened before the window is closed.
    """
    sweep = make_up_outages.each(doubtful(at), lambda row: _make_up(row, at), at=at)
    return sum(sweep.done)


def _make_up(publicity, at):
    working_days = calendar()
    days = days_to_make_up(publicity, calendar=working_days, at=at)
    if not days:
        return 0
    running = PublicityEntry.objects.running().filter(publicity=publicity)
    with ExitStack() as locks:
        for process in sorted(running.values_list("item__process_id", flat=True)):
            locks.enter_context(Certification.lock(process))
        return sum(_make_up_day(publicity, *each, working_days, at) for each in days)


def _make_up_day(publicity, day, minutes, working_days, at):
    gained = make_up(publicity, day, minutes, calendar=working_days, by=None, at=at)
    because = f"{official_date(day)}公示网页中断"
    for entry in gained:
        _postpone_timer(entry)
        letters.send(entry.item, "extended", at=at, entry=entry, because=because)
    return bool(gained)


def _postpone_timer(entry):
    timers = CertificationTask.objects.filter(
        process=entry.item.process_id, flow_task_type="TIMER", status=STATUS.SCHEDULED
    )
    timers.update(scheduled=entry.ends_at + IN_FLIGHT)
