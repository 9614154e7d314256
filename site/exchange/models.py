"""What was sent to the national platform: batches frozen as they went out, and their events."""

from django.db import models
from django.db.models import F, Q

from rules.refusal import Refused


class FrozenQuerySet(models.QuerySet):
    """Rows that are written once; a change in bulk is refused like any other."""

    def update(self, **changes):
        raise Refused(["报送批次一经生成，不得修改"])

    def delete(self):
        raise Refused(["报送批次一经生成，不得删除"])


class Frozen(models.Model):
    """A row that is written once and never again (requirements §6.3)."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Refused(["报送批次一经生成，不得修改"])
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Refused(["报送批次一经生成，不得删除"])


class ExportStream(models.Model):
    """报送序列: one dataset towards one receiver. Its row is locked while a batch is made."""

    class Dataset(models.TextChoices):
        CATALOG = "catalog", "产品目录"

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

    ``records``, ``table``, ``workbook`` and ``manifest`` are the very contents of the four files.
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
    created_at = models.DateTimeField("生成时间")
    period_from = models.DateField("数据区间起")
    period_until = models.DateField("数据区间止（含当日）")
    record_count = models.PositiveIntegerField("记录数")
    records = models.TextField("记录（规范JSON）")
    table = models.TextField("表格（CSV）")
    workbook = models.BinaryField("工作簿（XLSX）")
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


class ExportedEvent(Frozen):
    """已报送事件: which batch carried an event of the catalogue; none is carried twice."""

    event = models.OneToOneField(
        "catalog.CertificateEvent",
        models.PROTECT,
        related_name="exported",
        verbose_name="目录事件",
    )
    batch = models.ForeignKey(
        ExportBatch, models.PROTECT, related_name="events", verbose_name="报送批次"
    )

    class Meta:
        verbose_name = verbose_name_plural = "已报送事件"
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.event} @ {self.batch}"
