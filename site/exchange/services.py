"""Making batches: pulling every event of the catalogue not yet sent, once, and freezing it."""

from django.conf import settings
from django.db import transaction

from catalog.models import CertificateEvent
from printing.tables import as_csv, as_xlsx
from records.audit import record as audit
from records.numbering import next_serial
from registry import rulesets
from rules.numbers import batch_number
from rules.periods import local_day
from rules.refusal import refuse_if
from rules.vocabulary import PRODUCT

from . import schema
from .digests import canonical, sha256
from .manifests import RECORDS, TABLE, WORKBOOK, manifest
from .models import ExportBatch, ExportedEvent, ExportStream
from .policies import reasons_against_manifest, reasons_against_records, reasons_against_time
from .records import record

RECEIVER = f"全国{PRODUCT}目录平台"


class Damaged(LookupError):
    """A frozen batch no longer agrees with its own manifest; the operator must look into it."""


@transaction.atomic
def export_catalog(*, at, by=None):
    """The newest batch of the catalogue, made now when there are events not yet sent.

    Returns None when nothing was ever there to send. Two exporters at once take turns on the
    stream's row, so the second finds nothing new. Raises ``Refused`` (a record or the time does
    not fit) and ``NoRuleSet``; then no batch, no number and no event is used up.
    """
    stream = _turn(ExportStream.Dataset.CATALOG, RECEIVER)
    newest = stream.batches.order_by("-sequence").first()
    events = list(_unsent())
    if not events:
        return newest
    refuse_if(reasons_against_time(newest, at))
    batch = _frozen(_drafted(stream, newest, events, at), [record(event) for event in events])
    ExportedEvent.objects.bulk_create(
        [ExportedEvent(event=event, batch=batch) for event in events], batch_size=500
    )
    audit("exchange.export", batch, by=by, at=at, records=batch.record_count)
    return batch


def contents(batch):
    """The package of ``batch``: file path to bytes, the manifest last; raises :class:`Damaged`."""
    files = _data_files(batch.records, batch.table, batch.workbook)
    written = batch.manifest.encode()
    if sha256(written) != batch.manifest_sha256 or any(
        sha256(content) not in batch.manifest for content in files.values()
    ):
        raise Damaged(f"批次{batch}的冻结内容与其清单摘要不符，请核查数据库")
    return {**files, "manifest.json": written}


def _turn(dataset, receiver):
    stream, _ = ExportStream.objects.get_or_create(dataset=dataset, receiver=receiver)
    return ExportStream.objects.select_for_update().get(pk=stream.pk)


def _unsent():
    """In the order in which they happened, so that a record's versions ascend."""
    return (
        CertificateEvent.objects.filter(exported__isnull=True)
        .select_related(
            "certificate__applicant", "certificate__ruleset", "product_version__origin_township"
        )
        .order_by("pk")
    )


def _drafted(stream, previous, events, at):
    day = local_day(at)
    days = [local_day(event.effective_at) for event in events]
    region = rulesets.in_force(day).local_region
    return ExportBatch(
        batch_id=batch_number(region, "CAT", day, next_serial("batch-CAT", day.year)),
        stream=stream,
        mode=ExportBatch.Mode.DELTA if previous else ExportBatch.Mode.FULL,
        sequence=previous.sequence + 1 if previous else 1,
        previous=previous,
        previous_manifest_sha256=previous.manifest_sha256 if previous else "",
        created_at=at.replace(microsecond=0),
        period_from=min(days),
        period_until=max(days),
        record_count=len(events),
    )


def _frozen(batch, records):
    """Fill and save ``batch``: its three files, then the manifest over them."""
    refuse_if(reasons_against_records(records))
    columns = schema.columns(schema.RECORD)
    batch.records = canonical(records)
    batch.table = as_csv(records, columns)
    batch.workbook = as_xlsx(records, columns, title=schema.schema(schema.RECORD)["title"])
    files = _data_files(batch.records, batch.table, batch.workbook)
    described = manifest(batch, records, source=_source(batch.created_at), files=files)
    refuse_if(reasons_against_manifest(described))
    batch.manifest = canonical(described)
    batch.manifest_sha256 = sha256(batch.manifest.encode())
    batch.save()
    return batch


def _data_files(records, table, workbook):
    return {RECORDS: records.encode(), TABLE: table.encode(), WORKBOOK: bytes(workbook)}


def _source(at):
    ruleset = rulesets.in_force(local_day(at))
    office = ruleset.office
    return {
        "name": office.official_name,
        "region": ruleset.local_region,
        "system": settings.SITE_NAME,
    }
