"""The witness of the clock: what should have happened by now and has not."""

from datetime import timedelta

from django.conf import settings
from viewflow.workflow.status import PROCESS

from applications.models import Item
from catalog.models import Certificate
from ledger.models import Bulletin
from pages.models import SignedFile
from publicity.boards import stations_without
from publicity.looks import interval, too_long_ago
from publicity.models import Objection, Publicity, PublicityEntry
from records import audit_words, heartbeats, jobs
from records.models import JobFailure, OutgoingMail, TreeHead
from records.outbox import PATIENCE
from records.witnesses import WITNESSES
from registry.calendars import calendar
from registry.models import DishonestyEntry, RuleSet
from rules.periods import SHANGHAI, day_starts, local_day
from rules.working_days import CalendarMissing
from supervision.models import CaseProposal, Complaint, Rating, SiteReport

from ..models import CertificationProcess, CertificationTask, ChangeReport, ShortWindow, Turn
from ..past_limits import late_acceptances
from ..positions import OPEN
from . import dishonesty
from .daily_notice import due_for_notice
from .failures import failed_tasks
from .timers import due_timers

GRACE = timedelta(minutes=10)


def overdue(at):
    """JSON-ready lists by kind, empty when all is well; ``total`` counts them all."""
    late = {
        "clock": _silent_clock(at),
        "jobs": _failing_jobs(at),
        "calendar": missing_calendar(at),
        "timers": _tasks(due_timers(at - GRACE), "scheduled"),
        "notices": _unopened_notices(at),
        "objections": _unheld_objections(at),
        "answers": _late_answers(at),
        "complaints": list(Complaint.objects.late(local_day(at)).values_list("number", flat=True)),
        "ratings": list(Rating.objects.late(local_day(at)).values_list("number", flat=True)),
        "site_reports": list(
            SiteReport.objects.late(local_day(at)).values_list("number", flat=True)
        ),
        "evidence": [*_unseen_notices(at), *_unstamped_heads(at)],
        "boards": _missing_boards(at),
        "certificates": list(
            Certificate.objects.overdue(local_day(at)).values_list("number", flat=True)
        ),
        "failed_tasks": _tasks(failed_tasks(), "finished"),
        "stranded": _stranded(),
        "proposals": _waiting_proposals(at),
        "short_windows": [f"{each}" for each in ShortWindow.objects.undecided()],
        "changes": list(
            ChangeReport.objects.overdue(local_day(at)).values_list("number", flat=True)
        ),
        "dishonesty": [entry.number for entry in dishonesty.late(local_day(at))],
        "bulletins": [f"{each}" for each in _late_bulletins(local_day(at))],
        "mail": [_mail(mail) for mail in OutgoingMail.objects.stuck(at - PATIENCE)],
        "files": [str(row) for row in SignedFile.objects.filter(broken_at__isnull=False)],
        "desk": [_turn(turn) for turn in late_turns(local_day(at))],
        "acceptances": list(late_acceptances(local_day(at))),
        **{kind: each.late(at) for kind, each in WITNESSES.items()},
    }
    return {"at": at.isoformat(), "total": sum(map(len, late.values())), **late}


def _late_answers(at):
    """Objections that outlived their publicity and whose days for an answer are over (A11)."""
    late = Objection.objects.left_open().filter(answer_due_on__lt=local_day(at))
    return list(late.values_list("number", flat=True))


def _late_bulletins(on):
    return Bulletin.objects.late(on).select_related("close", "unit")


def late_turns(on):
    """Turns of open tasks of papers past their due day; complaints have a list of their own."""
    return (
        Turn.objects.of_papers()
        .filter(due_on__lt=on, finished_at__isnull=True, task__status__in=OPEN)
        .select_related("task", "item__application")
        .order_by("due_on")
    )


def _silent_clock(at):
    """No clock at all, one that refuses to run, or one that stopped, and in which job."""
    last = heartbeats.newest()
    refusals = [failure.cause for failure in JobFailure.objects.filter(job=jobs.CLOCK)]
    if last is None:
        return refusals or ["时钟从未运行"]
    if at - last.at <= GRACE:
        return refusals
    stopped = jobs.stopped_in(last.at)
    where = f"，停在“{stopped.title}”" if stopped else ""
    return [*refusals, f"时钟自{_shanghai(last.at)}起没有运行{where}"]


def _failing_jobs(at):
    """Every row and job that fails; while the clock runs also every job that does not come
    through.
    """
    failures = JobFailure.objects.exclude(job=jobs.CLOCK)
    last = heartbeats.newest()
    runs = last is not None and at - last.at <= GRACE
    silent = jobs.silent(at, grace=GRACE) if runs else []
    return [*map(_failure, failures), *(_silence(each, done_at) for each, done_at in silent)]


def _failure(failure):
    """Which row of which job fails and why, without a word of what the row says."""
    return {
        "job": failure.job,
        "title": jobs.title_of(failure.job),
        "row": f"{failure.subject_type} {failure.subject_id}".strip(),
        "kind": audit_words.kind(failure.subject_type) if failure.subject_type else "",
        "cause": failure.cause,
        "times": failure.times,
        "since": f"{_shanghai(failure.first_at)}",
    }


