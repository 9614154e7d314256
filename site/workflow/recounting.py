"""What the flows have counted in working days, recounted when the calendar changes.

Windows, the limits of steps and of cases, and the time for a defence; each under the lock of its
process, so that nobody acts on the old day meanwhile.
"""

from contextlib import ExitStack
from datetime import timedelta
from functools import cache

from django.db.models import Q

from catalog.models.certificates import LIVE
from publicity import services as publicity
from publicity.models import Publicity, PublicityEntry
from records.audit import record
from registry.models import DishonestyEntry
from registry.recounting import postpone, recounts
from registry.rulesets import in_force
from rules.periods import IN_FLIGHT, day_ends, local_day
from rules.typed_dates import A_YEAR

from . import letters, unit_letters
from .flows import Certification, Dishonesty
from .flows.change_effects import reminder_moment_of
from .models import (
    CertificationTask,
    ChangeReport,
    ChangeTask,
    DishonestyTask,
    ShortWindow,
    Turn,
)
from .positions import OPEN, open_change_task

APPLICANT = "applicant@"


def _open_windows(change):
    """Publicities in which something still stood, or was held, when the calendar changed."""
    running = PublicityEntry.objects.running()
    counting = running.filter(held_on__isnull=True, ends_at__gt=change.in_force_at)
    on_hold = running.filter(held_on__isnull=False)
    return Publicity.objects.filter(entries__in=counting | on_hold).distinct()


@recounts("windows", _open_windows)
def recount_window(row, change):
    """A publicity, what stands in it, its timers, and a letter to everybody who gained days."""
    entries = PublicityEntry.objects.running().filter(publicity=row).select_related("item")
    with ExitStack() as locks:
        for process in sorted(entries.values_list("item__process_id", flat=True)):
            locks.enter_context(Certification.lock(process))
        gained = publicity.recount_publicity(
            row,
            calendar=change.calendar,
            because=change.because,
            since=change.in_force_at,
            by=None,
            at=change.at,
        )
        for entry in gained:
            _set_timer(CertificationTask, entry.item.process_id, entry.ends_at + IN_FLIGHT)
            letters.send(entry.item, "extended", at=change.at, entry=entry, because=change.because)
    return bool(gained)


def _passed_short(change):
    """What passed before the calendar changed, and would end later by the new one.

    Of products under way and of entries that live; of windows that ended within a year.
    """
    passed = PublicityEntry.objects.filter(
        Q(item__outcome__isnull=True) | Q(item__certificate__status__in=LIVE),
        ending=PublicityEntry.Ending.PASSED,
        ends_at__lte=change.in_force_at,
        ends_at__gt=change.in_force_at - timedelta(days=A_YEAR),
    )
    later = passed.select_related("publicity", "item")
    return [entry for entry in later if _lawful_end(entry, change)]


def _lawful_end(entry, change):
    """The last day by the new calendar where that is later, and was not noted before."""
    end = publicity.recounted_end(entry, calendar=change.calendar)
    if end is None or entry.short_windows.filter(lawful_last_day__gte=end[1]).exists():
        return None
    newer = PublicityEntry.objects.filter(
        item=entry.item, publicity__level=entry.publicity.level, pk__gt=entry.pk
    )
    return None if newer.exists() else end[1]


@recounts("passed_windows", _passed_short)
def note_short_window(row, change):
    """What has ended does not run on by itself: the head decides, and it goes no further before."""
    with Certification.lock(row.item.process_id):
        if (lawful := _lawful_end(row, change)) is None:
            return False
        short = ShortWindow.objects.create(
            entry=row,
            because=change.because,
            lawful_last_day=lawful,
            last_day=row.last_day,
            noted_at=change.at,
        )
        record("workflow.note_short_window", short, by=None, at=change.at, until=f"{lawful}")
    return True


