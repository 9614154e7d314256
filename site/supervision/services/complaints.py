"""The life of a complaint: registered, accepted, investigated, decided, fed back, closed (R26).

Each act takes the complaint's row lock, hears every reason against, leaves a step and an audit row
and lets the flow go on, which says what can be done next. Neither row ever holds the complainant's
words or name. Joining complaints to one another is in ``joining.py``.
"""

from django.db import transaction

from applications.models import Item
from catalog.models import Certificate
from doors.evidence import examined, keep_evidence
from records.audit import record
from records.numbering import next_serial
from registry import dishonesty
from registry.calendars import calendar
from registry.models import User
from registry.rulesets import in_force
from rules.lifecycle import ComplaintState
from rules.official_dates import official_date
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from .. import above
from ..models import Complaint, ComplaintStep, Feedback
from ..models.complaints import AFTERWARDS, TO_FEED_BACK
from ..policies import (
    COMPLAINT_ACTS,
    STOPPING,
    reasons_against_act,
    reasons_against_decision,
    reasons_against_giving,
    reasons_against_handling,
    reasons_against_publishing,
    reasons_against_receiving,
)
from .proposals import propose_from_complaint


def receive(*, source, at, by=None, evidence=(), certificate=None, **fields):
    """Register a complaint; ``by`` is the officer who took it down, if any.

    ``fields`` are subject_kind, about_text, category, content, person_name, person_contact, and
    ``applicant`` or ``item`` where the complaint names one; ``late_entry`` of a late objection.
    """
    refuse_fields(reasons_against_receiving(fields))
    files = examined(evidence)
    with transaction.atomic():
        today = local_day(at)
        certificate = _locked_entry(certificate) or _listed_as(fields.get("item"))
        applicant = fields.pop("applicant", None) or (certificate and certificate.applicant)
        complaint = Complaint.objects.create(
            number=f"TS{today.year}{next_serial('complaint', today.year):05d}",
            source=source,
            received_at=at,
            taken_by=by,
            certificate=certificate,
            applicant=applicant,
            about_user=_named(fields),
            **limit("accept_due_on", today, in_force(today).complaint_accept_days),
            **{name: _plain(value) for name, value in fields.items()},
        )
        keep_evidence(complaint, files, by=by, at=at)
        write_step(complaint, at=at, by=by)
        above.begin(complaint, by=by, at=at)
        record("supervision.complain", complaint, by=by, at=at, source=source)
        return complaint


@transaction.atomic
def accept(complaint, *, unit, handler, by, at, note=""):
    """Take it on: the unit and the person who handle it, and the day by which it is finished."""
    today = local_day(at)
    refuse_if(reasons_against_giving(complaint, unit=unit, handler=handler, on=today))
    return _move(
        complaint,
        "accept",
        by=by,
        at=at,
        note=note,
        public=f"已受理，由{unit.official_name}承办",
        unit=unit,
        handler=handler,
        **limit("finish_due_on", today, in_force(today).complaint_finish_days),
    )


@transaction.atomic
def hand_over(complaint, *, unit, handler, by, at, note=""):
    """Somebody else handles it from now on; its limit stays."""
    complaint = _locked(complaint)
    refuse_if(reasons_against_act(complaint, "hand_over", by=by))
    assignment = {"unit": unit, "handler": handler}
    refuse_if(reasons_against_giving(complaint, on=local_day(at), **assignment))
    complaint.unit, complaint.handler = unit, handler
    complaint.save(update_fields=["unit", "handler"])
    above.hand_over(complaint, by=by, at=at)
    text = f"由{unit.official_name}承办"
    write_step(complaint, at=at, by=by, note=note.strip(), public_text=text)
    record("supervision.hand_over", complaint, by=by, at=at, to=handler.username)
    return complaint


@transaction.atomic
def not_accept(complaint, *, because, by, at):
    """Not taken on, with the reason that the complainant will read."""
    refuse_fields(("because", why) for why in reasons_against_publishing(complaint, because))
    return _move(complaint, "refuse", by=by, at=at, note=because, public=because)


