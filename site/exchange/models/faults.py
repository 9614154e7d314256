"""Work that the exchange leaves to people: what could not be sent, was refused, or differs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules.sales import quarter_words

from ..codes import code_words, remedy
from .batches import ExportBatch, ExportStream
from .platform_files import PlatformFile

#: What is done about a fault that has no code of a receiver.
REMEDIES = {
    "difference": "与对方核实，写明结果后办结；系统不自动改动",
    "delivery": "打开批次看发送记录；排除原因后重新发送，或者由负责人跳过",
    "listed": "与平台核实：对方有误的请其更正，我方有误的按变更办理；写明结果后办结",
    "sold": "与单位核对台账：漏报的补登、错报的冲正；平台有误的写明结果后办结",
}


class FaultQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ExchangeFault.State.OPEN)

    def of(self, kind):
        return self.filter(kind=kind)


class ExchangeFault(models.Model):
    """报送问题: a record set aside or refused, a difference, a failed delivery; with its cause.

    At most one open for a record and receiver. It closes by itself when what was wrong is gone.
    What differs from a ``platform_file`` has no stream; the next file of the kind takes its place.
    """

    class Kind(models.TextChoices):
        FORMAT = "format", "不符合交换格式，未报送"
        REFUSED = "refused", "接收方不接受"
        DIFFERENCE = "difference", "对账不符"
        DELIVERY = "delivery", "批次未送达"
        LISTED = "listed", "与平台名单不符"
        SOLD = "sold", "与平台销售数据不符"

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        MENDED = "mended", "已更正"
        SUPERSEDED = "superseded", "已由后一版本代替"
        SKIPPED = "skipped", "不再报送"
        SETTLED = "settled", "已核实"
        WITHDRAWN = "withdrawn", "平台文件已撤销"

    stream = models.ForeignKey(
        ExportStream, models.PROTECT, null=True, related_name="faults", verbose_name="报送序列"
    )
    platform_file = models.ForeignKey(
        PlatformFile, models.PROTECT, null=True, related_name="faults", verbose_name="平台文件"
    )
    entry = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, null=True, related_name="+", verbose_name="目录条目"
    )
    quarter = models.CharField("季度", max_length=6, blank=True)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    state = models.CharField("状态", max_length=12, choices=State, default=State.OPEN)
    event = models.ForeignKey(
        "catalog.CertificateEvent",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="目录事件",
    )
    sale = models.ForeignKey(
        "ledger.SalesRecord",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="销售记录",
    )
    batch = models.ForeignKey(
        ExportBatch, models.PROTECT, null=True, related_name="faults", verbose_name="报送批次"
    )
    code = models.CharField("代码", max_length=20, blank=True)
    reason = models.CharField("原因", max_length=500)
    opened_at = models.DateTimeField("发现时间")
    goes_again = models.BooleanField("再次报送", default=False)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办结人"
    )
    because = models.CharField("处理说明", max_length=300, blank=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送问题"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(stream__isnull=False, platform_file__isnull=True)
                | Q(stream__isnull=True, platform_file__isnull=False, kind__in=["listed", "sold"]),
                name="exchangefault_of_a_stream_or_a_platform",
            ),
            models.UniqueConstraint(
                fields=["stream", "event"],
                condition=Q(state="open", event__isnull=False),
                name="exchangefault_one_open_for_event",
            ),
            models.UniqueConstraint(
                fields=["stream", "sale"],
                condition=Q(state="open", sale__isnull=False),
                name="exchangefault_one_open_for_sale",
            ),
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(state="open", kind="delivery"),
                name="exchangefault_one_open_for_delivery",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="exchangefault_closed_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["skipped", "settled"])
                | (Q(closed_by__isnull=False) & ~Q(because="")),
                name="exchangefault_skipped_with_reason",
                violation_error_message="不再报送须说明原因",
            ),
        ]

    def __str__(self):
        about = self.event or self.sale or self.batch or self.entry
        return f"{about or self.platform_file or self.stream}"

    @property
    def responsible(self):
        """Who made the batch or brought the file that it came from; None where the clock did."""
        if self.platform_file_id:
            return self.platform_file.uploaded_by
        return self.batch.delivery.prepared_by if self.batch_id else None

    @property
    def quarter_words(self):
        return quarter_words(self.quarter) if self.quarter else ""

    @property
    def code_words(self):
        return code_words(self.code)

    @property
    def remedy(self):
        """What is to be done about it, as far as its code or its kind says."""
        return remedy(self.code) or REMEDIES.get(self.kind, "")

    @property
    def certificate(self):
        """The entry that it is about, if it is about one."""
        record = self.event or self.sale
        return record.certificate if record else self.entry