def _limited_turns(change):
    """Unfinished turns whose limit is counted from their arrival, was not yet over, and changes.

    There may be very many, and few of them change: only those are locked one by one.
    """
    turns = Turn.objects.filter(
        working_days__isnull=False,
        finished_at__isnull=True,
        task__status__in=OPEN,
        due_on__gte=local_day(change.in_force_at),
    )
    planned_after = cache(change.calendar.planned_after)
    return [
        turn
        for turn in turns.iterator()
        if postpone(turn, planned_after(local_day(turn.arrived_at), turn.working_days))
    ]


@recounts("turns", _limited_turns)
def recount_turn(row, change):
    """The limit of a step; an applicant who mends is told."""
    turns = Turn.objects.select_for_update(of=("self",)).filter(finished_at__isnull=True)
    turn = turns.select_related("task", "item__application__applicant").filter(pk=row.pk).first()
    if turn is None:
        return False
    before = turn.due_on
    planned = change.calendar.planned_after(local_day(turn.arrived_at), turn.working_days)
    if not postpone(turn, planned):
        return False
    turn.save(update_fields=["due_on", "due_is_provisional"])
    if turn.due_on == before:
        return False
    _record(turn.item or turn, turn.due_on, change, step=turn.task.flow_task.name)
    if turn.task.owner_permission.startswith(APPLICANT):
        letters.send(
            turn.item, "extended", at=change.at, due_on=turn.due_on, because=change.because
        )
    return True


def _unsent_cases(change):
    return ChangeReport.objects.open().filter(
        sent_at__isnull=True, due_on__gte=local_day(change.in_force_at)
    )


@recounts("cases", _unsent_cases)
def recount_case(row, change):
    """The day for reporting a case upward (A20), on its paper, its turn and its reminder."""
    cases = ChangeReport.objects.open().filter(sent_at__isnull=True)
    case = cases.select_for_update(of=("self",)).select_related("certificate__ruleset")
    case = case.filter(pk=row.pk).first()
    if case is None:
        return False
    before, days = case.due_on, case.certificate.ruleset.change_report_days
    if not postpone(case, change.calendar.planned_after(local_day(case.registered_at), days)):
        return False
    case.save(update_fields=["due_on", "due_is_provisional"])
    if task := open_change_task(case, "report_upward"):
        turn = Turn.objects.filter(task_id=task.pk)
        turn.update(due_on=case.due_on, due_is_provisional=case.due_is_provisional)
    if case.due_on == before:
        return False
    _set_timer(ChangeTask, case.process_id, reminder_moment_of(case))
    _record(case, case.due_on, change)
    return True


def _open_defences(change):
    return DishonestyEntry.objects.filter(
        state=DishonestyEntry.State.NOTICED, defence_ends_at__gt=change.in_force_at
    ).select_related("process")


@recounts("defences", _open_defences)
def recount_defence(row, change):
    """The time for stating one's case in the dishonesty register (A23); the unit is told."""
    with Dishonesty.lock(row.process.pk):
        entry = DishonestyEntry.objects.select_related("applicant").get(pk=row.pk)
        noticed_on = local_day(entry.noticed_at)
        last = change.calendar.after(noticed_on, in_force(noticed_on).defence_days)
        if entry.state != DishonestyEntry.State.NOTICED or day_ends(last) <= entry.defence_ends_at:
            return False
        entry.defence_ends_at = day_ends(last)
        entry.save(update_fields=["defence_ends_at"])
        _set_timer(DishonestyTask, row.process.pk, entry.defence_ends_at)
        _record(entry, last, change)
        unit_letters.send(entry, "extended", at=change.at, because=change.because)
    return True


def _set_timer(tasks, process, moment):
    """The boundary timer that waits in ``process`` fires at ``moment``."""
    timers = tasks.objects.filter(process_id=process, flow_task_type="TIMER", status__in=OPEN)
    timers.update(scheduled=moment)


def _record(subject, until, change, **data):
    record(
        "workflow.extend",
        subject,
        by=None,
        at=change.at,
        because=change.because,
        until=f"{until}",
        **data,
    )
