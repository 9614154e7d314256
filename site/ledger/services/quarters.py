"""Closing a quarter and opening it again, and in which quarter something is booked."""

from django.db import transaction

from records.audit import record
from records.numbering import exclude_others
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if
from rules.sales import next_quarter, quarter

from ..freezing import frozen
from ..models import PeriodClose, Reopening, SalesRecord
from ..policies import reasons_against_closing
from ..reopening import reasons_against_answering, reasons_against_proposing


def lock_books():
    """The one lock of the ledger, until COMMIT: who books or closes waits for who does so now.

    Without it a sale could be committed into a quarter whose figures were just frozen.
    """
    exclude_others("ledger")


def last_closed():
    """The newest closed quarter, or None."""
    closes = PeriodClose.objects.in_force().order_by("-quarter")
    return closes.values_list("quarter", flat=True).first()


def open_quarter(day, closed):
    """The quarter in which something of ``day`` is booked: its own, or the first after ``closed``.

    ``closed`` is :func:`last_closed`, asked for once however many rows there are.
    """
    return open_from(quarter(day), closed)


def open_from(word, closed):
    """Quarter ``word`` where it is open, else the first after ``closed``."""
    return word if closed is None or word > closed else next_quarter(closed)


def quarter_to_close(at):
    """The oldest quarter with sales that is over and not closed; None when there is none."""
    last = last_closed()
    words = SalesRecord.objects.order_by("booked_quarter").values_list("booked_quarter", flat=True)
    word = next_quarter(last) if last else words.first()
    if word is None or reasons_against_closing(word, on=local_day(at)):
        return None
    return word


@transaction.atomic
def close_quarter(word, *, by, at):
    """Freeze the lines of a quarter; late records fall into the next one (§2.11)."""
    lock_books()
    refuse_if(reasons_against_closing(word, on=local_day(at)))
    close = PeriodClose.objects.create(
        quarter=word,
        version=PeriodClose.objects.filter(quarter=word).count() + 1,
        frozen_at=at,
        frozen_by=by,
        **frozen(SalesRecord.objects.filter(booked_quarter=word), word),
    )
    record("ledger.close", close, by=by, at=at, count=close.totals["count"], late=close.late_count)
    return close


@transaction.atomic
def propose_reopening(close, *, reason, by, at):
    """One head asks that the quarter closed last be opened again, with the reason."""
    lock_books()
    refuse_fields(reasons_against_proposing(close, reason=reason, by=by))
    reopening = Reopening.objects.create(
        close=close, reason=reason.strip(), proposed_at=at, proposed_by=by
    )
    record("ledger.propose_reopening", close, by=by, at=at, because=reopening.reason)
    return reopening


@transaction.atomic
def answer_reopening(reopening, *, is_agreed, answer="", by, at):
    """Another head agrees: the quarter takes bookings again, its frozen version is kept."""
    lock_books()
    reopening = Reopening.objects.select_related("close").get(pk=reopening.pk)
    refuse_fields(reasons_against_answering(reopening, is_agreed=is_agreed, answer=answer, by=by))
    reopening.is_agreed, reopening.answer = is_agreed, answer.strip()
    reopening.answered_at, reopening.answered_by = at, by
    reopening.save()
    if is_agreed:
        PeriodClose.objects.filter(pk=reopening.close_id).update(reopened_at=at)
    act = "ledger.reopen" if is_agreed else "ledger.refuse_reopening"
    record(act, reopening.close, by=by, at=at, because=reopening.answer or reopening.reason)
    return reopening
