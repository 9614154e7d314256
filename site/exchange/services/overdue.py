"""What of the exchange should have happened by now: the witness of the clock asks."""

from datetime import timedelta

from records.witnesses import witness

from ..models import BatchDelivery, WebhookNotice
from ..models.deliveries import STUCK, State

#: How long a batch may wait for its approval.
PATIENCE = timedelta(days=5)


@witness(
    "exchange", "没有送达或者没有批准的报送批次", remedy="在“数据报送”中重新发送、跳过或者批准"
)
def late_batches(at):
    """``batch state`` of every batch that is stuck, or was not approved in five days."""
    rows = BatchDelivery.objects.filter(state__in=STUCK) | BatchDelivery.objects.filter(
        state=State.FROZEN, batch__created_at__lt=at - PATIENCE
    )
    rows = rows.select_related("batch").order_by("batch")
    return [f"{each.batch} {each.get_state_display()}" for each in rows.defer("batch__manifest")]


@witness("webhooks", "没有送达的变动通知", remedy="在“变动通知”中核对接收地址，重新发送或者停止")
def failed_notices(at):
    """The subscribers who could not be told for a whole day."""
    rows = WebhookNotice.objects.filter(
        state=WebhookNotice.State.FAILED, subscriber__stopped_at=None
    )
    return sorted(set(rows.values_list("subscriber__title", flat=True)))
