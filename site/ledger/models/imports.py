"""Files of sales and ledgers: each read, judged row by row, booked once confirmed, undone whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

#: The word of an import of sales; every other word is one of ``ledger.ledgers``.
SALES = "sales"


class ImportBatch(models.Model):
    """导入批次: one file, read and judged; nothing is booked until it is confirmed.

    A holder's small file keeps its ``rows`` here; a unit's, which may be large, is kept as ``file``
    and read again, stretch by stretch, up to ``position``.
    """

    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sales_imports",
        verbose_name="销售单位",
    )
    unit = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name="填报单位",
    )
    ledger = models.CharField("台账", max_length=12, default=SALES)
    file_name = models.CharField("文件名", max_length=120)
    file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="文件",
    )
    sha256 = models.CharField("摘要", max_length=64)
    rows = models.JSONField("内容", default=list)
    headings = models.JSONField("文件的列名", default=list)
    mapping = models.JSONField("列的对应", default=dict)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    position = models.PositiveIntegerField("已处理行数", default=0)
    lines = models.PositiveIntegerField("总行数", default=0)
    fit = models.PositiveIntegerField("可导入条数", default=0)
    judged_at = models.DateTimeField("核对完成时间", null=True, blank=True)
    only_good = models.BooleanField("只导入无误的行", default=False)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    booked_at = models.DateTimeField("导入完成时间", null=True, blank=True)
    booked = models.PositiveIntegerField("登记条数", default=0)
    flagged = models.PositiveIntegerField("不计入条数", default=0)
    duplicates = models.PositiveIntegerField("重复条数", default=0)
    refused = models.PositiveIntegerField("有误条数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant__isnull=False, unit__isnull=True)
                | Q(applicant__isnull=True, unit__isnull=False, file__isnull=False),
                name="importbatch_of_a_holder_or_a_unit",
            )
        ]

    def __str__(self):
        return f"{self.file_name} {self.uploaded_at:%Y-%m-%d}"

    @property
    def state(self):
        """Where a unit's file stands: reading, judged, booking or done."""
        if self.booked_at:
            return "done"
        if self.confirmed_at:
            return "booking"
        return "judged" if self.judged_at else "reading"

    @property
    def percent(self):
        return 100 * self.position // self.lines if self.lines else 0


class ImportMistake(models.Model):
    """导入错误: one row of a file that cannot be booked, with every reason against it."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="mistakes", verbose_name="导入批次"
    )
    line = models.PositiveIntegerField("行号")
    reasons = models.TextField("有误之处")
    cells = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "导入错误"
        ordering = ["batch", "line"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="importmistake_once_a_line")
        ]

    def __str__(self):
        return f"第{self.line}行"


class ImportMapping(models.Model):
    """导入列对应: which heading of a unit's or a holder's own files is which column of a ledger."""

    unit = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="填报单位",
    )
    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申请单位",
    )
    ledger = models.CharField("台账", max_length=12)
    columns = models.JSONField("列的对应", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "导入列对应"
        constraints = [
            models.UniqueConstraint(fields=["unit", "ledger"], name="importmapping_once"),
            models.UniqueConstraint(
                fields=["applicant", "ledger"], name="importmapping_once_per_holder"
            ),
            models.CheckConstraint(
                condition=Q(applicant__isnull=False, unit__isnull=True)
                | Q(applicant__isnull=True, unit__isnull=False),
                name="importmapping_of_a_holder_or_a_unit",
            ),
        ]

    def __str__(self):
        return f"{self.unit or self.applicant} {self.ledger}"
