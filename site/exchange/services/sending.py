"""The clock's part: what is approved goes out in order, and receipts are fetched.

A batch is claimed and that is committed before the receiver is spoken to. A claim outlives every
time limit of a transport, so two clocks never send at once; a clock that died leaves a claim that
runs out, and the batch goes again under the same number, which has one effect at the receiver.
"""

import logging
from datetime import timedelta

from django.db import transaction

from records.jobs import job
from rules.refusal import Refused

from ..contents import Damaged, open_files
from ..models import BatchDelivery, DeliveryAttempt
from ..models.deliveries import AWAITING, State
from ..packages import parcel
from ..receivers import receiver, receivers
from ..signing import SigningFailed
from ..transports import BY_HAND, Unavailable, transport
from .receipts import open_delivery_fault, take_receipt

log = logging.getLogger(__name__)
#: The waits between the tries, 24 hours in all; then it is work for a person.
LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 60, 120, 240, 480, 504))
#: How long a claim keeps others away: longer than any transport may take.
LEASE = timedelta(minutes=30)
DUE = (State.APPROVED, State.SENDING, *AWAITING)


@job("exchange", "报送批次", order=25)
def send_due(at):
    """Send and ask for receipts as far as it is due; ``{"sent": n, "failed": n}``."""
    by_hand = [each.title for each in receivers() if each.transport == BY_HAND]
    due = BatchDelivery.objects.first_in_line().filter(state__in=DUE, due_at__lte=at)
    due = due.exclude(batch__stream__receiver__in=by_hand)
    due = due.select_related("batch__stream").order_by("batch")
    sweep = send_due.each(due, lambda delivery: advance(delivery, at), at=at, atomic=False)
    return {"sent": sum(filter(None, sweep.done)), "failed": sweep.failed}


def advance(delivery, at):
    """One step of one batch; whether it got on. None when another clock has it."""
    is_sent = delivery.state in AWAITING
    if not _claim(delivery, at):
        return None
    act = "取回执" if is_sent else "发送"
    try:
        body = _ask(delivery) if is_sent else _send(delivery, at)
        return _note(delivery, body, at, is_sent=is_sent)
    except (Unavailable, Damaged, SigningFailed, Refused) as error:
        return _try_later(delivery, str(error), at, act=act)
    except Exception as error:  # the job notes it; a batch that nobody may skip would be stuck
        _try_later(delivery, f"系统错误（{type(error).__name__}）", at, act=act)
        raise


def _claim(delivery, at):
    """Take the row, by compare and set: of several clocks one sees its update count."""
    free = BatchDelivery.objects.filter(
        pk=delivery.pk, state=delivery.state, due_at=delivery.due_at, attempts=delivery.attempts
    )
    state = delivery.state if delivery.state in AWAITING else State.SENDING
    claimed = {"state": state, "begun_at": at, "due_at": at + LEASE}
    count = free.update(**claimed, attempts=delivery.attempts + 1)
    delivery.refresh_from_db()
    return count


def _send(delivery, at):
    batch = delivery.batch
    way = transport(receiver(batch.stream.receiver))
    with parcel(batch, open_files(batch)) as packed:
        return way.send(packed, at)


def _ask(delivery):
    return transport(receiver(delivery.batch.stream.receiver)).receipt(delivery.batch)


@transaction.atomic
def _note(delivery, body, at, *, is_sent):
    """It was brought, or asked for: what the receiver said decides how it goes on."""
    delivery = BatchDelivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state not in (State.SENDING, *AWAITING):
        return False  # a call-back was quicker
    act, tries = "取回执" if is_sent else "发送", delivery.attempts
    if not is_sent:
        _progress(delivery, since=at, attempts=0, state=State.SENT, due_at=at + LADDER[0])
        _log(delivery, act, State.SENT, "", at)
    receipt = take_receipt(delivery.batch, body, at=at) if body is not None else None
    if receipt is not None and receipt.distrust:
        is_lost = not is_sent and receipt.status == State.REJECTED
        if is_lost:  # what it refused is not what we sent, which goes again
            _progress(delivery, state=State.SENDING, attempts=tries)
        return _try_later(delivery, receipt.distrust, at, act="发送" if is_lost else "取回执")
    delivery.refresh_from_db()
    if delivery.state not in AWAITING:
        _log(delivery, "回执", delivery.state, delivery.reason, at)
        return True
    return _try_later(delivery, "尚无最终回执", at, act="取回执") if is_sent else True


@transaction.atomic
def _try_later(delivery, reason, at, *, act):
    """The next rung of the ladder; after the last one it is work for a person."""
    delivery = BatchDelivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state not in (State.SENDING, *AWAITING):
        return False
    is_over = delivery.attempts > len(LADDER)
    state = delivery.state if delivery.state in AWAITING else State.APPROVED
    state = State.FAILED if is_over else state
    wait = None if is_over else at + LADDER[max(delivery.attempts, 1) - 1]
    _progress(delivery, state=state, due_at=wait, reason=reason[:300])
    _log(delivery, act, state, reason, at)
    if is_over:
        open_delivery_fault(delivery.batch, f"24小时内{act}未成：{reason}", at)
    log.warning("batch %s: %s", delivery.batch, reason)
    return False


def _progress(delivery, **values):
    for name, value in values.items():
        setattr(delivery, name, value)
    delivery.save()


def _log(delivery, act, outcome, reason, at):
    DeliveryAttempt.objects.create(
        delivery=delivery, at=at, act=act, outcome=outcome, reason=reason[:300]
    )
