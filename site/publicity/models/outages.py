"""Working days on which a notice could not be read for too long."""

from django.db import models
from django.db.models import Q

from records.models import AppendOnly

from .windows import Publicity


class OutageDay(AppendOnly):
    """公示中断日: a day on which looks failed beyond the limit; made up for once."""

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="outage_days", verbose_name="公示"
    )
    day = models.DateField("日期")
    minutes = models.PositiveSmallIntegerField("中断分钟", help_text="顺延时已经累计的分钟数")
    noted_at = models.DateTimeField("认定时间")

    class Meta:
        verbose_name = verbose_name_plural = "公示中断日"
        ordering = ["publicity", "day"]
        constraints = [
            models.UniqueConstraint(fields=["publicity", "day"], name="outageday_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="outageday_has_minutes"),
        ]

    def __str__(self):
        return f"{self.publicity.number} {self.day} {self.minutes}分钟"
