"""案卷: a closed application as a file of the archive, with its number and how long it is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ArchiveFile(models.Model):
    """案卷: one closed application under its archive number, which is never given twice.

    After DA/T 22—2015: fonds, category and year of the matter's end, retention, serial.
    """

    class Retention(models.TextChoices):
        PERMANENT = "Y", "永久"
        THIRTY = "D30", "定期30年"
        TEN = "D10", "定期10年"

    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        related_name="archive_file",
        verbose_name="申请",
    )
    number = models.CharField("档号", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    retention = models.CharField("保管期限", max_length=3, choices=Retention)
    serial = models.PositiveIntegerField("件号")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="归档人"
    )
    filed_at = models.DateTimeField("归档时间")
    paper = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="卷内文件（PDF）",
        help_text="第一次打开时成文，此后不变",
    )

    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        ordering = ["-year", "retention", "-serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "retention", "serial"], name="archivefile_serial_once"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="archivefile_serial_from_one"),
        ]

    def __str__(self):
        return self.number

    @property
    def kept_until(self):
        """The last year in which it is kept; None for permanent ones."""
        years = {self.Retention.THIRTY: 30, self.Retention.TEN: 10}.get(self.retention)
        return years and self.year + years
