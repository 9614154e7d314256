"""Quarterly bulletins: begun, drafted, checked, signed, delivered, read, published (R49, R50).

Each act takes the lock of the bulletin's process, hears every reason against, moves the flow and
leaves an audit row, all of it or nothing.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ledger.bulletin_policies import (
    reasons_against_correcting,
    reasons_against_return,
    reasons_against_text,
)
from ledger.models import Bulletin, BulletinRecipient, PeriodClose, TaskUnit
from ledger.praise import praise_and_urge
from pages.notices.bulletins import open_bulletin_page
from records.audit import record
from records.jobs import job
from records.numbering import next_serial
from registry.models import Organisation, Township
from registry.models.organisations import with_closed
from registry.permissions import duties, organisations
from registry.receipts import codes_of, mark_read, unread
from registry.roles import Permission
from registry.rulesets import in_force
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if
from rules.sales import quarter_ends

from ..flows import BulletinFlow
from ..models import BulletinTask
from ..moment import acting
from ..nodes import Period
from ..permissions import whose_work
from ..positions import OPEN

Kind = Bulletin.Kind


@job("bulletins", "季度通报", order=56)
def take_up(at):
    """Begin the bulletins of every closed quarter, void those of a quarter opened again, and let
    the office begin where all lead units have issued theirs.
    """
    begun = take_up.each(_closes_without_bulletins(), lambda close: begin(close, at=at), at=at)
    stale = Bulletin.objects.open().filter(close__reopened_at__isnull=False)
    take_up.each(stale, lambda bulletin: void(bulletin, at=at), at=at)
    waiting = Bulletin.objects.open().filter(kind=Kind.DISTRICT, drafted_at__isnull=True)
    take_up.each(waiting, lambda bulletin: _go_on(bulletin, at=at), at=at)
    return sum(begun.done)


def _closes_without_bulletins():
    has_tasks = TaskUnit.objects.exists()
    closes = PeriodClose.objects.in_force().filter(bulletins=None)
    return closes.order_by("quarter") if has_tasks else closes.none()


@transaction.atomic
def begin(close, *, at):
    """One bulletin for each unit that leads a task, and the district's; how many."""
    close = PeriodClose.objects.select_for_update().get(pk=close.pk)
    if close.bulletins.exists() or close.reopened_at:
        return 0
    last = quarter_ends(close.quarter)
    rules = in_force(last)
    units = [(Kind.LEAD_UNIT, unit) for unit in _leading_units(local_day(at))]
    days = {Kind.LEAD_UNIT: rules.unit_bulletin_days, Kind.DISTRICT: rules.bulletin_days}
    for kind, unit in [*units, (Kind.DISTRICT, in_force(local_day(at)).office)]:
        due_on = last + timedelta(days=days[kind])
        bulletin = Bulletin.objects.create(close=close, kind=kind, unit=unit, due_on=due_on)
        record("workflow.bulletin.begin", bulletin, by=None, at=at)
        with acting(at=at):
            BulletinFlow.begin.run(bulletin=bulletin)
    return len(units) + 1


def _leading_units(on):
    """Who leads the tasks from day ``on``: what ended has its successor there, or nobody."""
    leads = TaskUnit.objects.filter(role=TaskUnit.Role.LEAD).values("organisation")
    units = {whose_work(unit, on): None for unit in Organisation.objects.filter(pk__in=leads)}
    return [unit for unit in units if unit.is_in_force(on + timedelta(days=1))]


def save_draft(bulletin, *, text, by, at):
    """Keep what is typed; nothing is handed in."""
    with acting(at=at, by=by), _locked(bulletin) as bulletin:
        refuse_if(reasons_against_step(bulletin, "draft", by=by))
        bulletin.text = text.strip()
        bulletin.save(update_fields=["text"])
        record("workflow.bulletin.save", bulletin, by=by, at=at)
    return bulletin


def hand_in(bulletin, *, text, by, at):
    """The first hand: the words, and whom they praise and urge as things stand now."""
    with _step(bulletin, "draft", by=by, at=at) as bulletin:
        refuse_fields(reasons_against_text(bulletin, text))
        bulletin.text, bulletin.return_reason = text.strip(), ""
        bulletin.lists = praise_and_urge(bulletin, on=local_day(at))
        bulletin.drafted_at, bulletin.drafted_by = at, by
        bulletin.save()
        record("workflow.bulletin.draft", bulletin, by=by, at=at)
    return bulletin


