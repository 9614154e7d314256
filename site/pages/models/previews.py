"""Secret addresses under which somebody reads what is not public yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Page, Revision

from registry.models.secrets import EndingSecret, SecretQuerySet


class PreviewBundle(EndingSecret):
    """预览集: one secret address that leads to the previews of several pages."""

    purpose = models.CharField("给谁看", max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="生成人"
    )
    use_count = models.PositiveIntegerField("打开次数", default=0)

    objects = SecretQuerySet.as_manager()

    class Meta(EndingSecret.Meta):
        verbose_name = verbose_name_plural = "预览集"
        constraints = [
            *EndingSecret.Meta.constraints,
            models.CheckConstraint(condition=~Q(purpose=""), name="previewbundle_has_a_purpose"),
        ]

    def __str__(self):
        return self.purpose


class PreviewAddress(EndingSecret):
    """预览地址: shows one draft as it was, or one page as of a moment, to whoever holds it."""

    page = models.ForeignKey(
        Page, models.CASCADE, related_name="preview_addresses", verbose_name="页面"
    )
    revision = models.ForeignKey(
        Revision, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="草稿"
    )
    moment = models.DateTimeField("预览的时点", null=True, blank=True)
    purpose = models.CharField("给谁看", max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="生成人"
    )
    use_count = models.PositiveIntegerField("打开次数", default=0)
    bundle = models.ForeignKey(
        PreviewBundle,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="addresses",
        verbose_name="预览集",
    )

    objects = SecretQuerySet.as_manager()

    class Meta(EndingSecret.Meta):
        verbose_name = verbose_name_plural = "预览地址"
        constraints = [
            *EndingSecret.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revision__isnull=True, moment__isnull=False)
                | Q(revision__isnull=False, moment__isnull=True),
                name="previewaddress_draft_or_moment",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="previewaddress_has_a_purpose"),
        ]

    def __str__(self):
        return f"{self.page.title}（{self.purpose}）"
