"""What keeps work on time: reminders that were given, and timers that failed."""

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


class TimerFailure(models.Model):
    """定时失败: why a due timer did not fire; kept outside the step that was rolled back.

    The cause is a kind of error and words of our own, never what the failed step had in hands.
    """

    task = models.OneToOneField(
        "viewflow.Task", models.PROTECT, related_name="timer_failure", verbose_name="任务"
    )
    cause = models.CharField("原因", max_length=200)
    times = models.PositiveIntegerField("次数", default=1)
    first_at = models.DateTimeField("首次失败时间")
    last_at = models.DateTimeField("最近失败时间")

    class Meta:
        verbose_name = verbose_name_plural = "定时失败"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_at__gte=F("first_at")), name="timerfailure_times_in_order"
            )
        ]

    def __str__(self):
        return f"{self.cause}（{self.times}次）"
