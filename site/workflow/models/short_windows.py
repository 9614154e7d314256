"""Windows that had closed by the old calendar when a new one made their lawful end later."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ShortWindowQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(decided_at__isnull=True)

    def about(self, item):
        return self.filter(entry__item=item)


class ShortWindow(models.Model):
    """公示期不足: a window that passed before a change of the calendar made its end later.

    What had ended is not made to run on by itself: its result was announced, and whether a day
    that was declared off afterwards counts is a head's judgement. Until then the product waits.
    """

    class Decision(models.TextChoices):
        AGAIN = "again", "重新公示"
        KEEP = "keep", "公示有效，继续办理"

    entry = models.ForeignKey(
        "publicity.PublicityEntry",
        models.PROTECT,
        related_name="short_windows",
        verbose_name="公示内容",
    )
    because = models.CharField("原因", max_length=240)
    lawful_last_day = models.DateField("按新的安排应公示至")
    last_day = models.DateField("实际公示末日")
    noted_at = models.DateTimeField("发现时间")
    decision = models.CharField("决定", max_length=8, choices=Decision, blank=True)
    text = models.TextField("理由", max_length=1000, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )

    objects = ShortWindowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示期不足"
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "lawful_last_day"], name="shortwindow_noted_once"
            ),
            models.CheckConstraint(
                condition=Q(lawful_last_day__gt=F("last_day")), name="shortwindow_is_short"
            ),
            models.CheckConstraint(
                condition=Q(decision="", text="", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(decision="")
                & ~Q(text="")
                & Q(decided_by__isnull=False, decided_at__gte=F("noted_at")),
                name="shortwindow_decision_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.entry}的公示期不足"
