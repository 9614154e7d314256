"""The audit trail: append-only rows without foreign keys, so it never stands in the data's way."""

from django.db import models


class AuditEvent(models.Model):
    """审计记录: who did what to which thing, when and why; written in the act's transaction."""

    at = models.DateTimeField("业务时间", db_index=True)
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)
    actor_id = models.BigIntegerField("用户编号", null=True, blank=True)
    actor = models.CharField("用户", max_length=150)
    action = models.CharField("动作", max_length=60, db_index=True)
    subject_type = models.CharField("对象类型", max_length=60)
    subject_id = models.CharField("对象编号", max_length=60)
    subject = models.CharField("对象", max_length=200)
    because = models.CharField("理由", max_length=500, blank=True)
    data = models.JSONField("摘要", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"

    def save(self, *args, **kwargs):
        """Append only: a row once written is never written again."""
        if self.pk is not None:
            raise ValueError("审计记录不可修改")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValueError("审计记录不可删除")
