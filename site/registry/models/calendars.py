"""Working days beyond the shipped papers: new State Council papers and local overrides."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class HolidayPaper(models.Model):
    """节假日安排: the State Council's paper of a year, entered by one, checked by another."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    title = models.CharField("文件名称", max_length=120)
    paper = models.JSONField("日期", help_text="holiday-cn 的 JSON 结构：year、papers、days")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
        help_text="复核后生效",
    )

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="holidaypaper_two_people",
                violation_error_message="录入人与复核人不得为同一人",
            )
        ]

    def __str__(self):
        return f"{self.year}年节假日安排"


class LocalOverride(models.Model):
    """本地工作日调整: one day that works, or rests, against the national paper."""

    day = models.DateField("日期", unique=True)
    is_working_day = models.BooleanField("上班")
    basis = models.CharField("依据文件", max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
        help_text="复核后生效",
    )

    class Meta:
        verbose_name = verbose_name_plural = "本地工作日调整"
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="localoverride_two_people",
                violation_error_message="录入人与复核人不得为同一人",
            )
        ]

    def __str__(self):
        return f"{self.day} {'上班' if self.is_working_day else '休息'}"
