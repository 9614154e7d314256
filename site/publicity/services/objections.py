"""Receiving an objection, answering it, and showing who made it."""

from django.db import transaction

from doors.evidence import examined, keep_evidence
from records.audit import record
from records.numbering import next_serial
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
        objection = Objection.objects.create(
            number=f"YY{year}{next_serial('objection', year):05d}",
            entry=entry,
            channel=channel,
            content=content.strip(),
            received_at=at,
            person_name=person_name.strip(),
            person_contact=person_contact.strip(),
        )
        keep_evidence(objection, files, by=by, at=at)
        record("publicity.object", objection, by=by, at=at, channel=channel)
        return objection


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
