"""What a signer let pass although the gate for personal data objected to it."""

from django.conf import settings
from django.db import models

SHORTEST_REASON = 6


def _by(verbose_name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=verbose_name,
    )


def _has_reason(name, message):
    return models.CheckConstraint(
        condition=models.Q(reason__regex=rf"^.{{{SHORTEST_REASON},}}"),
        name=name,
        violation_error_message=message,
    )


class Lifted(models.Model):
    """What both verdicts say: which sentence of the gate, why it is mistaken, who and when."""

    sentence = models.CharField("检查意见", max_length=500)
    reason = models.CharField("解除的理由", max_length=300)
    lifted_by = _by("解除人")
    lifted_at = models.DateTimeField("解除时间")

    class Meta:
        abstract = True
        ordering = ["lifted_at", "pk"]

    def __str__(self):
        return self.sentence


class LiftedObjection(Lifted):
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

    class Meta(Lifted.Meta):
        verbose_name = verbose_name_plural = "检查意见的解除"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "words_sha256", "sentence"],
                name="objection_is_lifted_once",
                violation_error_message="这条意见已经解除",
            ),
            _has_reason("lifted_objection_has_reason", "请写明解除的理由"),
        ]


class FileClaim(models.Model):
    """文件误判说明: who brought a file says that the gate mistook what is in it, and why (§5.7).

    It belongs to these very bytes. The file is kept for the staff; a signer decides.
    """

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    #: Wagtail's own digest (SHA-1), by which the library finds a file.
    file_hash = models.CharField("文件库的摘要", max_length=40)
    name = models.CharField("文件名", max_length=255)
    sentences = models.JSONField("检查意见")
    reason = models.CharField("误判说明", max_length=300)
    claimed_by = _by("说明人")
    claimed_at = models.DateTimeField("说明时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件误判说明"
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            _has_reason("file_claim_has_reason", "请写明为什么属于误判"),
        ]

    def __str__(self):
        return self.name


class LiftedFileObjection(Lifted):
    """文件检查意见的解除: a signer found that a sentence about a file is mistaken (§5.7).

    It belongs to the bytes: whoever brings another file is asked again.
    """

    sha256 = models.CharField("摘要", max_length=64)

    class Meta(Lifted.Meta):
        verbose_name = verbose_name_plural = "文件检查意见的解除"
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "sentence"],
                name="file_objection_is_lifted_once",
                violation_error_message="这条意见已经解除",
            ),
            _has_reason("lifted_file_objection_has_reason", "请写明解除的理由"),
        ]
