"""Inspections of certified products: quality, price and benefit, planned and done (任务4, R70)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

A_YEAR = timedelta(days=365)


class InspectionQuerySet(models.QuerySet):
    def scope(self, user):
        """A check that is only planned does not exist for who is tied to the holder (R67)."""
        tied = user.ties.values("applicant")
        return self.exclude(done_on__isnull=True, certificate__applicant__in=tied)

    def planned(self):
        return self.filter(done_on__isnull=True)

    def done(self):
        return self.filter(done_on__isnull=False)

    def failed(self):
        return self.filter(conclusion=Inspection.Conclusion.FAILED)


class Inspection(models.Model):
    """监督检查: one check of a catalogue entry by the office or the agriculture bureau."""

    class Finding(models.TextChoices):
        SOUND = "sound", "正常"
        PROBLEM = "problem", "有问题"
        NOT_CHECKED = "not_checked", "未检查"

    class Conclusion(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"

    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="inspections", verbose_name="目录条目"
    )
    owner = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="检查单位"
    )
    planned_on = models.DateField("计划日期")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="安排人"
    )
    done_on = models.DateField("检查日期", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="检查人",
    )
    quality = models.CharField("质量", max_length=12, choices=Finding, blank=True)
    price = models.CharField("价格", max_length=12, choices=Finding, blank=True)
    benefit = models.CharField("带贫成效", max_length=12, choices=Finding, blank=True)
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion, blank=True)
    findings = models.TextField("检查情况", max_length=4000, blank=True)
    follow_up = models.TextField("后续处理", max_length=1000, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监督检查"
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True, conclusion="")
                | (
                    Q(done_on__isnull=False, done_by__isnull=False)
                    & ~Q(conclusion="")
                    & ~Q(findings="")
                ),
                name="inspection_result_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(done_on__isnull=False),
                name="inspection_closed_after_done",
            ),
        ]

    def __str__(self):
        return f"{self.certificate} 监督检查"

    @property
    def cause(self):
        """Why its entry would be suspended, as a word of ``FINDING_REASONS``."""
        is_unsafe = self.quality == self.Finding.PROBLEM
        return "quality_safety" if is_unsafe else "no_longer_qualified"

    @property
    def proposes_suspension(self):
        """R19: a failed inspection asks the head of the office to suspend the entry."""
        return self.conclusion == self.Conclusion.FAILED and self.closed_on is None
