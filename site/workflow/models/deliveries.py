"""Documents that organisations were given when they became public (R02)."""

from django.db import models

from registry.models.receipts import Receipt


class DocumentRecipient(Receipt):
    """文件收文: one organisation that was given one version of a document."""

    version = models.ForeignKey(
        "pages.DocumentVersion", models.PROTECT, related_name="+", verbose_name="文件版本"
    )

    class Meta(Receipt.Meta):
        verbose_name = verbose_name_plural = "文件收文"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="documentrecipient_once"
            ),
            *Receipt.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.version} → {self.organisation}"