def check(bulletin, *, is_passed, because="", by, at):
    """The second hand: on to the head, or back with the reason."""
    with _step(bulletin, "check", by=by, at=at) as bulletin:
        _judge(bulletin, is_passed=is_passed, because=because)
        if is_passed:
            bulletin.checked_at, bulletin.checked_by = at, by
        bulletin.save()
        act = "workflow.bulletin.check" if is_passed else "workflow.bulletin.return"
        record(act, bulletin, by=by, at=at, because=because)
    return bulletin


def sign(bulletin, *, is_passed, because="", by, at):
    """The third hand: numbered and delivered to every recipient, or back with the reason."""
    with _step(bulletin, "sign", by=by, at=at) as bulletin:
        if is_passed:
            refuse_fields(reasons_against_text(bulletin, bulletin.text))
            year = local_day(at).year
            serial = next_serial(f"bulletin:{bulletin.unit.code}", year)
            bulletin.number = f"{year}年第{serial}期"
            bulletin.issued_at, bulletin.issued_by = at, by
        _judge(bulletin, is_passed=is_passed, because=because)
        bulletin.save()
        if is_passed:
            _deliver(bulletin, at=at)
        act = "workflow.bulletin.issue" if is_passed else "workflow.bulletin.return"
        record(act, bulletin, by=by, at=at, because=because)
    return bulletin


def publish(bulletin, *, is_public, by, at):
    """After review it goes before the public, or stays with its recipients (A27)."""
    with _step(bulletin, "publish", by=by, at=at) as bulletin:
        record("workflow.bulletin.publish", bulletin, by=by, at=at, public=is_public)
        if is_public:
            open_bulletin_page(bulletin, by=by, at=at)
    return bulletin


@transaction.atomic
def correct(bulletin, *, because, by, at):
    """Begin the correction of an issued bulletin: the same three hands, a number of its own.

    What was issued stands, marked, from the day on which its correction is issued.
    """
    bulletin = Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin.pk)
    refuse_if(reasons_against_beginning_correction(bulletin, by=by))
    refuse_fields(reasons_against_correcting(bulletin, because))
    on = local_day(at)
    correction = Bulletin.objects.create(
        close=bulletin.close,
        kind=bulletin.kind,
        unit=bulletin.unit,
        due_on=on + timedelta(days=in_force(on).unit_bulletin_days),
        corrects=bulletin,
        correction_reason=because.strip(),
        text=bulletin.text,
    )
    record("workflow.bulletin.correct", bulletin, by=by, at=at, because=because.strip())
    with acting(at=at, by=by):
        BulletinFlow.begin.run(bulletin=correction)
    return correction


def reasons_against_beginning_correction(bulletin, *, by):
    """Why it is not for ``by``: only who signs for the unit, or the office's head, corrects."""
    their_units = with_closed(organisations(by, Permission.SIGN_BULLETINS))
    signs = their_units.filter(pk=bulletin.unit_id).exists()
    if not signs and not organisations(by, Permission.PUBLISH_BULLETINS):
        return ["更正由签发单位负责人或者主管办公室负责人提出"]
    return []


@transaction.atomic
def read(bulletin, *, by, at):
    """Note for each organisation of ``by`` who was the first to open the bulletin there."""
    if mark_read(BulletinRecipient.objects.filter(bulletin=bulletin), by=by, at=at):
        record("workflow.bulletin.read", bulletin, by=by, at=at)


def void(bulletin, *, at):
    """Its quarter was opened again: what is not issued is drafted anew from the next version."""
    with acting(at=at), _locked(bulletin) as bulletin:
        if bulletin.issued_at or bulletin.voided_at:
            return
        bulletin.voided_at = at
        bulletin.save()
        process = bulletin.process
        for task in BulletinTask.objects.filter(process=process, status__in=OPEN):
            task.flow_task.activation_class(task).cancel()
        process.status = "CANCELED"
        process.save(update_fields=["status"])
        record("workflow.bulletin.void", bulletin, by=None, at=at)


def open_task(bulletin, *names):
    """The open task of ``bulletin`` at one of the named nodes, or at any; or None."""
    tasks = BulletinTask.objects.filter(
        process__bulletinprocess__bulletin=bulletin, status__in=OPEN
    )
    return next((task for task in tasks if not names or task.flow_task.name in names), None)


