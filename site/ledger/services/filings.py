"""Filing a unit's ledgers for a quarter: prepared, signed, given back, returned (R47)."""

from django.db import transaction

from records.audit import record
from rules.periods import local_day
from rules.refusal import refuse_fields

from .. import filing_policies as policies
from ..filings import content
from ..models import Filing
from ..task_policies import about_text
from .quarters import last_closed, lock_books, open_from

NOT_RETURNED = {"returned_at": None, "returned_by": None, "return_reason": ""}


@transaction.atomic
def prepare_filing(unit, word, *, empty=(), note="", by, at):
    """The reporter hands in the ledgers as they are; anew until the head has signed."""
    lock_books()
    lines, note, empty = content(unit, word), note.strip(), sorted(empty)
    about = {"empty": empty, "lines": lines, "note": note, "on": local_day(at)}
    refuse_fields(policies.reasons_against_preparing(unit, word, by=by, **about))
    filing, _ = Filing.objects.update_or_create(
        unit=unit,
        quarter=word,
        defaults={
            "lines": lines,
            "empty": empty,
            "note": note,
            "prepared_at": at,
            "prepared_by": by,
            **NOT_RETURNED,
        },
    )
    record("ledger.prepare_filing", filing, by=by, at=at, lines=_counts(lines), empty=empty)
    return filing


def _counts(lines):
    return {ledger: line["count"] for ledger, line in lines.items()}


@transaction.atomic
def sign_filing(filing, *, by, at):
    """The head stands for it; it counts in its quarter, or the next one once that is closed.

    Under the lock with closing: it falls wholly before or after.
    """
    filing, on = _locked(filing), local_day(at)
    refuse_fields(policies.reasons_against_signing(filing, by=by, on=on))
    lines = content(filing.unit, filing.quarter)
    refuse_fields(policies.reasons_against_content(filing, lines, on))
    filing.signed_at, filing.signed_by = at, by
    filing.counted_quarter = open_from(filing.quarter, last_closed())
    filing.save()
    facts = {"counted": filing.counted_quarter, "lines": _counts(lines)}
    record("ledger.sign_filing", filing, by=by, at=at, **facts)
    return filing


@transaction.atomic
def give_back_filing(filing, *, reason, by, at):
    """The unit's own head wants it done better before signing."""
    filing = _locked(filing)
    reasons = [*policies.reasons_against_signing(filing, by=by, on=local_day(at)), *_about(reason)]
    _return(filing, reasons, reason, by=by, at=at)
    record("ledger.give_back_filing", filing, by=by, at=at, because=filing.return_reason)
    return filing


@transaction.atomic
def return_filing(filing, *, reason, by, at):
    """Whoever follows the unit sends a signed filing back, while its quarter is open."""
    filing = _locked(filing)
    reasons = [*policies.reasons_against_returning(filing, by=by), *_about(reason)]
    _return(filing, reasons, reason, by=by, at=at)
    record("ledger.return_filing", filing, by=by, at=at, because=filing.return_reason)
    return filing


def _about(reason):
    return about_text("reason", "退回原因", reason, least=4, most=300)


def _locked(filing):
    lock_books()
    rows = Filing.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=filing.pk)


def _return(filing, reasons, reason, *, by, at):
    refuse_fields(reasons)
    filing.returned_at, filing.returned_by, filing.return_reason = at, by, reason.strip()
    filing.signed_at = filing.signed_by = None
    filing.counted_quarter = ""
    filing.save()
