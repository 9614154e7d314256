"""The witnesses of the clock: when it ran on which host, and when each of its jobs came through."""

from django.db import models
from django.db.models import F, Q


class Heartbeat(models.Model):
    """心跳: one row per clock and host; compared at each pass to notice a wall clock that jumped.

    The anchor is where wall time and running time of one boot were first compared, or accepted by
    an operator: every later pass is measured from there, so that small steps do not add up.
    """

    name = models.CharField("名称", max_length=40)
    host = models.CharField("主机", max_length=100)
    at = models.DateTimeField("时间")
    boot_id = models.CharField("开机标识", max_length=40)
    anchor_at = models.DateTimeField("基准时间")
    anchor_seconds = models.FloatField("基准开机秒数")

    class Meta:
        verbose_name = verbose_name_plural = "心跳"
        constraints = [
            models.UniqueConstraint(fields=["name", "host"], name="heartbeat_once_per_host")
        ]

    def __str__(self):
        return f"{self.name}@{self.host} {self.at:%Y-%m-%d %H:%M:%S}"


class JobBeat(models.Model):
    """作业心跳: when a job of the clock last came through, on whatever host."""

    name = models.CharField("作业", max_length=40, unique=True)
    done_at = models.DateTimeField("最近完成时间")

    class Meta:
        verbose_name = verbose_name_plural = "作业心跳"

    def __str__(self):
        return f"{self.name} {self.done_at:%Y-%m-%d %H:%M:%S}"


class JobFailure(models.Model):
    """作业失败: why a job of the clock, or one row of its work, fails; gone once it succeeds.

    Written outside what was rolled back. The cause is a kind of error, or words of our own, never
    what the failed step had in hands. Without a subject the job as a whole failed.
    """

    job = models.CharField("作业", max_length=40)
    subject_type = models.CharField("对象类型", max_length=60, blank=True)
    subject_id = models.CharField("对象编号", max_length=100, blank=True)
    cause = models.CharField("原因", max_length=300)
    times = models.PositiveIntegerField("次数", default=1)
    first_at = models.DateTimeField("首次失败时间")
    last_at = models.DateTimeField("最近失败时间")

    class Meta:
        verbose_name = verbose_name_plural = "作业失败"
        ordering = ["job", "first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "subject_type", "subject_id"], name="jobfailure_once_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(last_at__gte=F("first_at")), name="jobfailure_times_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.job} {self.subject_type} {self.subject_id}：{self.cause}（{self.times}次）"
