"""Files that somebody handed in with a complaint or an answer to one, and who read them."""

from django.db import models
from django.db.models import Q

from doors.models import Evidence, EvidenceLook


class EvidenceFile(Evidence):
    """证据文件: one file of one complaint or of one answer."""

    complaint = models.ForeignKey(
        "supervision.Complaint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="投诉举报",
    )
    reply = models.ForeignKey(
        "supervision.ReplyRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="答复要求",
    )

    class Meta(Evidence.Meta):
        verbose_name = verbose_name_plural = "证据文件"
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False, reply__isnull=True)
                | Q(complaint__isnull=True, reply__isnull=False),
                name="evidencefile_has_one_owner",
            )
        ]


class EvidenceView(EvidenceLook):
    """证据查阅: one look at an evidence file."""

    evidence = models.ForeignKey(
        EvidenceFile, models.PROTECT, related_name="views", verbose_name="证据文件"
    )

    class Meta(EvidenceLook.Meta):
        verbose_name = verbose_name_plural = "证据查阅"
