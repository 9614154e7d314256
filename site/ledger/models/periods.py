"""Closed quarters: their totals as frozen, so that a bulletin can be reckoned again (§2.11)."""

from django.conf import settings
from django.db import models

from rules.amounts import yuan
from rules.refusal import Refused


class PeriodClose(models.Model):
    """统计关账: one quarter whose figures stand; what comes later belongs to the next one."""

    quarter = models.CharField("季度", max_length=6, unique=True)
    totals = models.JSONField("关账数据")
    totals_sha256 = models.CharField("数据摘要", max_length=64)
    frozen_at = models.DateTimeField("关账时间")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="关账人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "统计关账"
        ordering = ["-quarter"]

    def __str__(self):
        return self.quarter

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Refused(["已关账的季度不得修改"])
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Refused(["已关账的季度不得删除"])

    @property
    def amount(self):
        """The sum of the quarter in yuan, as people read it."""
        return yuan(self.totals["amount_fen"])
