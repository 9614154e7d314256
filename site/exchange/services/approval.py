"""What people decide about a batch: approve it, send it again, skip it."""

from django.db import transaction

from records.audit import record as audit
from rules.refusal import refuse_fields, refuse_if

from ..contents import Damaged, open_files
from ..models import BatchDelivery, ExchangeFault
from ..models.deliveries import State
from ..policies import reasons_against_again, reasons_against_approving, reasons_against_skipping


@transaction.atomic
def approve(batch, *, by, at):
    """A second person lets the batch go; from now on the clock sends it."""
    delivery = _locked(batch)
    refuse_if([*reasons_against_approving(delivery, by), *_damage(batch)])
    delivery.state, delivery.approved_by, delivery.approved_at = State.APPROVED, by, at
    _start(delivery, at)
    audit("exchange.approve", batch, by=by, at=at)
    return delivery


@transaction.atomic
def resend(batch, *, by, at):
    """Send a batch that is stuck once more, under the same number and with the same bytes."""
    delivery = _locked(batch)
    refuse_if([*reasons_against_again(delivery), *_damage(batch)])
    delivery.state, delivery.reason = State.APPROVED, ""
    _start(delivery, at)
    close_fault(batch, at=at, because="重新发送", by=by)
    audit("exchange.resend", batch, by=by, at=at)
    return delivery


@transaction.atomic
def skip(batch, *, because, by, at):
    """Give a batch up, with those after it that are not finished: a full one takes their place."""
    delivery = _locked(batch)
    because = because.strip()
    refuse_fields(reasons_against_skipping(delivery, because))
    later = BatchDelivery.objects.select_for_update().unfinished()
    later = later.filter(
        batch__stream=batch.stream_id, batch__sequence__gte=batch.sequence
    ).select_related("batch")
    for each in later.order_by("batch__sequence"):
        each.state, each.reason, each.due_at = State.CLOSED, because[:300], None
        each.save()
        close_fault(each.batch, at=at, because=because, by=by)
        audit("exchange.skip", each.batch, by=by, at=at, because=because)
    return delivery


def close_fault(batch, *, at, because="", by=None):
    """The open fault of a batch's delivery is over."""
    faults = ExchangeFault.objects.open().of(ExchangeFault.Kind.DELIVERY).filter(batch=batch)
    state = ExchangeFault.State.SETTLED if by else ExchangeFault.State.MENDED
    faults.update(state=state, closed_at=at, closed_by=by, because=because[:300])


def _locked(batch):
    return BatchDelivery.objects.select_for_update().get(batch=batch)


def _start(delivery, at):
    delivery.due_at, delivery.since, delivery.attempts = at, at, 0
    delivery.save()


def _damage(batch):
    try:
        open_files(batch)
    except Damaged as damaged:
        return [str(damaged)]
    return []
