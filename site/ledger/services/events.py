"""Registering products for an event, and what it brought (R32, R37)."""

from django.db import transaction
from django.db.models import Count, Sum

from records.audit import record
from rules.periods import local_day
from rules.refusal import refuse_if

from ..models import EventProduct, SalesEvent, SalesRecord


def reasons_against_registering(event, certificate, *, on):
    """Why ``certificate`` cannot take part: only what is valid today and on every day of it."""
    reasons = []
    if not certificate.is_live(on):
        reasons.append(f"该产品{certificate.status_text(on)}，不能登记")
    elif certificate.valid_until < event.ends_on:
        reasons.append("该产品的证书在活动结束前到期，不能登记")
    if event.voided_at:
        reasons.append("该活动已作废")
    if on > event.ends_on:
        reasons.append("活动已结束，不能再登记产品")
    if event.products.filter(certificate=certificate).exists():
        reasons.append("该产品已登记")
    return reasons


@transaction.atomic
def register_product(event, certificate, *, by, at):
    """Register a valid product for ``event``, before its end."""
    event = SalesEvent.objects.select_for_update().get(pk=event.pk)
    refuse_if(reasons_against_registering(event, certificate, on=local_day(at)))
    row = EventProduct.objects.create(
        event=event, certificate=certificate, registered_at=at, registered_by=by
    )
    record("ledger.register_product", event, by=by, at=at, certificate=certificate.number)
    return row


def turnover(event):
    """``{"count", "fen"}`` of the sales that name ``event``, net of returns; only what counts."""
    sales = SalesRecord.objects.counted().filter(event_code=event.number).order_by()
    return sales.aggregate(count=Count("pk"), fen=Sum("amount_fen", default=0))
