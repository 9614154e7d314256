"""Sealing the audit trail into a hash chain; what was changed in it since, ``audit_faults`` finds.

Rows are sealed in batches by the clock: chaining each row as it is written would serialise every
act of the house on one lock. Until its seal a row is guarded by its MAC alone, so a removed row of
the last minute is not noticed here; the mirror outside the host has it.
"""

import hashlib

from django.db import transaction

from .audit import mirror
from .jobs import job
from .models import AuditEvent, AuditSeal
from .numbering import locked

BATCH = 1000
#: The chain is one for all years; its counter says which number was given out last.
SERIES, NO_YEAR = "audit_seal", 0


@transaction.atomic
def seal(at):
    """Seal up to :data:`BATCH` rows that have no seal yet; the new :class:`AuditSeal`, or None.

    The counter's row lock makes clocks wait for each other; what is read after it is what the
    other one committed. Of a row only its key and its check code are read, so that no row, however
    damaged, keeps the others from being sealed.
    """
    if not AuditEvent.objects.filter(seal=None).exists():
        return None
    counter = locked(SERIES, NO_YEAR)
    rows = AuditEvent.objects.filter(seal=None).order_by("pk").values_list("pk", "mac")[:BATCH]
    rows = list(rows)
    if not rows:  # another clock was quicker
        return None
    last = AuditSeal.objects.order_by("-number").first()
    counter.last = max(counter.last, last.number if last else 0) + 1
    counter.save(update_fields=["last"])
    return _write(counter.last, last, rows, at)


def _write(number, last, rows, at):
    previous = last.digest if last else ""
    total = (last.total if last else 0) + len(rows)
    new = AuditSeal.objects.create(
        number=number,
        sealed_at=at,
        rows=len(rows),
        total=total,
        previous=previous,
        digest=digest(number, previous, total, rows),
    )
    AuditEvent.objects.filter(pk__in=[pk for pk, _mac in rows]).update(seal=new)
    transaction.on_commit(lambda: mirror.info(f'{{"seal": {number}, "digest": "{new.digest}"}}'))
    return new


@job("seal", "审计封存", order=10)
def seal_all(at):
    """Seal whatever waits; the number of rows sealed."""
    sealed = 0
    while new := seal(at):
        sealed += new.rows
    return sealed


def digest(number, previous, total, rows):
    """SHA-256 in hex over a seal's number, the seal before it, the count of all rows sealed so
    far, and its own ``rows``, pairs of key and check code in order.
    """
    link = hashlib.sha256(f"{number}|{previous}|{total}".encode())
    for pk, mac in rows:
        link.update(f"|{pk}|{mac}".encode())
    return link.hexdigest()
