"""Opening and closing publicity, and receiving and answering what the public says.

An objection and the close of a window exclude each other through the entry's row lock: whichever
transaction takes it first wins, and the other sees what it did.
"""

from django.db import transaction

from records.audit import record
from records.numbering import next_serial
from rules.periods import local_day, publicity_window, remaining_days, resumed_window
from rules.refusal import Refused, refuse_if

from ..models import Objection, Publicity, PublicityEntry
from ..policies import (
    reasons_against_answering,
    reasons_against_knowing,
    reasons_against_objecting,
)
from .evidence import examined, keep_evidence


@transaction.atomic
def open_publicity(level, rows, *, number, ruleset, published_at, calendar, by, at, **proof):
    """Put ``rows`` (field values of entries) before the public for the rule set's working days.

    Raises ``CalendarMissing`` when the end cannot be computed: a window with a provisional end is
    never opened. ``proof`` is ``external_url`` and ``evidence`` of a national notice.
    """
    refuse_if([] if rows else ["没有可以公示的产品"])
    national = level == Publicity.Level.NATIONAL
    window = publicity_window(
        local_day(published_at),
        days=ruleset.national_publicity_days if national else ruleset.publicity_days,
        calendar=calendar,
        count_start_day=ruleset.count_start_day,
    )
    publicity = Publicity.objects.create(
        level=level,
        number=number,
        ruleset=ruleset,
        published_at=published_at,
        first_day=window.first_day,
        last_day=window.last_day,
        ends_at=window.ends_at,
        working_days=window.working_days,
        calendar_version=window.calendar_version,
        **proof,
    )
    for row in rows:
        PublicityEntry.objects.create(
            publicity=publicity,
            first_day=window.first_day,
            last_day=window.last_day,
            ends_at=window.ends_at,
            **row,
        )
    record("supervision.open", publicity, by=by, at=at, entries=len(rows))
    return publicity


def object_to(
    entry, *, channel, content, at, by=None, person_name="", person_contact="", evidence=()
):
    """Receive an objection to one product; ``by`` is the officer who took it down, if any.

    ``evidence`` is pairs of a file's name and bytes.
    """
    files = examined(evidence)
    with transaction.atomic():
        entry = _locked(entry)
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
        keep_evidence(files, by=by, at=at, objection=objection)
        record("supervision.object", objection, by=by, at=at, channel=channel)
        return objection


@transaction.atomic
def answer(objection, *, finding, text, by, at):
    """Answer an objection with a finding; the product's fate is the investigator's other act."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    refuse_if(reasons_against_answering(objection, answer=text))
    objection.finding, objection.answer = finding, text.strip()
    objection.answered_at, objection.answered_by = at, by
    objection.save(update_fields=["finding", "answer", "answered_at", "answered_by"])
    record("supervision.answer", objection, by=by, at=at, finding=finding)
    return objection


@transaction.atomic
def reveal(objection, *, purpose, by, at):
    """``(name, contact)`` of who objected, for an investigator who says why; on the record."""
    reasons = reasons_against_knowing(objection, by=by)
    if not purpose.strip():
        reasons.append("请填写查看目的")
    refuse_if(reasons)
    record("supervision.reveal", objection, by=by, at=at, because=purpose.strip())
    return objection.person_name, objection.person_contact


@transaction.atomic
def hold(entry, *, calendar, at):
    """Stop the entry's days while an objection is investigated; other entries run on (A10)."""
    entry = _locked(entry)
    if entry.is_held or entry.closed_at is not None:
        return entry
    held_on = min(local_day(_first_objection(entry) or at), entry.last_day)
    entry.held_on = held_on
    entry.remaining_days = remaining_days(
        entry.last_day, held_on, calendar=calendar, first_day=entry.first_day
    )
    entry.save(update_fields=["held_on", "remaining_days"])
    record("supervision.hold", entry, by=None, at=at, remaining_days=entry.remaining_days)
    return entry


@transaction.atomic
def resume(entry, *, calendar, by, at):
    """Let a held entry stand for its remaining working days, counted from the next one (A10)."""
    entry = _locked(entry)
    refuse_if(reasons_against_resuming(entry))
    window = resumed_window(local_day(at), days=entry.remaining_days, calendar=calendar)
    entry.first_day, entry.last_day = window.first_day, window.last_day
    entry.ends_at = window.ends_at
    entry.held_on = entry.remaining_days = None
    entry.save()
    record("supervision.resume", entry, by=by, at=at, last_day=f"{entry.last_day}")
    return entry


@transaction.atomic
def close(entry, *, at):
    """End an entry whose time is up; True when it passed, False when an objection is open.

    Never early: raises :class:`Refused` before the end of its last working day.
    """
    entry = _locked(entry)
    if entry.closed_at is not None:
        raise Refused(["该产品的公示已结束"])
    if entry.is_held or entry.objections.open().exists():
        return False
    if at < entry.ends_at:
        raise Refused([f"公示至{entry.last_day:%Y-%m-%d}24时，尚未期满"])
    _end(entry, PublicityEntry.Ending.PASSED, by=None, at=at)
    return True


@transaction.atomic
def take_out(entry, *, ending, by, at):
    """End an entry before it passed: returned, refused, restarted or withdrawn."""
    entry = _locked(entry)
    if entry.closed_at is None:
        entry.held_on = entry.remaining_days = None
        _end(entry, ending, by=by, at=at)
    return entry


def reasons_against_resuming(entry):
    """Why a held entry may not run on."""
    reasons = []
    if entry.closed_at is not None or not entry.is_held:
        reasons.append("该产品的公示没有中止")
    if entry.objections.open().exists():
        reasons.append("还有未答复的异议")
    return reasons


def _end(entry, ending, *, by, at):
    entry.ending, entry.closed_at = ending, at
    entry.save(update_fields=["ending", "closed_at", "held_on", "remaining_days"])
    record("supervision.close", entry, by=by, at=at, ending=ending)


def _locked(entry):
    return (
        PublicityEntry.objects.select_for_update(of=("self",))
        .select_related("publicity")
        .get(pk=entry.pk)
    )


def _first_objection(entry):
    first = entry.objections.open().order_by("received_at").first()
    return first.received_at if first else None
