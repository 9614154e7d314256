"""What keeps work on time: reminders that were given."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.reminders import STAGES


class Reminder(models.Model):
    """督办提醒: one person told once that one task has reached one stage of its limit (§1c)."""

    turn = models.ForeignKey(
        "workflow.Turn", models.PROTECT, related_name="reminders", verbose_name="办理时限"
    )
    stage = models.CharField("阶段", max_length=10, choices=STAGES)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="接收人"
    )
    is_escalated = models.BooleanField("报负责人督办", default=False)
    sent_at = models.DateTimeField("提醒时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办提醒"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "stage", "recipient"], name="reminder_once_per_stage_and_person"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("sent_at")),
                name="reminder_read_after_it_was_sent",
            ),
        ]

    def __str__(self):
        return f"{self.turn} {self.get_stage_display()}"
