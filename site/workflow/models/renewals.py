"""Reminders that a certificate is about to end: each once, whatever the clock does (A16)."""

from django.db import models
from django.db.models import Q


class RenewalReminder(models.Model):
    """再次申请提醒: the holder of one entry was told, so many days before its end."""

    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="reminders", verbose_name="目录条目"
    )
    days = models.PositiveSmallIntegerField("到期前天数")
    letter = models.OneToOneField(
        "workflow.Letter", models.PROTECT, related_name="+", verbose_name="告知"
    )
    sent_at = models.DateTimeField("发出时间")

    class Meta:
        verbose_name = verbose_name_plural = "再次申请提醒"
        constraints = [
            models.UniqueConstraint(fields=["certificate", "days"], name="renewalreminder_once"),
            models.CheckConstraint(condition=Q(days__gt=0), name="renewalreminder_before_the_end"),
        ]

    def __str__(self):
        return f"{self.certificate} 到期前{self.days}天"
