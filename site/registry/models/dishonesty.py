"""The internal register of dishonest applicants (§2.9, A23): never published by itself."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.dishonesty import LONGEST_DAYS
from rules.periods import local_day
from rules.vocabulary import DISHONESTY_CAUSES


def person(title):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=title,
    )


class DishonestyQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(
            state=DishonestyEntry.State.EFFECTIVE,
            effective_from__lte=on,
            effective_until__gte=on,
        )

    def open(self):
        """Proposed or in force: somebody or the clock still has to act."""
        return self.filter(state__in=DishonestyEntry.OPEN)


class DishonestyEntry(models.Model):
    """失信登记: while effective, its applicant may not submit and nothing of it is listed (任务4).

    ``source`` names the paper that the proposal comes from, as 投诉举报 TS202000001. The day until
    which the unit may answer is the day that ends at ``defence_ends_at``.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟登记"
        NOTICED = "noticed", "已告知"
        EFFECTIVE = "effective", "生效"
        REPAIRED = "repaired", "已修复"
        LAPSED = "lapsed", "已届满"
        WITHDRAWN = "withdrawn", "已撤销"

    #: Before the decision; and everything that has not ended.
    UNDECIDED = (State.PROPOSED, State.NOTICED)
    OPEN = (*UNDECIDED, State.EFFECTIVE)

    number = models.CharField("编号", max_length=20, unique=True)
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="dishonesty", verbose_name="申请单位"
    )
    cause = models.CharField("事由", max_length=20, choices=DISHONESTY_CAUSES)
    facts = models.TextField("事实")
    basis = models.CharField("依据", max_length=200)
    source = models.CharField("来源", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    noticed_at = models.DateTimeField("告知时间", null=True, blank=True)
    noticed_by = person("告知人")
    defence_ends_at = models.DateTimeField("陈述申辩截止", null=True, blank=True)
    defence = models.TextField("陈述申辩", max_length=4000, blank=True)
    defended_at = models.DateTimeField("陈述申辩时间", null=True, blank=True)
    defended_by = person("陈述申辩人")
    decision = models.TextField("决定理由", blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = person("决定人")
    effective_from = models.DateField("有效期起", null=True, blank=True)
    effective_until = models.DateField("有效期止（含当日）", null=True, blank=True)
    ended_at = models.DateTimeField("终结时间", null=True, blank=True)
    end_reason = models.TextField("终结理由", blank=True)

    objects = DishonestyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "失信登记"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "noticed", "withdrawn"])
                | Q(
                    noticed_at__isnull=False,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    effective_from__isnull=False,
                    effective_until__isnull=False,
                ),
                name="dishonesty_effective_was_noticed_and_decided",
            ),
            models.CheckConstraint(
                condition=Q(noticed_at__isnull=True, noticed_by__isnull=True)
                & Q(defence_ends_at__isnull=True)
                | Q(noticed_by__isnull=False, defence_ends_at__gt=F("noticed_at")),
                name="dishonesty_notice_has_a_defence_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="noticed") | Q(noticed_at__isnull=False),
                name="dishonesty_noticed_has_a_notice",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True) | Q(decided_at__gte=F("defence_ends_at")),
                name="dishonesty_decided_after_the_defence",
                violation_error_message="陈述申辩期限未满，不得作出决定",
            ),
            models.CheckConstraint(
                condition=Q(defended_at__isnull=True, defended_by__isnull=True, defence="")
                | (Q(defended_at__isnull=False, defended_by__isnull=False) & ~Q(defence="")),
                name="dishonesty_defence_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True, effective_until__isnull=True)
                | Q(effective_until__gte=F("effective_from")),
                name="dishonesty_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__lte=F("effective_from") + timedelta(days=LONGEST_DAYS)),
                name="dishonesty_three_years_at_most",
                violation_error_message="失信登记的期限不得超过三年",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="dishonesty_never_decided_by_its_proposer",
                violation_error_message="同一人不得提出又决定",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "noticed", "effective"], ended_at__isnull=True)
                | Q(state__in=["repaired", "lapsed", "withdrawn"], ended_at__isnull=False),
                name="dishonesty_ended_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["applicant", "cause"],
                condition=Q(state__in=["proposed", "noticed"]),
                name="dishonesty_one_open_proposal",
                violation_error_message="该单位因同一事由已有办理中的失信登记",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def answer_until(self):
        """The last day on which the unit may state its case; None before the notice."""
        return self.defence_ends_at and local_day(self.defence_ends_at - timedelta(seconds=1))