@transaction.atomic
def transfer(complaint, *, to, reference, by, at, note=""):
    """Hand it to the authority it belongs to (移送, R23): to whom, under which number."""
    refuse_fields([] if to.strip() else [("to", "请填写接收单位")])
    refuse_fields([] if reference.strip() else [("reference", "请填写转办函号")])
    text = f"转{to.strip()}办理（{reference.strip()}）"
    return _move(
        complaint,
        "transfer",
        by=by,
        at=at,
        note=note,
        public=text,
    )


@transaction.atomic
def investigate(complaint, *, by, at, note=""):
    """Begin to look into it."""
    return _move(complaint, "investigate", by=by, at=at, note=note)


@transaction.atomic
def extend(complaint, *, because, by, at):
    """Fifteen more working days, once, with a reason that the complainant will read."""
    complaint = _locked(complaint)
    refuse_if(reasons_against_act(complaint, "extend", by=by))
    refuse_fields(("because", why) for why in reasons_against_publishing(complaint, because))
    days = in_force(local_day(at)).complaint_extension_days
    changes = {**limit("finish_due_on", complaint.finish_due_on, days), "is_extended": True}
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.save(update_fields=list(changes))
    above.extend(complaint)
    text = f"办理期限延长至{official_date(complaint.finish_due_on)}：{because}"
    write_step(complaint, at=at, by=by, public_text=text)
    record("supervision.extend", complaint, by=by, at=at, because=because)
    return complaint


@transaction.atomic
def decide(complaint, *, findings, action, public_summary, by, at, cause=""):
    """Say what was found and what is done (R21, R26).

    What stops an entry is proposed to the case flow with its ``cause`` (of ``FINDING_REASONS``): it
    suspends at once where ``by`` may confirm a finding, and waits for who may otherwise.
    """
    locked = _locked(complaint)
    if locked.item is not None and locked.certificate is None:  # listed since it was complained of
        locked.certificate = locked.item.certificate
    refuse_fields(
        reasons_against_decision(
            locked, findings=findings, action=action, cause=cause, public_summary=public_summary
        )
    )
    decided = _move(
        locked,
        "decide",
        by=by,
        at=at,
        public="已作出处理",
        certificate=locked.certificate,
        findings=findings.strip(),
        action=action,
        public_summary=public_summary.strip(),
        decided_at=at,
        decided_by=by,
    )
    if action in STOPPING and decided.certificate_id:
        asks_removal = action != "suspend"
        propose_from_complaint(decided, cause=cause, asks_removal=asks_removal, by=by, at=at)
    if action == "dishonesty":
        _propose_dishonesty(decided, by=by, at=at)
    return decided


@transaction.atomic
def feed_back(complaint, *, channel, text, by, at):
    """Tell the complainant; an anonymous one reads it on the page with the query code."""
    refuse_fields([] if len(text.strip()) >= 5 else [("text", "请写明反馈内容（至少5个字）")])
    fed = _move(complaint, "feedback", by=by, at=at, public="已反馈")
    tell(fed, channel=channel, text=text.strip(), by=by, at=at)
    return fed


@transaction.atomic
def close(complaint, *, by, at):
    """The end; refused while nobody has been told (R26)."""
    return _move(complaint, "close", by=by, at=at, public="已办结")


@transaction.atomic
def name_subject(complaint, *, person, by, at):
    """Say which of the office's people it is about; from now on that person sees nothing of it."""
    complaint = _locked(complaint)
    reasons = reasons_against_act(complaint, "person", by=by)
    if complaint.handler_id == person.pk:
        reasons.append("该人员是本件的承办人，请先更换承办人")
    refuse_if(reasons)
    complaint.about_user = person
    complaint.save(update_fields=["about_user"])
    record("supervision.name_subject", complaint, by=by, at=at)
    return complaint


@transaction.atomic
def reveal(complaint, *, purpose, by, at):
    """``(name, contact)`` of the complainant, for a handler who says why; always on the record."""
    reasons = reasons_against_handling(complaint, by=by)
    if not purpose.strip():
        reasons.append("请填写查看目的")
    refuse_if(reasons)
    record("supervision.reveal", complaint, by=by, at=at, because=purpose.strip())
    return complaint.person_name, complaint.person_contact


