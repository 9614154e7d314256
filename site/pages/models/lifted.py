"""What a signer let pass although the gate for personal data objected to it."""

from django.conf import settings
from django.db import models

SHORTEST_REASON = 6


class LiftedObjection(models.Model):
    """检查意见的解除: a signer found that a sentence of the gate is mistaken, and said why (§5.7).

    It belongs to these very words of one document: whoever changes any of them is asked again.
    """

    page = models.ForeignKey(
        "pages.DocumentPage",
        on_delete=models.CASCADE,
        related_name="lifted_objections",
        verbose_name="文件",
    )
    words_sha256 = models.CharField("文字的摘要", max_length=64)
    sentence = models.CharField("检查意见", max_length=500)
    reason = models.CharField("解除的理由", max_length=300)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="解除人"
    )
    lifted_at = models.DateTimeField("解除时间")

    class Meta:
        verbose_name = verbose_name_plural = "检查意见的解除"
        ordering = ["lifted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "words_sha256", "sentence"],
                name="objection_is_lifted_once",
                violation_error_message="这条意见已经解除",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__regex=rf"^.{{{SHORTEST_REASON},}}"),
                name="lifted_objection_has_reason",
                violation_error_message="请写明解除的理由",
            ),
        ]

    def __str__(self):
        return self.sentence
