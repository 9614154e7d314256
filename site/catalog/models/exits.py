"""Leaving the catalogue takes a few working days, in which the holder may think better of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ExitRequestQuerySet(models.QuerySet):
    def open(self):
        """Neither taken back nor carried out."""
        return self.filter(taken_back_at__isnull=True, done_at__isnull=True)

    def due(self, on):
        """Those whose days for taking them back have passed by day ``on``."""
        return self.open().filter(last_day__lt=on)


class ExitRequest(models.Model):
    """退出申请: a holder asks to leave the catalogue; it leaves when ``last_day`` has passed."""

    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="exits", verbose_name="目录条目"
    )
    because = models.CharField("退出原因", max_length=300)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    last_day = models.DateField("可以收回的最后一日")
    taken_back_at = models.DateTimeField("收回时间", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收回人",
    )
    done_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = ExitRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退出申请"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(taken_back_at__isnull=True, done_at__isnull=True),
                name="exitrequest_one_open",
                violation_error_message="该目录条目已申请退出",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, done_at__isnull=True),
                name="exitrequest_taken_back_or_done",
            ),
        ]

    def __str__(self):
        return f"{self.certificate} 退出申请"
