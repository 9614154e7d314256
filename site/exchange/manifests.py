"""The manifest of a batch: what it holds, what came before it, and the digests of its files."""

from collections import Counter

from .digests import sha256, sm3
from .records import china_time

SCHEMA_VERSION = "1.0"
RECORDS, TABLE, WORKBOOK = "data/catalog.json", "data/catalog.csv", "data/catalog.xlsx"
MEDIA_TYPES = {
    RECORDS: "application/json",
    TABLE: "text/csv; charset=utf-8",
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def manifest(batch, records, *, source, files):
    """The manifest of ``batch`` (an unsaved row) as plain values, without a signature.

    ``source`` is ``{name, region, system}``; ``files`` maps paths to bytes.
    """
    previous = batch.previous
    return {
        "schema_version": SCHEMA_VERSION,
        "batch_id": batch.batch_id,
        "dataset": batch.stream.dataset,
        "mode": batch.mode,
        "sequence": batch.sequence,
        "previous_batch_id": previous and previous.batch_id,
        "previous_manifest_sha256": batch.previous_manifest_sha256 or None,
        "source": source,
        "target": batch.stream.receiver,
        "created_at": china_time(batch.created_at),
        "period": {"from": f"{batch.period_from}", "to": f"{batch.period_until}"},
        "record_count": len(records),
        "op_counts": dict(Counter(record["op"] for record in records)),
        "control_totals": {
            "benefit_households": sum(record["benefit_households"] for record in records)
        },
        "files": [_file(path, content) for path, content in files.items()],
        "corrects_batch_id": None,
        "signature": None,
    }


def _file(path, content):
    return {
        "path": path,
        "media_type": MEDIA_TYPES[path],
        "bytes": len(content),
        "sha256": sha256(content),
        "sm3": sm3(content),
        "canonical": path == RECORDS,
    }
