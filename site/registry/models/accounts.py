"""Getting in: invitations to act for an applicant, and what an expired session had submitted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .people import User


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        """Neither used nor cancelled, and not yet expired at ``at``."""
        return self.filter(accepted_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """邀请: somebody is asked by e-mail to act for an applicant, for a few days."""

    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="invitations", verbose_name="申请单位"
    )
    email = models.EmailField("电子信箱")
    role = models.CharField("身份", max_length=8, choices=User.ApplicantRole)
    invited_at = models.DateTimeField("邀请时间")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="邀请人"
    )
    expires_at = models.DateTimeField("失效时间")
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="接受人",
    )
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邀请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_acceptance_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="invitation_cancelling_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="invitation_ends_once",
            ),
        ]

    def __str__(self):
        return f"{self.applicant} 邀请第{self.pk}号"
