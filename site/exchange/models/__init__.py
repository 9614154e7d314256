"""What is sent to other systems, how it got there, and what they answered."""

from .batches import BatchPiece, ExportBatch, ExportedRecord, ExportStream
from .deliveries import BatchDelivery, DeliveryAttempt, ExchangeReceipt
from .faults import ExchangeFault
from .looks import PublicPageLook
from .platform_files import PlatformColumns, PlatformFile, PlatformRow
from .webhooks import WebhookAttempt, WebhookNotice, WebhookSubscriber

__all__ = [
    "BatchDelivery",
    "BatchPiece",
    "DeliveryAttempt",
    "ExchangeFault",
    "ExchangeReceipt",
    "ExportBatch",
    "ExportStream",
    "ExportedRecord",
    "PlatformColumns",
    "PlatformFile",
    "PlatformRow",
    "PublicPageLook",
    "WebhookAttempt",
    "WebhookNotice",
    "WebhookSubscriber",
]
