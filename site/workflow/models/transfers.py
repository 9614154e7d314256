"""Handing what was found to the authority that may punish it (任务4, R23)."""

from django.conf import settings
from django.db import models


class CaseTransfer(models.Model):
    """移送: a case was handed to an authority: to whom, under which number, on which day."""

    change = models.ForeignKey(
        "workflow.ChangeReport", models.PROTECT, related_name="transfers", verbose_name="变更报告"
    )
    receiver = models.CharField("接收机关", max_length=80)
    document_no = models.CharField("移送文号", max_length=60)
    sent_on = models.DateField("移送日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "移送"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "document_no"],
                name="casetransfer_once_per_document",
                violation_error_message="该文号的移送已登记",
            ),
            models.CheckConstraint(
                condition=~models.Q(receiver="") & ~models.Q(document_no=""),
                name="casetransfer_names_receiver_and_document",
            ),
        ]

    def __str__(self):
        return f"{self.document_no} {self.receiver}"
