"""What an office keeps of a document beside its words: whose it is, its series, to whom it goes."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField

from .vocabularies import DocumentSeries


class Administered(models.Model):
    """An office's own facts of a document; none of them is a word of its text."""

    office = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="归口单位",
        help_text="该单位的拟稿人员可以修改；空着的，由本网站主管单位的拟稿人员修改",
    )
    doc_series = models.ForeignKey(
        DocumentSeries,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发文代字",
        help_text="选定的，发文字号空着，签发时按年度顺序编号",
    )
    delivered_to = ParentalManyToManyField(
        "registry.Organisation", blank=True, related_name="+", verbose_name="分送单位"
    )
    delivered_groups = ParentalManyToManyField(
        "pages.RecipientGroup", blank=True, related_name="+", verbose_name="分送分组"
    )
    see_also = ParentalManyToManyField(
        "pages.DocumentPage",
        blank=True,
        related_name="seen_from",
        verbose_name="相关文件",
    )

    class Meta:
        abstract = True
