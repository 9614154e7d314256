"""What opens something until a day: a secret that is shown once, ends by itself, can be revoked."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def digest_of(secret):
    """SHA-256 in hexadecimal; 256 random bits need no salt and no slow digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SecretQuerySet(models.QuerySet):
    def open(self, at):
        """Neither revoked nor expired at ``at``."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def of(self, secret):
        """The row that ``secret`` opens, open or not; None where there is none."""
        return self.filter(digest=digest_of(secret)).first()


class EndingSecret(models.Model):
    """密钥: shown once and kept nowhere, only its digest is; the shape of tokens and addresses."""

    digest = models.CharField("摘要", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("失效时间")
    last_used_at = models.DateTimeField("最近使用时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="%(class)s_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="%(class)s_revocation_is_whole",
            ),
        ]

    def is_open(self, at):
        return self.revoked_at is None and self.expires_at > at

    def revoke(self, *, by, at):
        """End it now; whether that was an act: once more is none. On a row that is locked."""
        if self.revoked_at is not None:
            return False
        self.revoked_at, self.revoked_by = at, by
        self.save(update_fields=["revoked_at", "revoked_by"])
        return True
