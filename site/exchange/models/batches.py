"""Batches frozen as they go out, the pieces of their files, and which record each carries."""

from django.db import models
from django.db.models import F, Q

from .frozen import Frozen


class ExportStream(models.Model):
    """报送序列: one dataset towards one receiver. Its row is locked while a batch is made."""

    class Dataset(models.TextChoices):
        CATALOG = "catalog", "产品目录"
        SALES = "sales", "销售记录"
        RECONCILIATION = "reconciliation", "对账"

    dataset = models.CharField("数据集", max_length=16, choices=Dataset)
    receiver = models.CharField("接收方", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "报送序列"
        constraints = [
            models.UniqueConstraint(fields=["dataset", "receiver"], name="exportstream_once")
        ]

    def __str__(self):
        return f"{self.get_dataset_display()} → {self.receiver}"


class ExportBatch(Frozen):
    """报送批次: one package of ZGFP-EX 1.0, frozen; its files are rebuilt from here for ever.

    ``manifest`` is the very content of ``manifest.json``; the other files lie in its pieces.
    """

    class Mode(models.TextChoices):
        FULL = "full", "全量"
        DELTA = "delta", "增量"

    batch_id = models.CharField("批次号", max_length=30, unique=True)
    stream = models.ForeignKey(
        ExportStream, models.PROTECT, related_name="batches", verbose_name="报送序列"
    )
    mode = models.CharField("方式", max_length=5, choices=Mode)
    sequence = models.PositiveIntegerField("序号")
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="next", verbose_name="上一批次"
    )
    previous_manifest_sha256 = models.CharField("上一批次清单摘要", max_length=64, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name="更正的批次"
    )
    created_at = models.DateTimeField("生成时间")
    period_from = models.DateField("数据区间起")
    period_until = models.DateField("数据区间止（含当日）")
    record_count = models.PositiveIntegerField("记录数")
    manifest = models.TextField("批次清单")
    manifest_sha256 = models.CharField("清单摘要（SHA-256）", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "报送批次"
        ordering = ["-created_at", "-sequence"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="exportbatch_numbered"),
            models.CheckConstraint(
                condition=Q(
                    sequence=1, mode="full", previous__isnull=True, previous_manifest_sha256=""
                )
                | (Q(sequence__gt=1, previous__isnull=False) & ~Q(previous_manifest_sha256="")),
                name="exportbatch_chained",
            ),
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from")),
                name="exportbatch_period_in_order",
            ),
            models.CheckConstraint(condition=Q(record_count__gt=0), name="exportbatch_not_empty"),
        ]

    def __str__(self):
        return self.batch_id


class BatchPiece(Frozen):
    """批次文件片段: a stretch of one file of a batch, so that no file is ever whole in memory."""

    batch = models.ForeignKey(
        ExportBatch, models.PROTECT, related_name="pieces", verbose_name="报送批次"
    )
    path = models.CharField("路径", max_length=60)
    position = models.PositiveIntegerField("次序")
    content = models.BinaryField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "批次文件片段"
        ordering = ["path", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "path", "position"], name="batchpiece_in_order"
            )
        ]

    def __str__(self):
        return f"{self.batch} {self.path} #{self.position}"


class ExportedRecord(Frozen):
    """已报送记录: which batch carried an event of the catalogue or a sale to a receiver.

    ``sha256`` is that of the canonical record. A record goes once; ``round`` counts further ones
    for a record that the receiver refused, or whose batch was skipped.
    """

    stream = models.ForeignKey(
        ExportStream, models.PROTECT, related_name="+", verbose_name="报送序列"
    )
    batch = models.ForeignKey(
        ExportBatch, models.PROTECT, related_name="exported", verbose_name="报送批次"
    )
    event = models.ForeignKey(
        "catalog.CertificateEvent",
        models.PROTECT,
        null=True,
        related_name="exported",
        verbose_name="目录事件",
    )
    sale = models.ForeignKey(
        "ledger.SalesRecord",
        models.PROTECT,
        null=True,
        related_name="exported",
        verbose_name="销售记录",
    )
    round = models.PositiveSmallIntegerField("第几次", default=1)
    sha256 = models.CharField("记录摘要（SHA-256）", max_length=64)
    total = models.BigIntegerField("控制数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "已报送记录"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "event", "round"],
                condition=Q(event__isnull=False),
                name="exportedrecord_event_once",
            ),
            models.UniqueConstraint(
                fields=["stream", "sale", "round"],
                condition=Q(sale__isnull=False),
                name="exportedrecord_sale_once",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True) ^ Q(sale__isnull=True),
                name="exportedrecord_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.event or self.sale} @ {self.batch}"
