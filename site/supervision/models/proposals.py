"""What a complaint or an inspection proposes to the flow that alone suspends entries."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules.vocabulary import CASE_ORIGINS, FINDING_REASONS


class CaseProposalQuerySet(models.QuerySet):
    def waiting(self):
        """Neither confirmed nor declined."""
        return self.filter(answered_at__isnull=True)

    def scope(self, user):
        """What ``user`` may know of: never about a holder whom the user is tied to (R67)."""
        return self.exclude(certificate__applicant__in=user.ties.values("applicant"))


class CaseProposal(models.Model):
    """处置建议: asks that an entry be suspended, from one complaint or one failed inspection.

    ``text`` goes to the holder in writing. Who confirms or declines it is said once, by ``answer``.
    """

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "已查实立案"
        JOINED = "joined", "并入办理中的案件"
        DECLINED = "declined", "不予立案"

    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="proposals", verbose_name="目录条目"
    )
    complaint = models.OneToOneField(
        "supervision.Complaint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name="投诉举报",
    )
    inspection = models.OneToOneField(
        "supervision.Inspection",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name="监督检查",
    )
    origin = models.CharField("来源", max_length=12, choices=CASE_ORIGINS)
    cause = models.CharField("查实原因", max_length=20, choices=FINDING_REASONS)
    asks_removal = models.BooleanField("建议报请清理", default=True)
    text = models.TextField("查实情况", max_length=4000)
    found_on = models.DateField("查实日期")
    proposed_at = models.DateTimeField("建议时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查实人"
    )
    answer = models.CharField("答复", max_length=10, choices=Answer, blank=True)
    answer_text = models.CharField("理由", max_length=500, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )

    objects = CaseProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "处置建议"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False, inspection__isnull=True)
                | Q(complaint__isnull=True, inspection__isnull=False),
                name="caseproposal_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="caseproposal_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(answer_text=""),
                name="caseproposal_declined_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.certificate} 处置建议"

    @property
    def basis(self):
        """The paper that it comes from, as the office calls it."""
        if self.complaint_id:
            return f"{self.complaint}"
        return f"{self.inspection.planned_on:%Y-%m-%d}监督检查"
