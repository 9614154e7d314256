"""A code on paper that lets a unit, or one of its people, in without any e-mail (R77)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .secrets import EndingSecret, SecretQuerySet


class AccessCodeQuerySet(SecretQuerySet):
    def unused(self, at):
        """Neither used nor revoked nor expired at ``at``."""
        return self.open(at).filter(last_used_at=None)


class AccessCode(EndingSecret):
    """办理码: printed once at the office and handed over; it works once.

    Without a ``person`` its bearer becomes the unit's manager; with one, that person sets a new
    password and is asked for no second factor any more.
    """

    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="codes", verbose_name="申请单位"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="人员",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )

    objects = AccessCodeQuerySet.as_manager()

    class Meta(EndingSecret.Meta):
        verbose_name = verbose_name_plural = "办理码"
        constraints = [
            *EndingSecret.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="accesscode_ends_once",
            ),
        ]

    def __str__(self):
        return f"{self.applicant} 办理码第{self.pk}号"
