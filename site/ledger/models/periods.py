"""Closed quarters: their lines as frozen, so that a bulletin can be reckoned again (§2.11)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.amounts import yuan
from rules.refusal import Refused

from .sales import SalesRecord


class PeriodCloseQuerySet(models.QuerySet):
    def in_force(self):
        """What was not opened again: one version per quarter."""
        return self.filter(reopened_at__isnull=True)


class PeriodClose(models.Model):
    """统计关账: one version of a quarter whose lines stand; what comes later is the next one's.

    Every line is booked under the ledger's one lock and never changed, so its lines are those of
    the quarter up to ``last_line``; ``lines_sha256`` proves that they are the same.
    """

    quarter = models.CharField("季度", max_length=6)
    version = models.PositiveSmallIntegerField("第几版", default=1)
    totals = models.JSONField("关账数据")
    tables = models.JSONField("分类数据", default=dict)
    public_tables = models.JSONField("可公开的分类数据", default=dict)
    counts = models.JSONField("工作数", default=dict)
    filings = models.JSONField("台账报送情况", default=dict)
    totals_sha256 = models.CharField("数据摘要", max_length=64)
    last_line = models.PositiveBigIntegerField("最后一条记录", default=0)
    lines_sha256 = models.CharField("记录摘要", max_length=64)
    late_count = models.PositiveIntegerField("补报条数", default=0)
    late_fen = models.BigIntegerField("补报金额（分）", default=0)
    frozen_at = models.DateTimeField("关账时间")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="关账人"
    )
    reopened_at = models.DateTimeField("重新开账时间", null=True, blank=True)

    objects = PeriodCloseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "统计关账"
        ordering = ["-quarter", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["quarter", "version"], name="periodclose_version_once"),
            models.UniqueConstraint(
                fields=["quarter"],
                condition=Q(reopened_at__isnull=True),
                name="periodclose_one_in_force",
                violation_error_message="该季度已关账",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(reopened_at__gte=F("frozen_at")),
                name="periodclose_reopened_after_freezing",
            ),
        ]

    def __str__(self):
        return self.quarter if self.version == 1 else f"{self.quarter}（第{self.version}版）"

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

    @property
    def late_amount(self):
        """What came late to an earlier quarter and counts here, in yuan."""
        return yuan(self.late_fen)

    @property
    def lines(self):
        """The frozen lines, flagged ones too, as a queryset."""
        return SalesRecord.objects.filter(booked_quarter=self.quarter, pk__lte=self.last_line)


class Reopening(models.Model):
    """重新开账: one head asks that a closed quarter be opened again, another agrees or not."""

    close = models.ForeignKey(
        PeriodClose, models.PROTECT, related_name="reopenings", verbose_name="统计关账"
    )
    reason = models.CharField("原因", max_length=300)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    is_agreed = models.BooleanField("同意", null=True, blank=True)
    answer = models.CharField("意见", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "重新开账"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["close"],
                condition=Q(answered_at__isnull=True) | Q(is_agreed=True),
                name="reopening_one_open_or_agreed",
                violation_error_message="该季度已有重新开账的申请",
            ),
            models.CheckConstraint(
                condition=Q(
                    is_agreed__isnull=True, answered_at__isnull=True, answered_by__isnull=True
                )
                | Q(
                    is_agreed__isnull=False,
                    answered_at__gte=F("proposed_at"),
                    answered_by__isnull=False,
                ),
                name="reopening_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")),
                name="reopening_takes_two",
                violation_error_message="提出和同意重新开账的须是两位负责人",
            ),
        ]

    def __str__(self):
        return f"{self.close}重新开账"
