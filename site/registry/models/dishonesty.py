"""The internal register of dishonest applicants (§2.9, A23): never published by itself."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.vocabulary import DISHONESTY_CAUSES


class DishonestyQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(
            Q(effective_until__isnull=True) | Q(effective_until__gte=on),
            state=DishonestyEntry.State.EFFECTIVE,
            effective_from__lte=on,
        )


class DishonestyEntry(models.Model):
    """失信登记: while effective, its applicant may not submit (任务4)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟登记"
        NOTICED = "noticed", "已告知"
        EFFECTIVE = "effective", "生效"
        REPAIRED = "repaired", "已修复"
        LAPSED = "lapsed", "已届满"
        WITHDRAWN = "withdrawn", "已撤销"

    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="dishonesty", verbose_name="申请单位"
    )
    cause = models.CharField("事由", max_length=20, choices=DISHONESTY_CAUSES)
    facts = models.TextField("事实")
    basis = models.CharField("依据", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    effective_from = models.DateField("起", null=True, blank=True)
    effective_until = models.DateField("止（含当日）", null=True, blank=True)

    objects = DishonestyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "失信登记"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="effective") | Q(effective_from__isnull=False),
                name="dishonesty_effective_has_a_start",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gte=F("effective_from")),
                name="dishonesty_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.applicant} {self.get_cause_display()}"
