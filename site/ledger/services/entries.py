"""Acts on the entries of any ledger: recorded, completed, made void, returned (R47)."""

from django.db import transaction

from files.intake import take
from records.audit import record
from records.numbering import next_serials
from rules.periods import local_day
from rules.refusal import refuse_fields

from ..entry_policies import (
    reasons_against_entry,
    reasons_against_later,
    reasons_against_number,
    reasons_against_returning,
    reasons_against_voiding,
)
from .quarters import lock_books


def drafted_entry(ledger, unit, *, by, at, **values):
    """The unsaved entry of ``unit`` in ``ledger``; ``values`` are its columns."""
    return ledger.model(unit=unit, recorded_by=by, recorded_at=at, **ledger.fixed, **values)


@transaction.atomic
def record_entry(ledger, unit, *, by, at, voucher=None, **values):
    """Enter one line; ``voucher`` is a ``SoundFile``. Without a number the ledger gives one.

    Raises :class:`Refused` with the reasons at their columns.
    """
    lock_books()
    entry = drafted_entry(ledger, unit, by=by, at=at, **values)
    entry.number = entry.number or own_number(ledger, at=at)
    refuse_fields(entry_reasons(ledger, entry, at=at))
    entry.voucher = take(voucher, by=by, at=at) if voucher else None
    entry.save()
    record("ledger.enter", entry, by=by, at=at, ledger=ledger.word, number=entry.number)
    return entry


def entry_reasons(ledger, entry, *, at):
    """Every reason against a new ``entry``, as ``[(column, reason)]``."""
    about = reasons_against_entry(ledger, entry, on=local_day(at))
    return [*about, *reasons_against_number(ledger, entry)]


def own_number(ledger, *, at):
    """A number that nobody has used in ``ledger``."""
    year = local_day(at).year
    while True:
        number = f"{ledger.word.upper()}-{year}-{next_serials(ledger.word, year, 1)[0]:05d}"
        if not ledger.model.objects.filter(number=number).exists():
            return number


@transaction.atomic
def complete_entry(ledger, entry, *, by, at, voucher=None, **values):
    """Fill in what is only known later, with a voucher; what was there goes to the trail.

    A voucher never takes the place of another.
    """
    lock_books()
    entry = ledger.rows().select_for_update(of=("self",)).get(pk=entry.pk)
    refuse_fields(reasons_against_later(ledger, entry, values, voucher))
    before = {name: ledger.by_name[name].write(entry) for name in values}
    for name, value in values.items():
        setattr(entry, name, value)
    refuse_fields(reasons_against_entry(ledger, entry, on=local_day(at)))
    if voucher:
        setattr(entry, entry.empty_voucher, take(voucher, by=by, at=at))
    entry.save()
    after = {name: ledger.by_name[name].write(entry) for name in values}
    record("ledger.complete", entry, by=by, at=at, before=before, after=after)
    return entry


@transaction.atomic
def void_entry(ledger, entry, *, reason, by, at):
    """Take an entry out of every list and total; it stays readable, with the reason."""
    lock_books()
    entry = ledger.model.objects.select_for_update().get(pk=entry.pk)
    refuse_fields(reasons_against_voiding(entry, reason=reason))
    make_void(entry, reason=reason, by=by, at=at)
    record("ledger.void", entry, by=by, at=at, because=reason, ledger=ledger.word)
    return entry


def make_void(entry, *, reason, by, at):
    """The row as void; a sale that it points at is free for another entry."""
    entry.voided_at, entry.voided_by, entry.void_reason = at, by, reason.strip()
    entry.save(update_fields=["voided_at", "voided_by", "void_reason"])


@transaction.atomic
def return_entry(ledger, entry, *, reason, by, at):
    """Send an entry back to its unit, which makes it void and enters it anew."""
    entry = ledger.model.objects.select_for_update().get(pk=entry.pk)
    refuse_fields(reasons_against_returning(entry, reason=reason))
    entry.returned_at, entry.returned_by, entry.return_reason = at, by, reason.strip()
    entry.save(update_fields=["returned_at", "returned_by", "return_reason"])
    record("ledger.return", entry, by=by, at=at, because=reason, ledger=ledger.word)
    return entry
