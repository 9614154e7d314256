"""Reconciliation: what we believe the receiver holds, told to it each month (§6.3).

The last month of a quarter closes the quarter too. Differences come back in the receipt and
become work for people; nothing is put right by itself.
"""

from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from records.jobs import job
from rules.periods import local_day

from .. import schema
from ..building import Package, canonical_record
from ..models import ExchangeFault, ExportedRecord, ExportStream
from ..models.deliveries import State
from ..receivers import receivers
from ..records import record_id
from ..transports import BY_HAND
from .batches import drafted, freeze, open_delivery, take_turn

Dataset = ExportStream.Dataset
PAGE = 500


@job("exchange_reconcile", "报送对账", order=160, every=timedelta(hours=6))
def reconcile_due(at):
    """A batch for each receiver whose last month has none yet; how many were made."""
    due = {_stream(each): each for each in receivers() if each.transport != BY_HAND}
    sweep = reconcile_due.each(due, lambda stream: _reconcile_month(due[stream], at), at=at)
    return sum(batch is not None for batch in sweep.done)


def _stream(receiver):
    stream, _ = ExportStream.objects.get_or_create(
        dataset=Dataset.RECONCILIATION, receiver=receiver.title
    )
    return stream


def _reconcile_month(receiver, at):
    """The batch of this month, or None; of two clocks the second waits and finds it there."""
    stream = take_turn(Dataset.RECONCILIATION, receiver)
    newest = stream.batches.order_by("-sequence").values_list("created_at", flat=True).first()
    if newest and local_day(newest) >= local_day(at).replace(day=1):
        return None
    return reconcile(receiver, at=at)


@transaction.atomic
def reconcile(receiver, *, at, by=None):
    """The list of all records that ``receiver`` accepted, as a batch; None when there are none."""
    stream = take_turn(Dataset.RECONCILIATION, receiver)
    newest = stream.batches.order_by("-sequence").first()
    day = local_day(at)
    with Package(Dataset.RECONCILIATION, schema.RECONCILED) as package:
        for row in held_by(receiver):
            line = _line(row)
            text, _ = canonical_record(line)
            package.add(line, text, day=day, total=line["total"])
        if not package.counts.records:
            return None
        batch = freeze(package, drafted(stream, newest, package.counts, at, full=True), "REC")
    open_delivery(batch, by=by, at=at)
    return batch


def held_by(receiver):
    """The newest accepted :class:`ExportedRecord` of each record that ``receiver`` was sent."""
    accepted = ExportedRecord.objects.filter(
        stream__receiver=receiver.title,
        batch__delivery__state__in=[State.ACCEPTED, State.PARTIALLY_ACCEPTED],
    )
    yield from _last_of_each(accepted, "event", "number", "version")
    yield from _last_of_each(accepted, "sale", "uid")


def _last_of_each(rows, link, thing, *versions):
    """Of the ``rows`` of each ``thing`` the last that was not refused; one pass, none kept."""
    refused = ExchangeFault.objects.filter(
        batch=OuterRef("batch"), kind=ExchangeFault.Kind.REFUSED, **{link: OuterRef(link)}
    )
    rows = rows.filter(~Exists(refused), **{f"{link}__isnull": False}).annotate(
        number=F("event__certificate__number"), version=F("event__version"), uid=F("sale__uid")
    )
    rows = rows.order_by(thing, *versions, "round").iterator(chunk_size=PAGE)
    for _, same in groupby(rows, key=attrgetter(thing)):
        *_, last = same
        yield last


def _line(row):
    is_event = row.event_id is not None
    return {
        "dataset": "catalog" if is_event else "sales",
        "record_id": record_id(row.number) if is_event else str(row.uid),
        "record_version": row.version if is_event else 1,
        "sha256": row.sha256,
        "total": row.total,
    }
