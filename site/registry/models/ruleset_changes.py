"""Changing approved rules: entered by one, approved by another, as the rules themselves were."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .rulesets import RuleSet


class RuleSetChangeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at__isnull=True)


class RuleSetChange(models.Model):
    """规则版本修改: what is to be changed of an approved version, its end included.

    ``changes`` is ``{column: value}`` as JSON has it. Nothing of the version changes before another
    person has approved it.
    """

    ruleset = models.ForeignKey(
        RuleSet, models.CASCADE, related_name="changes", verbose_name="规则版本"
    )
    changes = models.JSONField("修改内容")
    is_interrupted = models.BooleanField("确认期间不连续", default=False)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    is_approved = models.BooleanField("批准", null=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )

    objects = RuleSetChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则版本修改"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ruleset"],
                condition=Q(decided_at__isnull=True),
                name="rulesetchange_one_waiting",
                violation_error_message="该规则版本已有待批准的修改",
            ),
            models.CheckConstraint(
                condition=Q(
                    is_approved__isnull=True, decided_at__isnull=True, decided_by__isnull=True
                )
                | Q(is_approved__isnull=False, decided_by__isnull=False)
                & Q(decided_at__gte=F("entered_at")),
                name="rulesetchange_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(is_approved=True) | ~Q(decided_by=F("entered_by")),
                name="rulesetchange_two_people",
                violation_error_message="录入人与批准人不得为同一人",
            ),
        ]

    def __str__(self):
        return f"{self.ruleset}的修改"

    def in_words(self):
        """``[(title, value)]`` of what is to be changed."""
        fields = {name: RuleSet._meta.get_field(name) for name in self.changes}
        return [(field.verbose_name, self.changes[name]) for name, field in fields.items()]
