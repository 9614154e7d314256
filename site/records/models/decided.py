"""What one person enters and another decides: the columns of the decision, and its two rules."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DecidedQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has decided on them yet."""
        return self.filter(decided_at__isnull=True)

    def approved(self):
        return self.filter(is_approved=True)


class Decided(models.Model):
    """批准: with ``entered_by`` and ``entered_at`` of its own, in its own words."""

    is_approved = models.BooleanField("批准", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    objects = DecidedQuerySet.as_manager()

    class Meta:
        abstract = True


def decided_by_another(entered_by):
    """The constraints of a decision; ``entered_by`` is what who entered it is called."""
    return [
        models.CheckConstraint(
            condition=Q(is_approved=None, decided_by__isnull=True, decided_at__isnull=True)
            | Q(is_approved__isnull=False, decided_by__isnull=False)
            & Q(decided_at__gte=F("entered_at")),
            name="%(class)s_decision_is_whole",
        ),
        models.CheckConstraint(
            condition=~Q(is_approved=True) | ~Q(decided_by=F("entered_by")),
            name="%(class)s_two_people",
            violation_error_message=f"{entered_by}与批准人不得为同一人",
        ),
    ]
