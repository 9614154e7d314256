"""The dishonesty register: proposed, told, heard, decided, repaired, withdrawn, lapsed (A23).

Each act takes the lock of the entry's process, hears every reason against, moves the flow and
leaves an audit row and a letter to the unit, all of it or nothing.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from doors.evidence import examined
from files import intake
from records.audit import record
from records.jobs import job
from registry import dishonesty as register
from registry.calendars import calendar
from registry.models import DishonestyEntry, Tie
from registry.permissions import duties, organisations
from registry.roles import Permission
from registry.rulesets import in_force
from rules.dishonesty import last_day
from rules.periods import day_ends, local_day
from rules.refusal import refuse_fields, refuse_if
from rules.vocabulary import CAUSES_FOR_REGISTER

from .. import moment, turns
from ..flows import Dishonesty
from ..flows.dishonesty_effects import limit
from ..models import ChangeReport, DishonestyFile, DishonestyRepair, DishonestyTask
from ..moment import acting
from ..nodes import Period
from ..policies import dishonesty as policies
from ..positions import OPEN
from ..unit_letters import send

State, Kind = DishonestyEntry.State, DishonestyFile.Kind


def propose(applicant, *, cause, facts, basis, by, at, source="", evidence=()):
    """Propose by hand that a unit be entered; it needs no entry in the catalogue."""
    refuse_if(policies.reasons_against_proposer(applicant, by=by))
    files = examined(evidence)
    with transaction.atomic():
        entry = register.propose(
            applicant, cause=cause, facts=facts, basis=basis, source=source, by=by, at=at
        )
        _keep(entry, files, Kind.EVIDENCE, by=by, at=at)
        return begin(entry, by=by, at=at)


def propose_from_removal(case, *, by, at):
    """任务4, A24: a removal for an unlawful act or a serious problem proposes its holder; or None.

    One deed is proposed once, though it removes many entries or a complaint has proposed it.
    """
    cause = CAUSES_FOR_REGISTER.get(case.reason_code)
    holder = case.certificate.applicant
    if cause is None or _is_proposed(holder, cause, since=case.registered_at):
        return None
    entry = register.propose(
        holder,
        cause=cause,
        facts=f"{case.get_reason_code_display()}：{case.text}",
        basis=case.ruling_no,
        source=f"案件 {case}",
        by=by,
        at=at,
    )
    return begin(entry, case=case, by=by, at=at)


def _is_proposed(holder, cause, *, since):
    same = holder.dishonesty.filter(cause=cause)
    is_recent = Q(state__in=DishonestyEntry.UNDECIDED) | Q(proposed_at__gte=since)
    return same.filter(is_recent).exists()


def begin(entry, *, by, at, case=None):
    """Let a proposal into the flow; a second call changes nothing."""
    with acting(at=at, by=by), transaction.atomic():
        entry = DishonestyEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if entry.state == State.PROPOSED and not hasattr(entry, "process"):
            Dishonesty.propose.run(entry=entry, case=case or _case_of(entry))
        return entry


def _case_of(entry):
    """The case that the same complaint opened, where the proposal comes from a complaint."""
    return ChangeReport.objects.filter(proposals__complaint__dishonesty=entry).first()


@job("dishonesty", "失信登记建议进入办理", order=55)
def take_up(at):
    """Let in what other rooms proposed, which know no flow."""
    waiting = DishonestyEntry.objects.filter(process=None, state=State.PROPOSED)
    return len(take_up.each(waiting, lambda entry: begin(entry, by=None, at=at), at=at).done)


def send_notice(entry, *, by, at):
    """Tell the unit; from the day after, it has the rule set's working days to state its case."""
    with _step(entry, "send_notice", by=by, at=at) as entry:
        today = local_day(at)
        entry.state, entry.noticed_at, entry.noticed_by = State.NOTICED, at, by
        last = calendar().after(today, in_force(today).defence_days)
        entry.defence_ends_at = day_ends(last)
        entry.save()
        record("workflow.dishonesty.notice", entry, by=by, at=at, until=f"{last}")
        send(entry, "notice", at=at)
    return entry


def defend(entry, *, text, by, at, evidence=()):
    """The unit's statement and defence: once, and in time; the decision waits for the last day."""
    files = examined(evidence)
    with _locked(entry) as entry:
        refuse_fields(policies.reasons_against_defending(entry, by=by, text=text, at=at))
        _keep(entry, files, Kind.DEFENCE, by=by, at=at)
        entry.defence, entry.defended_at, entry.defended_by = text.strip(), at, by
        entry.save(update_fields=["defence", "defended_at", "defended_by"])
        record("workflow.dishonesty.defend", entry, by=by, at=at, files=len(files))
    return entry


def decide(entry, *, is_registered, because, by, at, months=None):
    """The head enters the unit for ``months``, three years at most, or drops the proposal."""
    with _step(entry, "decide", by=by, at=at) as entry:
        refuse_fields(
            policies.reasons_against_decision(
                entry, is_registered=is_registered, months=months, because=because, at=at
            )
        )
        entry.decision, entry.decided_at, entry.decided_by = because.strip(), at, by
        if is_registered:
            entry.state, entry.effective_from = State.EFFECTIVE, local_day(at)
            entry.effective_until = last_day(entry.effective_from, months)
        else:
            _end(entry, State.WITHDRAWN, because, at=at)
        entry.save()
        record("workflow.dishonesty.decide", entry, by=by, at=at, registered=is_registered)
        send(entry, "registered" if is_registered else "withdrawn", at=at)
    return entry