def _silence(each, done_at):
    since = _shanghai(done_at) if done_at else ""
    cause = f"自{since}起没有完成" if since else "从未完成"
    plain = {"row": "", "kind": "", "cause": cause, "times": 0, "since": since}
    return {"job": each.name, "title": each.title, **plain}


def _shanghai(at):
    return f"{at.astimezone(SHANGHAI):%F %T}"


def missing_calendar(at):
    """§3.3: from November the next year's paper is missed, and every uncovered day refuses."""
    today = local_day(at)
    year = today.year + 1 if today.month >= 11 else today.year
    return [] if year in calendar().years else [f"{year}年节假日安排尚未录入"]


def _unopened_notices(at):
    try:
        due = [due_for_notice(ruleset, at - GRACE) for ruleset in RuleSet.objects.all()]
    except CalendarMissing as missing:
        return [str(missing)]
    return [f"{item.application.number} {item.name}" for items in due for item in items]


def _unheld_objections(at):
    entries = PublicityEntry.objects.awaiting_hold(received_at__lt=at - GRACE)
    return [str(entry) for entry in entries]


def _unseen_notices(at):
    """Open notices at which nobody has looked for too long, where somebody should."""
    if interval() is None:
        return []
    before = too_long_ago(at)
    running = PublicityEntry.objects.running().filter(publicity__level="district")
    opened = Publicity.objects.filter(entries__in=running, published_at__lt=before)
    rows = opened.exclude(observations__observed_at__gte=before).distinct()
    return [f"{row.number}没有观测" for row in rows]


def _unstamped_heads(at):
    if not settings.TIMESTAMP_URL:
        return []
    late = TreeHead.objects.filter(stamp=None, made_at__lt=at - timedelta(days=1))
    return [f"{head.day}的根摘要没有时间戳" for head in late]


def _missing_boards(at):
    """Boards that the rules want, not recorded by the end of the first day counted."""
    running = PublicityEntry.objects.running().filter(publicity__ruleset__board_posting=True)
    notices = Publicity.objects.filter(entries__in=running, first_day__lt=local_day(at))
    notices = notices.filter(level=Publicity.Level.DISTRICT).select_related("ruleset").distinct()
    return [
        f"{notice.number} {station.name}"
        for notice in notices
        for station in stations_without(notice)
    ]


def _waiting_proposals(at):
    """Proposed on an earlier day to suspend an entry, and neither confirmed nor declined (R21)."""
    waiting = CaseProposal.objects.waiting().filter(proposed_at__lt=day_starts(local_day(at)))
    return [each.certificate.number for each in waiting.select_related("certificate")]


def _stranded():
    """Processes that are not done and wait for nobody and nothing."""
    waiting = CertificationTask.objects.filter(status__in=OPEN).values("process")
    lost = CertificationProcess.objects.filter(status=PROCESS.NEW).exclude(pk__in=waiting)
    return [f"{number} {item}" for number, item in papers_of(lost).values()]


def papers_of(processes):
    """``{process pk: (number, item)}`` of the papers that processes belong to.

    A query for each kind; of what is about no product (an entry of the dishonesty register, a
    complaint, a bulletin) the row itself.
    """
    pks = [process.pk for process in processes]
    if not pks:
        return {}
    items = Item.objects.filter(process__in=pks).select_related("application")
    changes = ChangeReport.objects.filter(process__in=pks).select_related("certificate__item")
    entries = DishonestyEntry.objects.filter(process__in=pks).select_related("process")
    complaints = Complaint.objects.filter(process__in=pks).select_related("process")
    bulletins = Bulletin.objects.filter(process__in=pks).select_related("process", "close", "unit")
    return {
        **{each.process.pk: (each.number, each) for each in complaints},
        **{item.process_id: (item.application.number, item) for item in items},
        **{change.process_id: (change.number, change.certificate.item) for change in changes},
        **{entry.process.pk: (entry.number, entry) for entry in entries},
        **{bulletin.process.pk: (bulletin.number, bulletin) for bulletin in bulletins},
    }


def _tasks(tasks, moment):
    tasks = list(tasks.select_related("process"))
    papers = papers_of([task.process for task in tasks])
    return [
        {
            "item": _name(papers[task.process_id][1]),
            "step": task.flow_task.name,
            "since": f"{getattr(task, moment) or task.created:%FT%T}",
        }
        for task in tasks
    ]


def _name(paper):
    """An item by its key, any other paper by its number or its words."""
    return str(getattr(paper, "uid", paper))


def _mail(mail):
    """No address and no words: who must see them looks into the outbox."""
    return {"mail": mail.pk, "state": mail.state, "attempts": mail.attempts, "error": mail.error}


def _turn(turn):
    return {
        "application": turn.item.application.number,
        "item": str(turn.item.uid),
        "step": turn.task.flow_task.name,
        "due_on": f"{turn.due_on}",
    }
