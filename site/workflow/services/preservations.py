"""保全 and 解除: entered by one, decided by another; while it stands nothing is destroyed."""

from django.db import transaction

from records.audit import record
from records.numbering import exclude_others, next_serial
from records.witnesses import witness
from rules.official_dates import iso_day
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if
from rules.working_days import CalendarMissing

from ..models import Preservation
from ..policies import preservations as policies

PREFIX = "BQ"
#: Nothing is destroyed while one is being entered: every destroyer waits for the same row.
SERIES = "disposal"


@transaction.atomic
def preserve(subject, *, because, paper_no, until=None, by, at):
    """Keep ``subject``, an application, complaint or applicant, from now on; it waits for another.

    ``until`` is the last day, None where nobody knows it yet. The :class:`Preservation`.
    """
    # its row before the counter, as whoever deletes it does: no two wait for each other
    type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    exclude_others(SERIES)
    on, about = local_day(at), {"because": because, "paper_no": paper_no, "until": until}
    refuse_fields(policies.reasons_against_preserving(subject, **about, by=by, on=on))
    preservation = Preservation.objects.create(
        **{subject._meta.model_name: subject},
        number=f"{PREFIX}{on.year}{next_serial('preservation', on.year):03}",
        because=because.strip(),
        paper_no=paper_no.strip(),
        until=until,
        entered_by=by,
        entered_at=at,
    )
    _note("preserve", preservation, by=by, at=at, because=preservation.because)
    return preservation


@transaction.atomic
def decide(preservation, *, is_approved, by, at):
    """Approve it, by another than who entered it; or drop it, which its author may, too."""
    preservation = _locked(preservation)
    refuse_if(policies.reasons_against_deciding(preservation, is_approved=is_approved, by=by))
    preservation.is_approved, preservation.decided_by, preservation.decided_at = is_approved, by, at
    preservation.save(update_fields=["is_approved", "decided_by", "decided_at"])
    act = "approve_preservation" if is_approved else "decline_preservation"
    _note(act, preservation, by=by, at=at)
    return preservation


@transaction.atomic
def ask_to_lift(preservation, *, because, by, at):
    """Ask that it ends; it goes on until another agrees."""
    preservation = _locked(preservation)
    about = {"because": because, "by": by, "on": local_day(at)}
    refuse_fields(policies.reasons_against_asking_to_lift(preservation, **about))
    _ask(preservation, because.strip(), by, at)
    _note("ask_to_lift_preservation", preservation, by=by, at=at, because=because.strip())
    return preservation


@transaction.atomic
def lift(preservation, *, is_approved, by, at):
    """End it, by another than who asked; or go on, and the asking is taken back."""
    preservation = _locked(preservation)
    refuse_if(policies.reasons_against_lifting(preservation, is_approved=is_approved, by=by))
    because = preservation.lift_because
    if is_approved:
        preservation.lifted_by, preservation.lifted_at = by, at
        preservation.save(update_fields=["lifted_by", "lifted_at"])
    else:
        _ask(preservation, "", None, None)
    act = "lift_preservation" if is_approved else "keep_preservation"
    _note(act, preservation, by=by, at=at, because=because)
    return preservation


def reasons_against_deleting(applicant, *, at, application=None):
    """What the policy says, asked within the transaction that deletes, which waits its turn."""
    exclude_others(SERIES)
    return policies.reasons_against_deleting(applicant, at=at, application=application)


@witness("preservations", "逾期未决定的保全", remedy="由另一名负责人在“督办管理 — 保全”中决定")
def undecided(at):
    """Those that one hand entered, or asked to lift, and nobody has decided on; by number only."""
    try:
        return [f"{each}" for each in policies.undecided(local_day(at))]
    except CalendarMissing as missing:
        return [f"{missing}"]


def _ask(preservation, because, by, at):
    preservation.lift_because = because
    preservation.lift_asked_by, preservation.lift_asked_at = by, at
    preservation.save(update_fields=["lift_because", "lift_asked_by", "lift_asked_at"])


def _locked(preservation):
    exclude_others(SERIES)
    return Preservation.objects.select_for_update(of=("self",)).get(pk=preservation.pk)


def _note(act, preservation, *, by, at, **details):
    """On the preservation, not on what is preserved: its page, its file and its unit's copy of
    that tell everybody who may read them what happened to it.
    """
    facts = {
        "number": preservation.number,
        "paper": preservation.paper_no,
        "until": iso_day(preservation.until) if preservation.until else "",
        "of": f"{preservation.subject}",
    }
    record(f"workflow.{act}", preservation, by=by, at=at, **facts, **details)
