"""How a batch gets to its receiver: approval, attempts, receipts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..codes import STATUSES
from .batches import ExportBatch
from .frozen import Frozen


class State(models.TextChoices):
    """Where a batch stands (requirements §6.3)."""

    FROZEN = "frozen", "待批准"
    APPROVED = "approved", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送，待回执"
    RECEIVED = "received", "对方已收到，处理中"
    ACCEPTED = "accepted", "已接受"
    PARTIALLY_ACCEPTED = "partially_accepted", "部分接受"
    REJECTED = "rejected", "被拒收"
    CONFLICT = "conflict", "内容冲突"
    OUT_OF_SEQUENCE = "out_of_sequence", "次序不符"
    FAILED = "failed", "发送失败"
    CLOSED = "closed", "已跳过"


#: Nothing more will come of it, and the next batch of the stream may go.
FINISHED = (State.ACCEPTED, State.PARTIALLY_ACCEPTED, State.CLOSED)
#: Somebody has to act.
STUCK = (State.REJECTED, State.CONFLICT, State.OUT_OF_SEQUENCE, State.FAILED)
#: The receiver has it, as far as we know; its receipt is asked for.
AWAITING = (State.SENT, State.RECEIVED)
#: The receiver said so.
ANSWERED = (State.ACCEPTED, State.PARTIALLY_ACCEPTED, State.REJECTED, State.CONFLICT)


class DeliveryQuerySet(models.QuerySet):
    def unfinished(self):
        return self.exclude(state__in=FINISHED)

    def stuck(self):
        return self.filter(state__in=STUCK)

    def first_in_line(self):
        """Of each stream the oldest batch that is not finished: a later one waits for it."""
        earlier = BatchDelivery.objects.unfinished().filter(
            batch__stream=models.OuterRef("batch__stream"),
            batch__sequence__lt=models.OuterRef("batch__sequence"),
        )
        return self.unfinished().filter(~models.Exists(earlier))


class BatchDelivery(models.Model):
    """批次送达: where a batch stands, who prepared and who approved it, when it is tried next."""

    batch = models.OneToOneField(
        ExportBatch, models.PROTECT, related_name="delivery", verbose_name="报送批次"
    )
    state = models.CharField("状态", max_length=20, choices=State, default=State.FROZEN)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="生成"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准"
    )
    approved_at = models.DateTimeField("批准时间", null=True)
    due_at = models.DateTimeField("下次办理时间", null=True)
    begun_at = models.DateTimeField("开始发送时间", null=True)
    since = models.DateTimeField("本轮起始时间", null=True)
    attempts = models.PositiveSmallIntegerField("本轮已试次数", default=0)
    receipt = models.OneToOneField(
        "exchange.ExchangeReceipt",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="最终回执",
    )
    reason = models.CharField("原因", max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批次送达"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(prepared_by__isnull=True)
                | ~Q(approved_by=F("prepared_by")),
                name="delivery_approved_by_another",
                violation_error_message="批准人不得是生成人",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.FROZEN, State.CLOSED])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="delivery_sent_when_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) | Q(receipt__isnull=False),
                name="delivery_done_by_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(begun_at__isnull=False),
                name="delivery_sending_has_begun",
            ),
        ]

    def __str__(self):
        return f"{self.batch}"

    @property
    def is_finished(self):
        return self.state in FINISHED

    @property
    def is_stuck(self):
        return self.state in STUCK


class DeliveryAttempt(Frozen):
    """发送记录: one try to send a batch or to fetch its receipt, and what came of it."""

    delivery = models.ForeignKey(
        BatchDelivery, models.PROTECT, related_name="tries", verbose_name="批次送达"
    )
    at = models.DateTimeField("时间")
    act = models.CharField("办理", max_length=20)
    outcome = models.CharField("结果", max_length=20, choices=State)
    reason = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.delivery} {self.act}"


class ExchangeReceipt(Frozen):
    """回执: what a receiver answered, word for word, and whether it may be believed."""

    batch = models.ForeignKey(
        ExportBatch, models.PROTECT, related_name="receipts", verbose_name="报送批次"
    )
    receipt_id = models.CharField("回执编号", max_length=100)
    status = models.CharField("状态", max_length=20)
    accepted = models.PositiveIntegerField("接受条数")
    rejected = models.PositiveIntegerField("拒收条数")
    body = models.JSONField("回执内容")
    sha256 = models.CharField("回执摘要", max_length=64)
    taken_at = models.DateTimeField("取得时间")
    distrust = models.CharField("不予采信的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回执"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "sha256"], name="exchangereceipt_once")
        ]

    def __str__(self):
        return self.receipt_id

    @property
    def status_words(self):
        return STATUSES.get(self.status, self.status or "无法识别")
