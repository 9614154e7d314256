"""The exchange in numbers, for a monitor: what is not done, what failed, since when."""

from django.db.models import Count, Min

from records.measures import measure

from .models import BatchDelivery, ExchangeFault, ExportStream, WebhookNotice
from .models.deliveries import FINISHED, State
from .receivers import receivers

UNFINISHED = [state for state in State if state not in FINISHED]
NOTICES = (WebhookNotice.State.WAITING, WebhookNotice.State.FAILED)


@measure("exchange_batches", "Batches not done, by receiver and state.", "receiver", "state")
def batches(at):
    rows = BatchDelivery.objects.unfinished().order_by()
    rows = rows.values_list("batch__stream__receiver", "state").annotate(Count("pk"))
    counts = {(receiver, state): number for receiver, state, number in rows}
    for receiver in _receivers():
        for state in UNFINISHED:
            yield receiver, state.value, counts.get((receiver, state), 0)


@measure(
    "exchange_oldest_seconds",
    "Time since the oldest batch that is not done was approved; 0: none.",
    "receiver",
)
def oldest_batch(at):
    rows = BatchDelivery.objects.unfinished().filter(approved_at__isnull=False).order_by()
    rows = rows.values_list("batch__stream__receiver").annotate(Min("approved_at"))
    since = dict(rows)
    for receiver in _receivers():
        approved_at = since.get(receiver)
        yield receiver, (at - approved_at).total_seconds() if approved_at else 0


@measure("exchange_faults", "Open faults of the exchange, by kind.", "kind")
def faults(at):
    rows = ExchangeFault.objects.open().order_by().values_list("kind").annotate(Count("pk"))
    counts = dict(rows)
    for kind in ExchangeFault.Kind:
        yield kind.value, counts.get(kind, 0)


@measure("webhook_notices", "Notices of changes that wait, or failed for a day.", "state")
def notices(at):
    rows = WebhookNotice.objects.filter(subscriber__stopped_at=None).order_by()
    counts = dict(rows.values_list("state").annotate(Count("pk")))
    for state in NOTICES:
        yield state.value, counts.get(state, 0)


def _receivers():
    """Those of the settings, and those that only batches of earlier settings name."""
    earlier = ExportStream.objects.order_by().values_list("receiver", flat=True)
    return sorted({*(each.title for each in receivers()), *earlier})
