"""A paper that an organisation was given, and who first read it there (R02)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Receipt(models.Model):
    """收文: one organisation and one paper; a subclass says which paper."""

    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="收文单位"
    )
    delivered_at = models.DateTimeField("送达时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="阅读人",
    )

    class Meta:
        abstract = True
        ordering = ["organisation__level", "organisation__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__gte=F("delivered_at"), read_by__isnull=False),
                name="%(class)s_reading_is_whole",
            )
        ]
