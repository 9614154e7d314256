"""May it be sent? Each function returns the reasons against; empty means yes."""

from . import schema
from .records import china_time


def reasons_against_manifest(manifest):
    titles = schema.faults(schema.MANIFEST, manifest)
    return [f"批次清单不符合交换格式：{'、'.join(titles)}"] if titles else []


def reasons_against_time(previous, at):
    """A batch is never older than the one before it, or the chain would run backwards."""
    if previous is None or previous.created_at <= at:
        return []
    return [f"生成时间不得早于上一批次{previous}的生成时间{china_time(previous.created_at)}"]
