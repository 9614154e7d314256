"""What went up and what came back: reports to the city, city and province outcomes (A12, A13)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.listed_words import refusal_reasons

from .days import day_of


class Report(models.Model):
    """上报: one letter to the city with the items it reports (R59, R60)."""

    document_no = models.CharField("上报文号", max_length=60)
    reported_on = models.DateField("上报日期")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    reported_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = verbose_name_plural = "上报"
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on__lte=day_of("reported_at")),
                name="report_not_ahead_of_its_act",
                violation_error_message="上报日期不得晚于办理之日",
            )
        ]

    def __str__(self):
        return self.document_no


class UpperReview(models.Model):
    """上级审核: the outcome of one item at one upper level, with its document (R15, R60, R61)."""

    class Level(models.TextChoices):
        CITY = "city", "市级复核"
        PROVINCE = "province", "省级审核备案"

    class Result(models.TextChoices):
        PASS = "pass", "通过"
        RETURN = "return", "退回补正"
        REFUSE = "refuse", "不通过"

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="upper_reviews", verbose_name="申请产品"
    )
    round = models.PositiveSmallIntegerField("轮次")
    level = models.CharField("层级", max_length=10, choices=Level)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="机关"
    )
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name="上报",
    )
    reported_on = models.DateField("上报日期")
    result = models.CharField("结果", max_length=8, choices=Result, blank=True)
    document_no = models.CharField("文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    scan = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="扫描件",
    )
    reason_code = models.CharField("理由代码", max_length=20, choices=refusal_reasons, blank=True)
    reasons = models.TextField("理由", blank=True)
    demands = models.JSONField("补正事项", default=list, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上级审核"
        ordering = ["reported_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "round", "level"], name="upperreview_once_per_round_and_level"
            ),
            models.CheckConstraint(
                condition=Q(
                    result="",
                    document_no="",
                    decided_on__isnull=True,
                    recorded_by__isnull=True,
                    recorded_at__isnull=True,
                )
                | (
                    ~Q(result="")
                    & ~Q(document_no="")
                    & Q(
                        decided_on__isnull=False,
                        recorded_by__isnull=False,
                        recorded_at__isnull=False,
                    )
                ),
                name="upperreview_outcome_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("reported_on")),
                name="upperreview_decided_after_reported",
                violation_error_message="决定日期不得早于上报日期",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__lte=day_of("recorded_at")),
                name="upperreview_not_ahead_of_its_act",
                violation_error_message="决定日期不得晚于登记之日",
            ),
            models.CheckConstraint(
                condition=Q(scan__isnull=True) | ~Q(result=""),
                name="upperreview_scan_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(result="refuse") | (~Q(reason_code="") & ~Q(reasons="")),
                name="upperreview_refusal_has_reasons",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_level_display()}：{self.get_result_display() or '待结果'}"
