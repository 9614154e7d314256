"""What files this house handed out, by their digest alone, so that a copy can be told as ours."""

from django.db import models
from django.db.models import Q


class IssuedFile(models.Model):
    """发出的文件: the digest of one file as it was handed out, and what it was then.

    ``version`` is the number of the document's wording; of other files it says nothing.
    """

    class Kind(models.TextChoices):
        EDITION = "edition", "文件"
        TABLE = "table", "公示内容表"
        CERTIFICATE = "certificate", "认定证书"

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    kind = models.CharField("种类", max_length=12, choices=Kind)
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="页面",
    )
    version = models.PositiveSmallIntegerField("版次", default=1)
    certificate = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="目录条目",
    )
    issued_at = models.DateTimeField("首次发出时间")

    class Meta:
        verbose_name = verbose_name_plural = "发出的文件"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="certificate", certificate__isnull=False, page__isnull=True)
                | (~Q(kind="certificate") & Q(certificate__isnull=True, page__isnull=False)),
                name="issuedfile_of_one_thing",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.sha256[:8]}"
