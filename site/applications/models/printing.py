"""Each version of the application form that was put on paper to be signed (R62)."""

from django.conf import settings
from django.db import models


class PrintedForm(models.Model):
    """印制的申请书: the digest of what was printed, so a signed scan can be tied to its words."""

    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        related_name="printed_forms",
        verbose_name="申请",
    )
    sha256 = models.CharField("内容摘要", max_length=64)
    printed_at = models.DateTimeField("首次印制时间")
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="印制人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "印制的申请书"
        ordering = ["printed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "sha256"], name="printedform_once_per_content"
            )
        ]

    def __str__(self):
        return f"{self.application} {self.code}"

    @property
    def code(self):
        """What stands at the foot of the paper: the first 16 characters, in groups of four."""
        head = self.sha256[:16].upper()
        return " ".join(head[start : start + 4] for start in range(0, 16, 4))