def withdraw(entry, *, because, by, at):
    """The head takes it back at whatever step: what was proposed or entered was wrong."""
    with acting(at=at, by=by), _locked(entry) as entry:
        refuse_fields(policies.reasons_against_withdrawing(entry, by=by, because=because))
        was_told = entry.noticed_at is not None
        _end(entry, State.WITHDRAWN, because, at=at)
        entry.save()
        record("workflow.dishonesty.withdraw", entry, by=by, at=at)
        _leave(entry)
        if was_told:
            send(entry, "withdrawn", at=at)
    return entry


def apply_for_repair(entry, *, text, by, at, evidence=()):
    """The unit asks to be let out before its term, saying what it has mended."""
    files = examined(evidence)
    with _locked(entry) as entry:
        refuse_fields(policies.reasons_against_applying(entry, by=by, text=text, at=at))
        _keep(entry, files, Kind.REPAIR, by=by, at=at)
        repair = DishonestyRepair.objects.create(
            entry=entry, text=text.strip(), applied_at=at, applied_by=by
        )
        record("workflow.dishonesty.repair", entry, by=by, at=at, files=len(files))
    return repair


def answer_repair(entry, *, is_accepted, because, by, at):
    """The head lets the unit out at once, or says why it stays."""
    with acting(at=at, by=by), _locked(entry) as entry:
        repair = entry.repairs.filter(decided_at__isnull=True).first()
        refuse_fields(policies.reasons_against_answering(entry, repair, by=by, because=because))
        repair.is_accepted, repair.answer = is_accepted, because.strip()
        repair.decided_at, repair.decided_by = at, by
        repair.save()
        if is_accepted:
            _end(entry, State.REPAIRED, because, at=at)
            entry.save()
            _leave(entry)
        record("workflow.dishonesty.answer_repair", entry, by=by, at=at, accepted=is_accepted)
        send(entry, "repair", at=at, repair=repair)
    return entry


@transaction.atomic
def read_letters(entry, *, by, at):
    """Note when somebody of the unit first opened its letters."""
    unread = entry.letters.filter(read_at__isnull=True)
    if by.applicant_id == entry.applicant_id and unread.update(read_at=at):
        record("workflow.dishonesty.read", entry, by=by, at=at)


def open_task(entry, *names):
    """The open task of ``entry`` at one of the named nodes, or None."""
    tasks = DishonestyTask.objects.filter(process__dishonestyprocess__entry=entry, status__in=OPEN)
    return next((task for task in tasks if task.flow_task.name in names), None)


def due_on(entry):
    """By which day the office's next step is due, as the rule set promises; None where it waits."""
    if entry.state == State.PROPOSED:
        step, since = Dishonesty.instance.send_notice, local_day(entry.proposed_at)
    elif entry.state == State.NOTICED:
        step, since = Dishonesty.instance.decide, entry.answer_until
    else:
        return None
    return limit(step, since).day


def late(on):
    """The entries whose next step by the office is past its day."""
    undecided = DishonestyEntry.objects.filter(state__in=DishonestyEntry.UNDECIDED)
    return [entry for entry in undecided if due_on(entry) < on]


def waiting_for(user):
    """The entries at which ``user`` may take the next step, or answer a repair."""
    decides = bool(organisations(user, Permission.DECIDE_DISHONESTY))
    return waiting_for_duties(user, duties(user), decides=decides)


def waiting_for_duties(person, theirs, *, decides):
    """The same of a person (or the key of one) with the duties ``theirs``."""
    tasks = DishonestyTask.objects.filter(status__in=OPEN, owner_permission__in=theirs)
    # of each of the few entries; never through all tasks that wait for anything
    mine = Q(Exists(tasks.filter(process=OuterRef("process__pk"))))
    if decides:
        repairs = DishonestyRepair.objects.filter(decided_at__isnull=True)
        mine |= Q(pk__in=repairs.values("entry"), state=State.EFFECTIVE)
    tied = Tie.objects.filter(user=person).values("applicant")
    return DishonestyEntry.objects.filter(mine).exclude(applicant__in=tied)


def _end(entry, state, because, *, at):
    entry.state, entry.ended_at, entry.end_reason = state, at, because.strip()


def _keep(entry, files, kind, *, by, at):
    for each in files:
        entry.evidence.create(file=intake.take(each, by=by, at=at), kind=kind)


@contextmanager
def _locked(entry):
    """The entry re-read under its lock; whoever comes second sees what the first did."""
    with transaction.atomic():
        rows = DishonestyEntry.objects.select_for_update(of=("self",))
        entry = rows.select_related("applicant").get(pk=entry.pk)
        if hasattr(entry, "process"):
            with Dishonesty.lock(entry.process.pk):
                yield entry
        else:
            yield entry


@contextmanager
def _step(entry, node, *, by, at):
    """Take the entry's open task at ``node``: yields it re-read under its lock, then goes on."""
    with acting(at=at, by=by), _locked(entry) as entry:
        task = open_task(entry, node)
        refuse_if(policies.reasons_against_step(entry, task, by=by))
        task.flow_task.activation_class(task).assign(by)
        yield entry
        _run(task, entry)


def _leave(entry):
    """Go on from wherever the entry stands, to its end; one not yet let in has nowhere to go."""
    task = open_task(entry, "send_notice", "await_defence", "decide", "in_force")
    if task is not None and isinstance(task.flow_task, Period):
        task.flow_task.run(task)
    elif task is not None:
        _run(task, entry)


def _run(task, entry):
    """Run the engine on the very entry that the act changed, so gateways see it."""
    now = moment.current()
    turns.finish(task, now.at, by=now.by)
    activation = task.flow_task.activation_class(task)
    activation.process.entry = entry
    if activation.assign.can_proceed():
        activation.assign(None)
    activation.start(None)
    activation.execute()
