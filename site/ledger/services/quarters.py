"""Closing a quarter, and in which quarter something is booked."""

import hashlib
import json

from django.db import transaction

from records.audit import record
from records.numbering import exclude_others
from rules.periods import local_day
from rules.refusal import refuse_if
from rules.sales import next_quarter, quarter

from ..figures import totals
from ..models import PeriodClose, SalesRecord
from ..policies import reasons_against_closing


def lock_books():
    """The one lock of the ledger, until COMMIT: who books or closes waits for who does so now.

    Without it a sale could be committed into a quarter whose figures were just frozen.
    """
    exclude_others("ledger")


def last_closed():
    """The newest closed quarter, or None."""
    return PeriodClose.objects.order_by("-quarter").values_list("quarter", flat=True).first()


def open_quarter(day, closed):
    """The quarter in which something of ``day`` is booked: its own, or the first after ``closed``.

    ``closed`` is :func:`last_closed`, asked for once however many rows there are.
    """
    own = quarter(day)
    return own if closed is None or own > closed else next_quarter(closed)


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
    """Freeze the figures of a quarter; late records fall into the next one (§2.11)."""
    lock_books()
    refuse_if(reasons_against_closing(word, on=local_day(at)))
    figures = totals(SalesRecord.objects.filter(booked_quarter=word))
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True)
    close = PeriodClose.objects.create(
        quarter=word,
        totals=figures,
        totals_sha256=hashlib.sha256(text.encode()).hexdigest(),
        frozen_at=at,
        frozen_by=by,
    )
    record("ledger.close", close, by=by, at=at, count=figures["count"])
    return close
