"""Ending an office or a township that others come after: entered by one, approved by another."""

from django.db import transaction

from records.audit import record
from records.numbering import exclude_others
from registry.models import Organisation
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import Closing
from ..policies import closing_offices, closing_townships
from .closing_offices import close_office
from .closing_townships import close_township

SAME_PERSON = "录入人与批准人不得为同一人"
WAITS = "已有待批准的撤销，请先批准或者不批准"


def waiting(subject):
    """The closing of ``subject`` (office or township) that nobody has decided yet, or None."""
    rows = Closing.objects.waiting().filter(**{_column(subject): subject})
    return rows.select_related("entered_by", "new_organisation", "new_township").first()


def reasons_against(subject, *, successor, last_day, on):
    """``[(field, reason)]`` why ``subject`` cannot end so."""
    policy = closing_offices if isinstance(subject, Organisation) else closing_townships
    about = {"successor": successor, "last_day": last_day, "on": on}
    return policy.reasons_against_closing(subject, **about)


@transaction.atomic
def propose(subject, *, successor, last_day, by, at):
    """Write down that ``subject`` is to end and who comes after it; nothing moves yet."""
    exclude_others("closing")
    refuse_if([WAITS] if waiting(subject) else [])
    about = {"successor": successor, "last_day": last_day}
    refuse_fields(reasons_against(subject, on=local_day(at), **about))
    column = _column(subject)
    closing = Closing.objects.create(
        **{column: subject, f"new_{column}": successor},
        last_day=last_day,
        entered_by=by,
        entered_at=at,
    )
    record(
        "workflow.propose_closing",
        closing,
        by=by,
        at=at,
        of=str(subject),
        to=str(successor),
        until=f"{last_day}",
    )
    return closing


@transaction.atomic
def decide(closing, *, is_approved, by, at):
    """Carry it out, by another than who entered it; or drop it, which its author may, too."""
    exclude_others("closing")
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    refuse_if([f"{closing.decided_by}已经决定"] if closing.decided_at else [])
    if is_approved and closing.entered_by_id == by.pk:
        raise Refused([SAME_PERSON])
    closing.is_approved, closing.decided_by, closing.decided_at = is_approved, by, at
    closing.save(update_fields=["is_approved", "decided_by", "decided_at"])
    act = "approve_closing" if is_approved else "decline_closing"
    record(f"workflow.{act}", closing, by=by, at=at, of=str(closing.subject))
    if is_approved:
        close = close_office if closing.organisation else close_township
        about = {"last_day": closing.last_day, "successor": closing.successor}
        close(closing.subject, by=by, at=at, **about)
    return closing


def _column(subject):
    return "organisation" if isinstance(subject, Organisation) else "township"
