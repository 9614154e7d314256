"""A table that somebody takes away and that is too long to wait for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import StoredFile


class TableExportQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at__isnull=True)


class TableExport(models.Model):
    """导出文件: what was asked for, how far it is, and the sealed file until its days are over.

    ``address`` is the list with its conditions, below the site's prefix. It is asked again, with
    the rights that the person has then, when the file is made and when it is taken.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导出人"
    )
    asked_at = models.DateTimeField("提出时间")
    address = models.CharField("地址", max_length=1000)
    register = models.CharField("台账", max_length=100)
    title = models.CharField("名称", max_length=100)
    rows = models.PositiveIntegerField("行数")
    position = models.PositiveIntegerField("已写出", default=0)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    claimed_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)
    refusal = models.CharField("没有做成的原因", max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )

    objects = TableExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出文件"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "address"],
                condition=Q(finished_at__isnull=True),
                name="tableexport_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, file__isnull=True, refusal="")
                | Q(finished_at__isnull=False, file__isnull=False, refusal="")
                | (Q(finished_at__isnull=False, file__isnull=True) & ~Q(refusal="")),
                name="tableexport_ends_with_a_file_or_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.title}（{self.rows}行）"