def reasons_against_step(bulletin, node, *, by):
    """Why ``by`` may not take the step ``node`` now: not there, not theirs, or a hand already."""
    task = open_task(bulletin, node)
    if task is None:
        return ["该环节已由他人办理，或尚未到达该环节"]
    reasons = []
    if task.owner_permission not in duties(by):
        reasons.append("您没有办理该环节的权限")
    hands = {"check": (bulletin.drafted_by_id,)}
    hands["sign"] = (bulletin.drafted_by_id, bulletin.checked_by_id)
    if by.pk in hands.get(node, ()):
        reasons.append("通报须经拟稿、核稿、签发三人，同一人不得办理两个环节")
    return reasons


def visible_to(user):
    """The bulletins that ``user`` may read: of the own unit, given to it, or all for the office."""
    if organisations(user, Permission.CHECK_BULLETINS, Permission.PUBLISH_BULLETINS):
        return Bulletin.objects.all()
    own = codes_of(user)
    codes = Q(unit__in=with_closed(own)) | Q(recipients__organisation__code__in=own)
    return Bulletin.objects.filter(codes).distinct()


def unread_by(user):
    """What was delivered to the organisations of ``user`` and nobody there has opened."""
    rows = unread(BulletinRecipient.objects.all(), user)
    return rows.select_related("bulletin__unit", "bulletin__close", "organisation")


def waiting_for(user):
    """The bulletins at which ``user`` may take the next step."""
    return waiting_for_duties(duties(user))


def waiting_for_duties(theirs):
    """The bulletins whose next step is one of the duties ``theirs``."""
    tasks = BulletinTask.objects.filter(status__in=OPEN, owner_permission__in=theirs)
    # of each of the few bulletins; never through all tasks that wait for anything
    return Bulletin.objects.filter(Exists(tasks.filter(process=OuterRef("process__pk"))))


def _judge(bulletin, *, is_passed, because):
    refuse_fields(reasons_against_return(is_passed, because))
    if not is_passed:
        bulletin.return_reason = because.strip()
        bulletin.drafted_at = bulletin.drafted_by = None
        bulletin.checked_at = bulletin.checked_by = None


def _deliver(bulletin, *, at):
    """To every unit of the plan, and of the district's to every station too; not to itself."""
    on, units = local_day(at), TaskUnit.objects.all()
    if bulletin.kind == Kind.LEAD_UNIT:
        units = units.filter(task__in=bulletin.leads().values("task"))
    recipients = Q(pk__in=units.values("organisation")) | Q(pk=in_force(on).office_id)
    recipients |= Q(parent__kind=Organisation.Kind.GROUP, parent__in=units.values("organisation"))
    if bulletin.kind == Kind.DISTRICT:
        recipients |= Q(pk__in=Township.objects.in_force(on).values("station"))
    rows = Organisation.objects.in_force(on).filter(recipients).exclude(pk=bulletin.unit_id)
    BulletinRecipient.objects.bulk_create(
        BulletinRecipient(bulletin=bulletin, organisation=each, delivered_at=at) for each in rows
    )


def _go_on(bulletin, *, at):
    """The office need not wait for the day when all lead units have issued theirs."""
    leads = bulletin.close.bulletins.filter(kind=Kind.LEAD_UNIT, corrects=None)
    if leads.filter(issued_at__isnull=True).exists():
        return
    with acting(at=at), _locked(bulletin) as bulletin:
        task = open_task(bulletin, "await_reports")
        if task is not None and isinstance(task.flow_task, Period):
            task.flow_task.run(task)


@contextmanager
def _locked(bulletin):
    """The bulletin re-read under its lock; whoever comes second sees what the first did."""
    with transaction.atomic():
        rows = Bulletin.objects.select_for_update(of=("self",))
        bulletin = rows.select_related("close", "unit").get(pk=bulletin.pk)
        with BulletinFlow.lock(bulletin.process.pk):
            yield bulletin


@contextmanager
def _step(bulletin, node, *, by, at):
    """Take the open task at ``node``: yields the bulletin under its lock, then goes on."""
    with acting(at=at, by=by), _locked(bulletin) as bulletin:
        refuse_if(reasons_against_step(bulletin, node, by=by))
        task = open_task(bulletin, node)
        task.flow_task.activation_class(task).assign(by)
        yield bulletin
        activation = task.flow_task.activation_class(task)
        activation.process.bulletin = bulletin
        activation.start(None)
        activation.execute()