def _move(complaint, act, *, by, at, note="", public="", **changes):
    complaint = _locked(complaint)
    refuse_if(reasons_against_act(complaint, act, by=by))
    state = COMPLAINT_ACTS[act].value
    come_to(complaint, state, by=by, at=at, note=note, public=public, **changes)
    if state in TO_FEED_BACK:
        answer_joined(complaint, public=public, by=by, at=at)
    return complaint


def come_to(complaint, state, *, by, at, **details):
    """``complaint`` comes to ``state``: written down, on the record, and the flow goes on."""
    write_state(complaint, state, by=by, at=at, **details)
    record(f"supervision.complaint_{complaint.state}", complaint, by=by, at=at)
    above.go_on(complaint, by=by, at=at)


def write_state(complaint, state, *, by, at, note="", public="", **changes):
    """Write down that ``complaint`` stands in ``state`` now, with ``changes``."""
    if state in AFTERWARDS:
        today = local_day(at)
        changes |= limit("next_due_on", today, getattr(in_force(today), AFTERWARDS[state]))
    complaint.state = state
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.save(update_fields=["state", *changes])
    write_step(complaint, at=at, by=by, note=note.strip(), public_text=public)


def answer_joined(leading, *, public, by, at):
    """What was decided about ``leading`` answers those that were joined to it.

    An anonymous complainant reads it under the query code, and so has been told; whoever left a
    name is still to be told in person.
    """
    for each in _lock(leading.joined.filter(state=ComplaintState.JOINED)):
        text = f"并案办理，{public}"
        come_to(each, leading.state, by=by, at=at, public=text)
        if each.is_anonymous and leading.public_summary:
            tell(each, channel="web", text=leading.public_summary, by=by, at=at)
            come_to(each, ComplaintState.FED_BACK.value, by=by, at=at, public="已反馈")


def tell(complaint, *, channel, text, by, at):
    """Note that whoever reported it was told ``text``."""
    Feedback.objects.create(
        complaint=complaint, channel=channel, text=text, given_at=at, given_by=by
    )


def write_step(complaint, *, at, by, **texts):
    ComplaintStep.objects.create(
        complaint=complaint, state=complaint.state, at=at, person=by, **texts
    )


def _locked(complaint):
    return _lock(Complaint.objects).get(pk=complaint.pk)


def _lock(complaints):
    """The rows under their locks, always in the same order."""
    return complaints.select_for_update(of=("self",)).order_by("pk")


def limit(column, day, days):
    """The columns of a limit of ``days`` working days after ``day``."""
    planned = calendar().planned_after(day, days)
    return {column: planned.day, "due_is_provisional": planned.provisional}


def _locked_entry(certificate):
    """The entry under its lock: what renews it is not listed meanwhile."""
    rows = Certificate.objects.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=certificate.pk) if certificate else None


def _listed_as(item):
    """The entry that ``item`` has become, or None; a listing under way comes before or after.

    Both take the item's row lock: a listing sees the complaint, or the complaint sees the entry.
    """
    if item is None:
        return None
    locked = Item.objects.select_for_update(no_key=True, of=("self",)).get(pk=item.pk)
    return locked.certificate  # a query of its own: a join would read what was before the wait


def _plain(value):
    return value.strip() if isinstance(value, str) else value


def _named(fields):
    """The officer whose full name stands in a complaint about a person, when there is just one."""
    if fields.get("subject_kind") != "person":
        return None
    named = [
        user
        for user in User.objects.filter(applicant__isnull=True, is_active=True)
        if len(user.get_full_name()) > 1 and user.get_full_name() in fields["about_text"]
    ]
    return named[0] if len(named) == 1 else None


def _propose_dishonesty(complaint, *, by, at):
    """Unless one for the same cause waits already: two complaints may tell of one deed.

    The unit is told the facts, so they are the public summary: findings may name who complained.
    """
    cause = "misuse_of_name" if complaint.category == "misuse_of_name" else "illegal"
    entry = dishonesty.waiting_for(complaint.applicant, cause)
    if entry is None:
        source = f"{complaint}"
        entry = dishonesty.propose(
            complaint.applicant,
            cause=cause,
            facts=f"{source}：{complaint.public_summary}",
            basis=source,
            source=source,
            by=by,
            at=at,
        )
    complaint.dishonesty = entry
    complaint.save(update_fields=["dishonesty"])
