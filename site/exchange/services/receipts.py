"""Taking receipts: kept word for word, believed or not, and what follows from them."""

from django.db import transaction

from catalog.models import CertificateEvent
from ledger.models import SalesRecord
from records.audit import record as audit
from rules.refusal import refuse_if

from .. import schema
from ..codes import code_words
from ..contents import iter_records, records_at
from ..digests import canonical, sha256
from ..models import BatchDelivery, ExchangeFault, ExchangeReceipt
from ..models.deliveries import FINISHED, State
from ..policies import reasons_against_receipt
from ..records import china_time
from .approval import close_fault

#: status of the format → state of the batch; a duplicate's own receipt is still to be fetched
STATES = {
    "received": State.RECEIVED,
    "duplicate": State.RECEIVED,
    "accepted": State.ACCEPTED,
    "partially_accepted": State.PARTIALLY_ACCEPTED,
    "rejected": State.REJECTED,
    "conflict": State.CONFLICT,
    "out_of_sequence": State.OUT_OF_SEQUENCE,
}
NOT_APPROVED = "批次尚未批准"
#: Characters of a reason.
LONGEST = 500
#: How JSON writes the character that PostgreSQL does not take.
NUL = "\\u0000"
#: The receiver has answered: that it received the batch, too, is no news.
PAST_RECEIVING = (State.RECEIVED, State.REJECTED, State.CONFLICT, State.OUT_OF_SEQUENCE)


@transaction.atomic
def take_receipt(batch, body, *, at, by=None):
    """Keep what the receiver answered; the :class:`ExchangeReceipt`, the same one if told twice.

    One that cannot be believed says so in ``distrust`` and moves nothing. Of several final ones
    the first stands.
    """
    delivery = BatchDelivery.objects.select_for_update().get(batch=batch)
    body = _fit_to_keep(body)
    digest = sha256(canonical(body).encode())
    earlier = batch.receipts.filter(sha256=digest).first()
    if earlier is not None and (earlier.distrust or delivery.receipt_id == earlier.pk):
        return earlier
    receipt = earlier or _keep(delivery, body, digest, at)
    if not receipt.distrust:
        _move(delivery, receipt, at)
        audit("exchange.receipt", batch, by=by, at=at, status=receipt.status)
    return receipt


def _fit_to_keep(body):
    """``body``, or its text where no database takes it: no object, NUL, half a character, NaN."""
    try:
        text = canonical(body)
        text.encode()
    except ValueError:
        text = NUL
    return body if isinstance(body, dict) and NUL not in text else {"text": ascii(body)[:LONGEST]}


def _keep(delivery, body, digest, at):
    batch = delivery.batch
    reasons = reasons_against_receipt(batch, body, _records(batch, body))
    if not reasons:
        reasons = _contradictions(delivery, body)
    return ExchangeReceipt.objects.create(
        batch=batch,
        receipt_id=str(body.get("receipt_id", ""))[:100],
        status=str(body.get("status", ""))[:20],
        accepted=_count(body, "accepted"),
        rejected=_count(body, "rejected"),
        body=body,
        sha256=digest,
        taken_at=at,
        distrust="；".join(reasons)[:300],
    )


def _count(body, name):
    value = body.get(name)
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0


def _records(batch, body):
    errors = body.get("errors")
    indexes = [
        each.get("index")
        for each in (errors if isinstance(errors, list) else [])
        if isinstance(each, dict)
    ]
    numbers = {each for each in indexes if isinstance(each, int)}
    return records_at(batch, {each for each in numbers if 0 <= each < batch.record_count})


def _contradictions(delivery, body):
    """What was not let go has no answer; a final one stands, whatever else comes after it."""
    if delivery.state == State.FROZEN:
        return [NOT_APPROVED]
    is_over = delivery.state in FINISHED and delivery.receipt_id is not None
    says = STATES[body["status"]]
    if is_over and says not in (State.RECEIVED, delivery.state):
        return ["与已采信的最终回执不一致"]
    return []


def _move(delivery, receipt, at):
    state = STATES[receipt.status]
    if delivery.is_finished or (state == State.RECEIVED and delivery.state in PAST_RECEIVING):
        return
    if delivery.due_at is None:  # it was given up; from now on its receipt is asked for again
        delivery.due_at, delivery.attempts = at, 0
    delivery.state, delivery.reason = state, ""
    if state != State.RECEIVED:
        delivery.receipt, delivery.due_at = receipt, None
        delivery.reason = _words(receipt)
    delivery.save()
    _open_faults(delivery, receipt, at)


def _words(receipt):
    codes = sorted({error["code"] for error in receipt.body["errors"]})
    return "、".join(map(code_words, codes))[:300]


