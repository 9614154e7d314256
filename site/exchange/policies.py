"""May it be sent, approved, believed? Each returns the reasons against; empty means yes."""

from . import schema
from .models.deliveries import STUCK, State
from .records import china_time


def reasons_against_manifest(manifest):
    titles = schema.faults(schema.MANIFEST, manifest)
    return [f"批次清单不符合交换格式：{'、'.join(titles)}"] if titles else []


def reasons_against_time(previous, at):
    """A batch is never older than the one before it, or the chain would run backwards."""
    if previous is None or previous.created_at <= at:
        return []
    return [f"生成时间不得早于上一批次{previous}的生成时间{china_time(previous.created_at)}"]


def reasons_against_approving(delivery, by):
    """Whoever made a batch does not approve it (§6.3)."""
    if delivery.state != State.FROZEN:
        return [f"批次{delivery.batch}{delivery.get_state_display()}，不需要批准"]
    if delivery.prepared_by_id == by.pk:
        return ["批准人不得是生成人"]
    return []


def reasons_against_again(delivery):
    if delivery.state in STUCK or delivery.state in (State.SENT, State.RECEIVED):
        return []
    return [f"批次{delivery.batch}{delivery.get_state_display()}，不能重新发送"]


def reasons_against_skipping(delivery, because):
    """``(field, reason)`` pairs."""
    if delivery.is_finished:
        yield "", f"批次{delivery.batch}{delivery.get_state_display()}，不能跳过"
    if delivery.state == State.SENDING:
        yield "", "批次正在发送，请稍后再试"
    if len(because) < 2:
        yield "because", "请说明跳过的原因"


def reasons_against_receipt(batch, body, records):
    """Why a receipt cannot be believed; ``records`` are those it names by index."""
    if titles := schema.faults(schema.RECEIPT, body):
        return [f"回执不符合交换格式：{'、'.join(titles)}"]
    reasons = []
    if body["batch_id"] != batch.batch_id:
        reasons.append("回执的批次号不是本批次")
    if body["manifest_sha256"] != batch.manifest_sha256:
        reasons.append("回执的清单摘要与本批次不符")
    reasons += _reasons_against_counts(batch, body)
    for error in body["errors"]:
        record = records.get(error.get("index"))
        if error.get("index") is not None and (
            record is None or error.get("record_id") not in (None, record["record_id"])
        ):
            reasons.append("回执指出的记录不在本批次")
            break
    return reasons


def _reasons_against_counts(batch, body):
    counts, every = (body["accepted"], body["rejected"]), batch.record_count
    if body["status"] == "accepted" and counts != (every, 0):
        return ["回执的条数与本批次不符"]
    partly = body["status"] == "partially_accepted"
    if partly and (sum(counts) != every or 0 in counts or not body["errors"]):
        return ["回执的条数与本批次不符"]
    return []
