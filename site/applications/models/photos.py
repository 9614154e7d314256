"""Photos of a product in an application; the catalogue gets copies when it is listed (R78)."""

from django.conf import settings
from django.db import models

from files.models import FileHolder

from .items import Item


class Photo(FileHolder):
    """产品照片: a re-encoded picture with words for who cannot see it; nothing else of the file."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="photos", verbose_name="申请产品")
    alt_text = models.CharField("文字说明", max_length=120)
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "产品照片"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "file"],
                name="photo_once_per_item",
                violation_error_message="同一照片已上传",
            ),
            models.CheckConstraint(condition=~models.Q(alt_text=""), name="photo_has_words"),
        ]

    def __str__(self):
        return self.alt_text