def _open_faults(delivery, receipt, at):
    batch = delivery.batch
    if delivery.is_stuck:
        open_delivery_fault(batch, f"{delivery.get_state_display()}：{_words(receipt)}", at)
        return
    close_fault(batch, at=at)
    is_reconciliation = batch.stream.dataset == "reconciliation"
    refused = set()
    for error, record in _errors_with_records(batch, receipt.body):
        if is_reconciliation:
            _open_difference(batch, record, error, at)
        elif record is not None:
            _open_refusal(batch, record, error, at)
            refused.add(record["record_id"])
    if not is_reconciliation and len(refused) < receipt.rejected:
        _open_difference(batch, None, _unnamed(receipt.rejected, len(refused)), at)


def _errors_with_records(batch, body):
    """``(error, its record or None)``: a receiver may name a record by place or by its id alone."""
    by_place = _records(batch, body)
    ids = {error.get("record_id") for error in body["errors"] if error.get("index") is None}
    rows = iter_records(batch) if ids - {None} else ()
    by_id = {row["record_id"]: row for row in rows if row["record_id"] in ids}
    for error in body["errors"]:
        place = error.get("index")
        yield error, by_id.get(error.get("record_id")) if place is None else by_place[place]


def _unnamed(rejected, named):
    """Who refuses more records than it names leaves it to people to ask which."""
    message = f"接收方拒收{rejected}条，只指明{named}条，其余的请与对方核实"
    return {"code": "E105_COUNT", "message": message}


def open_delivery_fault(batch, reason, at):
    """One open fault for a batch that does not get through; a second reason takes its place."""
    ExchangeFault.objects.update_or_create(
        batch=batch,
        kind=ExchangeFault.Kind.DELIVERY,
        state=ExchangeFault.State.OPEN,
        defaults={"stream": batch.stream, "reason": reason[:LONGEST], "opened_at": at},
    )


def _open_refusal(batch, record, error, at):
    link = subject(batch.stream.dataset, record)
    reason = _reason(error)
    fault, is_new = ExchangeFault.objects.get_or_create(
        stream=batch.stream,
        state=ExchangeFault.State.OPEN,
        **link,
        defaults={
            "kind": ExchangeFault.Kind.REFUSED,
            "batch": batch,
            "code": error["code"],
            "reason": reason,
            "opened_at": at,
        },
    )
    if not is_new:
        words = f"{fault.reason}；{reason}"[:LONGEST]
        ExchangeFault.objects.filter(pk=fault.pk).update(reason=words)


def _open_difference(batch, record, error, at):
    record = record or {"record_id": error.get("record_id") or "", "dataset": ""}
    words = f"{record['dataset']} {record['record_id']} {_reason(error)}".strip()
    ExchangeFault.objects.create(
        stream=batch.stream,
        batch=batch,
        kind=ExchangeFault.Kind.DIFFERENCE,
        code=error["code"],
        reason=words[:LONGEST],
        opened_at=at,
    )


def _reason(error):
    """What the receiver says, with its field in Chinese where the format has it."""
    field = error.get("field")
    words = f"{schema.heading(field)}：{error['message']}" if field else error["message"]
    return words[:LONGEST]


def subject(dataset, record):
    """``{"event": row}`` or ``{"sale": row}``: what a record of a batch tells of."""
    if dataset == "catalog":
        number, version = record["certificate_no"], record["record_version"]
        return {"event": CertificateEvent.objects.get(certificate__number=number, version=version)}
    return {"sale": SalesRecord.objects.get(uid=record["record_id"])}


@transaction.atomic
def record_answer(batch, *, status, number, by, at):
    """The officer writes down what a platform answered to a file carried by hand."""
    delivery = batch.delivery
    refuse_if(_reasons_against_answer(delivery, status, number))
    body = {
        "schema_version": "1.0",
        "receipt_id": number.strip(),
        "batch_id": batch.batch_id,
        "manifest_sha256": batch.manifest_sha256,
        "received_at": china_time(at),
        "status": status,
        "accepted": batch.record_count if status == "accepted" else 0,
        "rejected": 0 if status == "accepted" else batch.record_count,
        "errors": [],
    }
    return take_receipt(batch, body, at=at, by=by)


def _reasons_against_answer(delivery, status, number):
    if delivery.state == State.FROZEN:
        yield NOT_APPROVED
    if delivery.is_finished:
        yield f"批次{delivery.get_state_display()}，不再登记结果"
    if status not in ("accepted", "rejected"):
        yield "结果须为已接受或者被拒收"
    if not number.strip():
        yield "请填写对方的受理编号或者网页编号"
