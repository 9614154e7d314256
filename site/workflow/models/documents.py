"""What was put on paper: the PDF of a letter or of a report, kept with its digest."""

from django.db import models
from django.db.models import Q

from files.models import FileHolder


class Document(FileHolder):
    """文书: the one PDF of a letter or a report; its bytes are kept encrypted, never redrawn."""

    letter = models.OneToOneField(
        "workflow.Letter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document",
        verbose_name="告知",
    )
    report = models.OneToOneField(
        "workflow.Report",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document",
        verbose_name="上报",
    )
    title = models.CharField("标题", max_length=120)
    drawn_at = models.DateTimeField("成文时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=False, report__isnull=True)
                | Q(letter__isnull=True, report__isnull=False),
                name="document_of_one_thing",
            )
        ]

    def __str__(self):
        return self.title
