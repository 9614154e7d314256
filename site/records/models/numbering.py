"""Serial numbers without a gap or a repeat: one row per series and year."""

from django.db import models


class Counter(models.Model):
    """流水号: the last serial given out in a series (application, certificate, notice) and year."""

    series = models.CharField("序列", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用至", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "流水号"
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_once_per_year")
        ]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"
