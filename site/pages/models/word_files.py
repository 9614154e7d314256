"""A Word document that an editor brought, until it is a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import FileHolder


class WordFile(FileHolder):
    """待导入的 Word 文档: waits, a day at most, for who brought it to make a draft of it."""

    column = models.ForeignKey(
        "pages.DocumentIndexPage",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入的栏目",
    )
    page = models.ForeignKey(
        "pages.DocumentPage",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入的草稿",
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    brought_at = models.DateTimeField("上传时间")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = verbose_name_plural = "待导入的 Word 文档"
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(column__isnull=False, page__isnull=True)
                | Q(column__isnull=True, page__isnull=False),
                name="wordfile_goes_to_one_place",
            )
        ]

    def __str__(self):
        return self.file.name
