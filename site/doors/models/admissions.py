"""Against floods: what was let in once, and how many came in an hour (engine: own limiter)."""

from django.db import models


class Admission(models.Model):
    """提交凭证: one form that was sent in; a second sending of it changes nothing."""

    nonce = models.CharField("凭证号", max_length=40, unique=True)
    scope = models.CharField("用途", max_length=20)
    digest = models.CharField("内容摘要", max_length=64)
    is_proved = models.BooleanField("有工作量证明")
    result = models.CharField("结果", max_length=40, blank=True)
    admitted_at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "提交凭证"

    def __str__(self):
        return f"{self.scope} {self.admitted_at:%Y-%m-%d %H:%M}"


class RateCount(models.Model):
    """提交计数: how many came from one place in one window; the place is a keyed hash."""

    scope = models.CharField("用途", max_length=24)
    key = models.CharField("来处摘要", max_length=32)
    window_at = models.DateTimeField("时段", db_index=True)
    number = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "提交计数"
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key", "window_at"], name="ratecount_once_per_window"
            )
        ]

    def __str__(self):
        return f"{self.scope} {self.window_at:%Y-%m-%d %H:%M}: {self.number}"
