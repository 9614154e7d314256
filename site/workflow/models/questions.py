"""What a unit asks the offices about its paper, and what they answer: both on record."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class QuestionQuerySet(models.QuerySet):
    def open(self):
        """Not answered yet."""
        return self.filter(answered_at__isnull=True)

    def late(self, on):
        """Not answered although the day for it has passed on ``on``."""
        return self.open().filter(due_on__lt=on)


class Question(models.Model):
    """咨询: one question of a unit about its paper, and its one answer; neither is ever edited.

    ``seen_at`` is when somebody of the office first opened it, ``read_at`` when the unit said that
    it had read the answer.
    """

    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="questions", verbose_name="申请"
    )
    office = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="答复单位"
    )
    text = models.TextField("咨询内容")
    asked_at = models.DateTimeField("咨询时间")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="咨询人"
    )
    due_on = models.DateField("应答复日期")
    due_is_provisional = models.BooleanField("日期暂计", default=False)
    seen_at = models.DateTimeField("办理单位打开时间", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )
    read_at = models.DateTimeField("单位阅知时间", null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "咨询"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_has_words"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(answered_at__isnull=False),
                name="question_answer_is_read_when_given",
            ),
        ]

    def __str__(self):
        return f"{self.application.number} 咨询第{self.pk}号"
