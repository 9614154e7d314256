"""A month in which a unit sold nothing: said, not guessed from silence (R46)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class NoSales(models.Model):
    """无销售申报: a unit says that it sold nothing of its certified products in a month.

    A sale that is booked of the same month later on stands for itself; the report stays beside it.
    """

    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="no_sales", verbose_name="申请单位"
    )
    month = models.DateField("月份", help_text="该月第一日")
    reported_at = models.DateTimeField("申报时间")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申报人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "无销售申报"
        ordering = ["-month", "applicant"]
        constraints = [
            models.UniqueConstraint(fields=["applicant", "month"], name="nosales_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="nosales_of_a_whole_month"),
        ]

    def __str__(self):
        return f"{self.applicant} {self.month:%Y年%-m月}无销售"
