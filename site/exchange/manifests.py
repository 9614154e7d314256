"""The manifest of a batch: what it holds, what came before it, and the digests of its files."""

from .records import china_time

SCHEMA_VERSION = "1.0"


def manifest(batch, *, source, counts, files):
    """The manifest of ``batch`` (an unsaved row) as plain values, without a signature.

    ``source`` is ``{name, region, system}``; ``counts`` the package's ``ops`` and ``totals``;
    ``files`` the described files, :class:`exchange.building.DataFile`.
    """
    previous, corrected = batch.previous, batch.corrects
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
        "record_count": batch.record_count,
        "op_counts": counts.ops,
        "control_totals": counts.totals,
        "files": [file.described() for file in files],
        "corrects_batch_id": corrected and corrected.batch_id,
        "signature": None,
    }
