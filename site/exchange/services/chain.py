"""Whether what went out still is what went out: every batch, and each one's tie to the last."""

from ..contents import Damaged, open_files
from ..models import ExportBatch, ExportStream


def breaks(streams=None):
    """What is wrong with the batches of ``streams`` (all of them), in words; empty when whole."""
    faults = []
    for stream in ExportStream.objects.all() if streams is None else streams:
        previous = None
        for batch in ExportBatch.objects.filter(stream=stream).order_by("sequence"):
            faults += _breaks(batch, previous)
            previous = batch
    return faults


def _breaks(batch, previous):
    sequence = previous.sequence + 1 if previous else 1
    digest = previous.manifest_sha256 if previous else ""
    if (batch.sequence, batch.previous_manifest_sha256) != (sequence, digest):
        yield f"批次{batch}与上一批次不相衔接"
    try:
        open_files(batch)
    except Damaged as damaged:
        yield str(damaged)
