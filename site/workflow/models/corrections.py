"""更正登记: what was recorded wrongly of an upper office's outcome, by two people, both kept."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from records.models.decided import Decided

from .upper import UpperReview


class UpperCorrection(Decided):
    """更正登记: another number or day of an upper outcome, or its result taken out to be recorded
    anew; what stood before is kept whole.

    One enters it, the head decides; nothing changes before.
    """

    review = models.ForeignKey(
        UpperReview, models.PROTECT, related_name="corrections", verbose_name="上级审核"
    )
    before = models.JSONField("更正前", encoder=DjangoJSONEncoder)
    document_no = models.CharField("更正后的文号", max_length=60, blank=True)
    dated_on = models.DateField("更正后的决定日期", null=True, blank=True)
    is_result_wrong = models.BooleanField("结果登记有误，退回重新登记", default=False)
    because = models.CharField("理由", max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    entered_at = models.DateTimeField("提出时间")
    is_approved = models.BooleanField("同意", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "更正登记"
        ordering = ["entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(decided_at__isnull=True),
                name="uppercorrection_one_waiting",
                violation_error_message="该结果已有待批准的更正",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="uppercorrection_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_result_wrong=True, document_no="", dated_on__isnull=True)
                | Q(is_result_wrong=False, dated_on__isnull=False) & ~Q(document_no=""),
                name="uppercorrection_says_what",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=None, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_approved__isnull=False, decided_by__isnull=False)
                & Q(decided_at__gte=F("entered_at"))
                & ~Q(decided_by=F("entered_by")),
                name="uppercorrection_two_people",
                violation_error_message="提出人与决定人不得为同一人",
            ),
        ]

    def __str__(self):
        return f"{self.review.item} {self.review.get_level_display()}更正"

    @property
    def result_before(self):
        return UpperReview.Result(self.before["result"]).label
