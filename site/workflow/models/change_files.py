"""What a holder hands in with a change report, and who looked at it."""

from django.db import models

from doors.models import Evidence, EvidenceLook


class ChangeFile(Evidence):
    """变更证明文件: one file that shows a reported change."""

    change = models.ForeignKey(
        "workflow.ChangeReport", models.PROTECT, related_name="evidence", verbose_name="变更报告"
    )

    class Meta(Evidence.Meta):
        verbose_name = verbose_name_plural = "变更证明文件"


class ChangeFileView(EvidenceLook):
    """变更证明文件查阅: one look at such a file."""

    evidence = models.ForeignKey(
        ChangeFile, models.PROTECT, related_name="views", verbose_name="变更证明文件"
    )

    class Meta(EvidenceLook.Meta):
        verbose_name = verbose_name_plural = "变更证明文件查阅"
