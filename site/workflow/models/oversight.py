"""What keeps work on time: reminders that were given."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.reminders import OF_ACCEPTANCE, STAGES, URGED


class Urging(models.Model):
    """催办: a head or the applicant asks whoever has a task to get on with it; once a day each."""

    turn = models.ForeignKey(
        "workflow.Turn", models.PROTECT, related_name="urgings", verbose_name="办理时限"
    )
    urged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="催办人"
    )
    is_by_applicant = models.BooleanField("申请单位催办", default=False)
    urged_on = models.DateField("催办日期")
    urged_at = models.DateTimeField("催办时间")
    note = models.CharField("附言", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-urged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "urged_on", "is_by_applicant"], name="urging_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.turn} {self.urged_by}催办"


class Reminder(models.Model):
    """督办提醒: one person told once that one task has reached one stage of its limit (§1c)."""

    turn = models.ForeignKey(
        "workflow.Turn", models.PROTECT, related_name="reminders", verbose_name="办理时限"
    )
    stage = models.CharField("阶段", max_length=20, choices=[*STAGES, *OF_ACCEPTANCE, URGED])
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="接收人"
    )
    urging = models.ForeignKey(
        Urging,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="催办",
        help_text="空：按时限自动提醒",
    )
    is_escalated = models.BooleanField("报负责人督办", default=False)
    sent_at = models.DateTimeField("提醒时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办提醒"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "stage", "recipient"],
                condition=Q(urging__isnull=True),
                name="reminder_once_per_stage_and_person",
            ),
            models.UniqueConstraint(
                fields=["urging", "recipient"], name="reminder_once_per_urging_and_person"
            ),
            models.CheckConstraint(
                condition=Q(stage="urged", urging__isnull=False)
                | ~Q(stage="urged") & Q(urging__isnull=True),
                name="reminder_urged_by_hand",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("sent_at")),
                name="reminder_read_after_it_was_sent",
            ),
        ]

    def __str__(self):
        return f"{self.turn} {self.get_stage_display()}"

    @property
    def is_of_acceptance(self):
        """Of the limit for accepting the product, not of that of the step."""
        return self.stage in dict(OF_ACCEPTANCE)
