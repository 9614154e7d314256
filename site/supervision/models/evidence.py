"""Files that somebody handed in with a complaint, an objection or an answer, and who read them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import FileHolder

OWNERS = ("complaint", "objection", "reply")


def _only(owner):
    return Q(**{f"{name}__isnull": name != owner for name in OWNERS})


class EvidenceFile(FileHolder):
    """证据文件: a file that belongs to one thing only."""

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(
        "supervision.Complaint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="投诉举报",
    )
    objection = models.ForeignKey(
        "supervision.Objection",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="异议",
    )
    reply = models.ForeignKey(
        "supervision.ReplyRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="答复要求",
    )

    class Meta:
        verbose_name = verbose_name_plural = "证据文件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("complaint") | _only("objection") | _only("reply"),
                name="evidencefile_has_one_owner",
            )
        ]

    def __str__(self):
        return f"证据文件 {self.sha256[:8]}"

    @property
    def owner(self):
        return self.complaint or self.objection or self.reply


class EvidenceView(models.Model):
    """证据查阅: one look at an evidence file."""

    evidence = models.ForeignKey(
        EvidenceFile, models.PROTECT, related_name="views", verbose_name="证据文件"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查阅人"
    )
    viewed_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "证据查阅"
        ordering = ["-viewed_at"]

    def __str__(self):
        return f"{self.user} {self.evidence}"
