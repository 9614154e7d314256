"""What an applicant is asked about a complaint, and what the applicant answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .complaints import Complaint


class ReplyRequest(models.Model):
    """答复要求: what the applicant is asked about a complaint, in the handler's words, and answers.

    The complaint itself is never shown to the applicant, for its words may give its author away.
    """

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="replies", verbose_name="投诉举报"
    )
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="reply_requests", verbose_name="申请单位"
    )
    question = models.TextField("需要说明的问题", max_length=2000)
    due_on = models.DateField("答复期限")
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    asked_at = models.DateTimeField("发出时间")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发出人"
    )
    answer = models.TextField("答复", max_length=4000, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "答复要求"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="replyrequest_answer_is_whole",
            )
        ]

    def __str__(self):
        return f"{self.complaint}的答复要求"
