"""Sealing the audit trail into a hash chain, and finding what was changed in it since.

Rows are sealed in batches by the clock: chaining each row as it is written would serialise every
act of the house on one lock. Until its seal a row is guarded by its MAC alone, so a removed row of
the last minute is not noticed here; the mirror outside the host has it.
"""

import hashlib
from datetime import UTC, timedelta
from itertools import pairwise

from django.db import transaction

from .audit import mirror
from .models import AuditEvent, AuditSeal

BATCH = 1000
#: A row that no clock sealed for this long was not written by the house.
GRACE = timedelta(hours=1)


@transaction.atomic
def seal(at):
    """Seal up to :data:`BATCH` rows that have no seal yet; the new :class:`AuditSeal`, or None."""
    last = AuditSeal.objects.select_for_update().order_by("-number").first()
    rows = list(AuditEvent.objects.select_for_update().filter(seal=None).order_by("pk")[:BATCH])
    if not rows:
        return None
    previous = last.digest if last else ""
    number = last.number + 1 if last else 1
    made = AuditSeal.objects.create(
        number=number,
        sealed_at=at,
        rows=len(rows),
        previous=previous,
        digest=digest(number, previous, rows),
    )
    AuditEvent.objects.filter(pk__in=[row.pk for row in rows]).update(seal=made)
    transaction.on_commit(lambda: mirror.info(f'{{"seal": {number}, "digest": "{made.digest}"}}'))
    return made


def seal_all(at):
    """Seal whatever waits; the number of rows sealed."""
    sealed = 0
    while made := seal(at):
        sealed += made.rows
    return sealed


def digest(number, previous, rows):
    """SHA-256 in hex over a seal's number, the seal before it, and its rows in order."""
    link = hashlib.sha256(f"{number}|{previous}".encode())
    for row in rows:
        recorded = row.recorded_at.astimezone(UTC).isoformat()
        link.update(f"|{row.pk}|{row.mac}|{recorded}".encode())
    return link.hexdigest()


def faults(*, head="", at):
    """Everything that is wrong with the trail at ``at``, in Chinese; empty when it is whole.

    ``head`` is the digest of a seal that an outsider kept (the mirror, a print-out): a chain that
    no longer holds it was cut at its end.
    """
    seals = list(AuditSeal.objects.order_by("number"))
    found = [*_changed_rows(), *_broken_links(seals), *_unsealed(seals, at)]
    if head and head not in {each.digest for each in seals}:
        found.append(f"封存链中没有所给的摘要{head[:12]}：链尾被截断")
    return found


def _changed_rows():
    for row in AuditEvent.objects.order_by("pk").iterator():
        if row.mac != row.expected_mac():
            yield f"第{row.pk}号记录被改动，或不是本系统所写"


def _broken_links(seals):
    for before, after in pairwise([None, *seals]):
        expected = (before.number + 1, before.digest) if before else (1, "")
        if (after.number, after.previous) != expected:
            yield f"第{after.number}号封存与上一封存不相接"
        if after.mac != after.expected_mac():
            yield f"第{after.number}号封存被重做，或不是本系统所写"
        rows = list(after.events.order_by("pk"))
        if len(rows) != after.rows or digest(after.number, after.previous, rows) != after.digest:
            count = f"应有{after.rows}条，现有{len(rows)}条"
            yield f"第{after.number}号封存内的记录被增删或改动（{count}）"


def _unsealed(seals, at):
    if not seals:  # where no clock has ever run there is nothing to be late for
        return
    late = AuditEvent.objects.filter(seal=None, recorded_at__lt=at - GRACE).order_by("pk")
    for pk in late.values_list("pk", flat=True):
        yield f"第{pk}号记录一直未封存，可能为事后插入"
