"""Receiving an objection, answering it, and showing who made it."""

from django.db import transaction

from doors.evidence import examined, keep_evidence
from records.audit import record
from records.numbering import next_serial
from registry.calendars import calendar
from registry.recounting import postpone, recounts
from rules.periods import local_day
from rules.refusal import refuse_if

from ..models import Objection
from ..policies import (
    reasons_against_answering,
    reasons_against_knowing,
    reasons_against_objecting,
)
from .windows import locked


def object_to(
    entry, *, channel, content, at, by=None, person_name="", person_contact="", evidence=()
):
    """Receive an objection to one product; ``by`` is the officer who took it down, if any.

    ``evidence`` is pairs of a file's name and bytes.
    """
    files = examined(evidence)
    with transaction.atomic():
        entry = locked(entry)
        refuse_if(reasons_against_objecting(entry, at=at, content=content))
        year = local_day(at).year
        planned = answer_limit(entry.publicity, local_day(at), calendar())
        objection = Objection.objects.create(
            number=f"YY{year}{next_serial('objection', year):05d}",
            entry=entry,
            channel=channel,
            content=content.strip(),
            received_at=at,
            answer_due_on=planned.day,
            due_is_provisional=planned.provisional,
            person_name=person_name.strip(),
            person_contact=person_contact.strip(),
        )
        keep_evidence(objection, files, by=by, at=at)
        record("publicity.object", objection, by=by, at=at, channel=channel)
        return objection


def answer_limit(publicity, received_on, calendar):
    """The planned day by which an objection of that day is answered, as an investigation is."""
    return calendar.planned_after(received_on, publicity.ruleset.objection_days)


def _unanswered(change):
    return Objection.objects.open().filter(answer_due_on__gte=local_day(change.in_force_at))


@recounts("objections", _unanswered)
def recount_answer(row, change):
    """The day by which an objection is answered, when the calendar changed."""
    rows = Objection.objects.open().select_for_update(of=("self",))
    objection = rows.select_related("entry__publicity__ruleset").filter(pk=row.pk).first()
    if objection is None:
        return False
    before, received_on = objection.answer_due_on, local_day(objection.received_at)
    planned = answer_limit(objection.entry.publicity, received_on, change.calendar)
    if not postpone(objection, planned, due="answer_due_on"):
        return False
    objection.save(update_fields=["answer_due_on", "due_is_provisional"])
    if objection.answer_due_on > before:
        until = f"{objection.answer_due_on}"
        because = change.because
        record("publicity.extend", objection, by=None, at=change.at, because=because, until=until)
    return objection.answer_due_on > before


@transaction.atomic
def answer(objection, *, finding, text, by, at):
    """Answer an objection with a finding; the product's fate is the investigator's other act."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    refuse_if(reasons_against_answering(objection, answer=text))
    objection.finding, objection.answer = finding, text.strip()
    objection.answered_at, objection.answered_by = at, by
    objection.save(update_fields=["finding", "answer", "answered_at", "answered_by"])
    record("publicity.answer", objection, by=by, at=at, finding=finding)
    return objection


@transaction.atomic
def reveal(objection, *, purpose, by, at):
    """``(name, contact)`` of who objected, for an investigator who says why; on the record."""
    reasons = reasons_against_knowing(objection, by=by)
    if not purpose.strip():
        reasons.append("请填写查看目的")
    refuse_if(reasons)
    record("publicity.reveal", objection, by=by, at=at, because=purpose.strip())
    return objection.person_name, objection.person_contact
