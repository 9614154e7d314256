"""What hangs on a document: its parts, its files, its figures, and its earlier versions."""

import hashlib

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .blocks import body_field


class Ordered(models.Model):
    """按顺序排列的行: what an editor can drag into its order."""

    sort_order = models.IntegerField("顺序", null=True, blank=True, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering = ["sort_order"]


class DocumentPart(Ordered):
    """文件组成部分: a plan that is issued, an annex, a form; printed after the text (R01)."""

    class Role(models.TextChoices):
        PLAN = "plan", "印发的文件"
        ANNEX = "annex", "附件"
        FORM = "form", "样表"

    page = ParentalKey(
        "pages.DocumentPage", on_delete=models.CASCADE, related_name="parts", verbose_name="文件"
    )
    role = models.CharField("类型", max_length=8, choices=Role, default=Role.ANNEX)
    label = models.CharField(
        "标注", max_length=20, blank=True, help_text="例如“附件1”，印在标题上方"
    )
    title = models.CharField("标题", max_length=200)
    body = body_field()

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("label")]),
        FieldPanel("title"),
        FieldPanel("body"),
    ]

    class Meta(Ordered.Meta):
        verbose_name = verbose_name_plural = "文件组成部分"

    def __str__(self):
        return self.title


class DocumentAttachment(Ordered):
    """文件附件: a file for download, with the digest it had when it was attached."""

    page = ParentalKey(
        "pages.DocumentPage",
        on_delete=models.CASCADE,
        related_name="attachments",
        verbose_name="文件",
    )
    file = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name="附件"
    )
    title = models.CharField("名称", max_length=200, help_text="印在“附件：”之后")
    sha256 = models.CharField("SHA-256 校验值", max_length=64, editable=False)

    panels = [FieldPanel("title"), FieldPanel("file")]

    class Meta(Ordered.Meta):
        verbose_name = verbose_name_plural = "文件附件"

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.sha256 = digest_of(self.file)
        super().save(*args, **kwargs)

    @property
    def is_intact(self):
        """Is the file still the one that was attached?"""
        return digest_of(self.file) == self.sha256


def digest_of(document):
    """SHA-256 of a library file, in hexadecimal."""
    with document.open_file() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class BulletinFigure(Ordered):
    """通报数据: one figure of a bulletin, as published."""

    class Group(models.TextChoices):
        TOTAL = "total", "总体情况"
        CHANNEL = "channel", "按销售渠道"
        SIX_ENTRY = "six_entry", "按“六进”"
        TOWNSHIP = "township", "按镇街"

    page = ParentalKey(
        "pages.DocumentPage", on_delete=models.CASCADE, related_name="figures", verbose_name="文件"
    )
    group = models.CharField("分组", max_length=12, choices=Group, default=Group.TOTAL)
    label = models.CharField("指标", max_length=40)
    amount = models.DecimalField("数值", max_digits=16, decimal_places=2)
    unit = models.CharField("单位", max_length=10)

    panels = [
        FieldRowPanel(
            [FieldPanel("group"), FieldPanel("label"), FieldPanel("amount"), FieldPanel("unit")]
        )
    ]

    class Meta(Ordered.Meta):
        verbose_name = verbose_name_plural = "通报数据"

    def __str__(self):
        return f"{self.label} {self.amount_text}{self.unit}"

    @property
    def amount_text(self):
        """The figure with thousands parted; money to the fen, a count without a point."""
        whole = self.amount == self.amount.to_integral_value() and "元" not in self.unit
        return f"{self.amount:,.0f}" if whole else f"{self.amount:,.2f}"


class DocumentVersion(models.Model):
    """文件版本: a text as it was published; a correction is a new one, with its note (§5.2)."""

    page = models.ForeignKey(
        "pages.DocumentPage", models.PROTECT, related_name="versions", verbose_name="文件"
    )
    number = models.PositiveSmallIntegerField("版次")
    published_at = models.DateTimeField("发布时间")
    note = models.CharField("更正说明", max_length=300, blank=True)
    text_sha256 = models.CharField("文本 SHA-256", max_length=64)
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="修订",
    )

    class Meta:
        verbose_name = verbose_name_plural = "文件版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number"], name="documentversion_once_per_number"
            )
        ]

    def __str__(self):
        return f"{self.page} 第{self.number}版"


class SignedFile(models.Model):
    """签发的文件: a library file or a picture behind a published wording, with its digest then.

    The database refuses to delete what is named here; ``signed_files.py`` says why before that.
    """

    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="files", verbose_name="文件版本"
    )
    file = models.ForeignKey(
        "wagtaildocs.Document",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="文件",
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="图片",
    )
    sha256 = models.CharField("SHA-256 校验值", max_length=64)
    broken_at = models.DateTimeField("发现被改动的时间", null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = verbose_name_plural = "签发的文件"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, picture__isnull=True)
                | models.Q(file__isnull=True, picture__isnull=False),
                name="signedfile_is_one_thing",
            ),
        ]

    def __str__(self):
        return str(self.file or self.picture)
