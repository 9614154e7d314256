"""Files of a platform as evidence: its list of products, its sales (A39, R46)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate

from rules.vocabulary import CHANNELS


class PlatformFileQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at__isnull=True)


class PlatformFile(models.Model):
    """平台文件: one file that a platform gave, kept with its digest; nothing in it is booked.

    Read, then confirmed by a person, which opens work for every difference; taken back whole.
    ``last_day`` is the day of a list; sales lie between ``first_day`` and it, on one ``channel``.
    ``headings`` are those of a file that was refused because too few of them are known to us.
    """

    class Kind(models.TextChoices):
        CATALOG = "catalog", "产品名单"
        SALES = "sales", "销售数据"

    kind = models.CharField("内容", max_length=8, choices=Kind)
    platform = models.CharField("平台", max_length=60)
    channel = models.CharField("销售渠道", max_length=20, choices=CHANNELS, blank=True)
    first_day = models.DateField("数据起始日期", null=True, blank=True)
    last_day = models.DateField("名单日期或者数据截止日期")
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件"
    )
    sha256 = models.CharField("摘要", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    judged_at = models.DateTimeField("核对时间", null=True, blank=True)
    refusal = models.CharField("不能读取的原因", max_length=300, blank=True)
    headings = models.JSONField("未能识别的列名", default=list, blank=True)
    others = models.PositiveIntegerField("外县行数", default=0)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    because = models.CharField("撤销原因", max_length=200, blank=True)

    objects = PlatformFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "平台文件"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "platform", "sha256"],
                condition=Q(undone_at__isnull=True),
                name="platformfile_once",
                violation_error_message="该文件已经上传",
            ),
            models.CheckConstraint(
                condition=Q(kind="catalog", channel="", first_day__isnull=True)
                | Q(kind="sales", first_day__lte=F("last_day")) & ~Q(channel=""),
                name="platformfile_sales_have_a_channel_and_days",
            ),
            models.CheckConstraint(
                condition=Q(last_day__lte=TruncDate("uploaded_at")),
                name="platformfile_of_the_past",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(
                    confirmed_at__isnull=False, confirmed_by__isnull=False, judged_at__isnull=False
                ),
                name="platformfile_confirmed_when_judged",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, because="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(because=""),
                name="platformfile_undone_whole",
            ),
        ]

    def __str__(self):
        return f"{self.platform}{self.get_kind_display()} {self.last_day}"

    @property
    def state(self):
        """Where it stands: reading, judged, confirmed or undone."""
        if self.undone_at:
            return "undone"
        if self.confirmed_at:
            return "confirmed"
        return "judged" if self.judged_at else "reading"


class PlatformColumns(models.Model):
    """平台列名: which heading of a platform's files is which column of ours, as named."""

    kind = models.CharField("内容", max_length=8, choices=PlatformFile.Kind)
    platform = models.CharField("平台", max_length=60)
    columns = models.JSONField("列名", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "平台列名"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "platform"], name="platformcolumns_once")
        ]

    def __str__(self):
        return f"{self.platform}{self.get_kind_display()}"


class PlatformRow(models.Model):
    """平台文件行: one row as the platform wrote it, and the entry that it is about, if any.

    Money in fen. ``reasons`` say why the row cannot be compared; it is then in no comparison.
    """

    platform_file = models.ForeignKey(
        PlatformFile, models.CASCADE, related_name="rows", verbose_name="平台文件"
    )
    line = models.PositiveIntegerField("行号")
    number = models.CharField("证书编号", max_length=100, blank=True)
    name = models.CharField("产品名称", max_length=200, blank=True)
    holder = models.CharField("单位名称", max_length=200, blank=True)
    spec = models.CharField("规格", max_length=200, blank=True)
    price_fen = models.BigIntegerField("价格（分）", null=True)
    quarter = models.CharField("季度", max_length=6, blank=True)
    amount_fen = models.BigIntegerField("金额（分）", null=True)
    certificate = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="目录条目",
    )
    reasons = models.CharField("有误之处", max_length=500, blank=True)
    cells = models.JSONField("原文", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "平台文件行"
        ordering = ["platform_file", "line"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["platform_file", "line"], name="platformrow_once")
        ]

    def __str__(self):
        return f"第{self.line}行 {self.name or self.number}"
