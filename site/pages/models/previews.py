"""Secret addresses under which somebody reads what is not public yet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from wagtail.models import Page, Revision


class PreviewAddressQuerySet(models.QuerySet):
    def open(self, at):
        """Neither revoked nor expired at ``at``."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class PreviewAddress(models.Model):
    """预览地址: shows one draft as it was, or one page as of a moment, to whoever holds it.

    The address itself is shown once and kept nowhere: ``digest`` is the SHA-256 of its secret.
    """

    page = models.ForeignKey(
        Page, models.CASCADE, related_name="preview_addresses", verbose_name="页面"
    )
    revision = models.ForeignKey(
        Revision, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="草稿"
    )
    moment = models.DateTimeField("预览的时点", null=True, blank=True)
    purpose = models.CharField("给谁看", max_length=60)
    digest = models.CharField("地址摘要", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="生成人"
    )
    expires_at = models.DateTimeField("失效时间")
    use_count = models.PositiveIntegerField("打开次数", default=0)
    last_used_at = models.DateTimeField("最近打开时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )

    objects = PreviewAddressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预览地址"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="previewaddress_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(revision__isnull=True, moment__isnull=False)
                | Q(revision__isnull=False, moment__isnull=True),
                name="previewaddress_draft_or_moment",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="previewaddress_revocation_is_whole",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="previewaddress_has_a_purpose"),
        ]

    def __str__(self):
        return f"{self.page.title}（{self.purpose}）"
