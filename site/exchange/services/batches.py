"""Making batches: pulling what was not yet sent, once, and freezing it (requirements §6.2–6.3)."""

from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from records.audit import record as audit
from records.numbering import next_serial
from registry import rulesets
from rules.numbers import batch_number
from rules.periods import local_day
from rules.refusal import refuse_if

from .. import schema
from ..building import Carried, Package, canonical_record
from ..datasets import KINDS
from ..digests import canonical, sha256
from ..manifests import manifest
from ..models import BatchDelivery, BatchPiece, ExportBatch, ExportedRecord, ExportStream
from ..models.deliveries import State
from ..policies import reasons_against_manifest, reasons_against_time
from ..receivers import first_receiver, receiver
from ..signing import signature
from . import set_aside

Mode = ExportBatch.Mode


def export_catalog(*, at, by=None):
    """The newest batch of the catalogue for the first receiver; see :func:`export_dataset`."""
    return export_dataset("catalog", at=at, by=by)


@transaction.atomic
def export_dataset(dataset, *, at, by=None, receiver=None, full=False):
    """The newest batch of ``dataset`` for ``receiver``, made now when there is something new.

    ``full``: one record per certificate, its latest (every sale), whatever went before; asked
    again with nothing new since, it is the same batch. A record that breaks the format is set
    aside as a fault and the batch goes on. Returns None when nothing was ever there to send.
    Two exporters at once take turns on the stream's row, so the second finds nothing new.
    Raises ``Refused`` (the time does not fit) and ``NoRuleSet``; then nothing is used up.
    """
    rulesets.in_force(local_day(at))
    receiver = receiver or first_receiver(dataset)
    stream = take_turn(dataset, receiver)
    newest = stream.batches.order_by("-sequence").first()
    kind = KINDS[dataset](stream)
    whole = newest is None or must_be_full(stream)
    if full and not whole:
        whole = newest.mode != Mode.FULL or _has_news(kind, at)
        if not whole:
            return newest
    with Package(kind.word, kind.schema) as package, Carried() as carried:
        _fill(package, carried, kind, full=whole, at=at)
        if not package.counts.records:
            return newest
        refuse_if(reasons_against_time(newest, at))
        batch = freeze(package, drafted(stream, newest, package.counts, at, full=whole), kind.code)
        _note_carried(batch, kind, carried)
    open_delivery(batch, by=by, at=at)
    return batch


def take_turn(dataset, receiver):
    """The stream under its row lock."""
    stream, _ = ExportStream.objects.get_or_create(dataset=dataset, receiver=receiver.title)
    return ExportStream.objects.select_for_update().get(pk=stream.pk)


def must_be_full(stream):
    """After a batch was skipped the receiver has a gap, which only a full one fills."""
    closed = stream.batches.filter(delivery__state=State.CLOSED)
    skipped = closed.aggregate(last=Max("sequence"))["last"] or 0
    full = stream.batches.filter(mode=Mode.FULL).aggregate(last=Max("sequence"))["last"] or 0
    return skipped >= full and skipped > 0


def _has_news(kind, at):
    """Whether a row waits that can go: one that is not taken, or is set aside, would wait again."""
    set_aside.notice_mended(kind)
    rows = chain.from_iterable(kind.rows(full=False, at=at))
    return any(_goes(kind, row, kind.record(row)) for row in rows)


def _goes(kind, row, written):
    return kind.is_taken(written) and not _reasons(kind, row, written)


def _reasons(kind, row, written):
    return schema.faults(kind.schema, written) + kind.reasons(row, written)


def _fill(package, carried, kind, *, full, at):
    """Add every record that holds to the format, and note which rows those are."""
    set_aside.notice_mended(kind)
    for page in kind.rows(full=full, at=at):
        for row in page:
            written = kind.record(row)
            if not kind.is_taken(written):
                continue
            if reasons := _reasons(kind, row, written):
                set_aside.keep(kind, row, reasons, at=at)
                kind.leave_out(row)
                continue
            text, digest = canonical_record(written)
            totals = kind.totals(written)
            package.add(written, text, day=kind.day(row), **totals)
            carried.add(row.pk, digest, sum(totals.values()))


def drafted(stream, previous, counts, at, *, full):
    """The unsaved batch; its number is used up when it is frozen."""
    return ExportBatch(
        stream=stream,
        mode=Mode.FULL if full else Mode.DELTA,
        sequence=previous.sequence + 1 if previous else 1,
        previous=previous,
        previous_manifest_sha256=previous.manifest_sha256 if previous else "",
        corrects=_skipped(stream) if full and previous else None,
        created_at=at.replace(microsecond=0),
        period_from=counts.days[0],
        period_until=counts.days[1],
        record_count=counts.records,
    )


def _skipped(stream):
    if not must_be_full(stream):
        return None
    return stream.batches.filter(delivery__state=State.CLOSED).order_by("-sequence").first()


def freeze(package, batch, code):
    """Number and save ``batch``: the manifest over its files, signed, and the files in pieces."""
    day = local_day(batch.created_at)
    source = _source(day)
    serial = next_serial(f"batch-{code}", day.year)
    batch.batch_id = batch_number(source["region"], code, day, serial)
    files = package.files()
    described = manifest(batch, source=source, counts=package.counts, files=files)
    described["signature"] = signature(described, receiver(batch.stream.receiver).signing_key)
    refuse_if(reasons_against_manifest(described))
    batch.manifest = canonical(described)
    batch.manifest_sha256 = sha256(batch.manifest.encode())
    batch.save()
    for file in files:
        for position, content in enumerate(file.pieces()):
            BatchPiece.objects.create(
                batch=batch, path=file.path, position=position, content=content
            )
    return batch


def open_delivery(batch, *, by, at):
    """The batch waits for a second person, and the trail tells who made it."""
    BatchDelivery.objects.create(batch=batch, prepared_by=by)
    audit("exchange.export", batch, by=by, at=at, records=batch.record_count)


def _note_carried(batch, kind, carried):
    """Remember what went, and let go of the faults that it mends or overtakes."""
    for page in carried.pages(500):
        rounds = _rounds(batch.stream, kind.link, [key for key, *_ in page])
        ExportedRecord.objects.bulk_create(
            ExportedRecord(
                stream=batch.stream,
                batch=batch,
                sha256=digest,
                total=total,
                round=rounds.get(key, 0) + 1,
                **{f"{kind.link}_id": key},
            )
            for key, digest, total in page
        )
    set_aside.close_mended(batch, kind, at=batch.created_at)


def _rounds(stream, link, keys):
    rows = ExportedRecord.objects.filter(stream=stream, **{f"{link}__in": keys})
    return dict(rows.values(link).annotate(last=Max("round")).values_list(link, "last"))


def _source(day):
    ruleset = rulesets.in_force(day)
    return {
        "name": ruleset.office.official_name,
        "region": ruleset.local_region,
        "system": settings.SITE_NAME,
    }
