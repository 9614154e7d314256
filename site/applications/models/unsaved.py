"""What somebody typed into a form of a paper and has not saved: raw, unchecked, theirs alone."""

from django.conf import settings
from django.db import models


class UnsavedForm(models.Model):
    """未保存内容: one person's half-filled form, kept so that nothing typed is ever lost."""

    application = models.ForeignKey(
        "applications.Application", models.CASCADE, related_name="unsaved", verbose_name="申请"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    form = models.CharField("表单", max_length=60)
    data = models.JSONField("内容", help_text="字段名 → 填写的值（列表）")
    kept_at = models.DateTimeField("暂存时间")

    class Meta:
        verbose_name = verbose_name_plural = "未保存内容"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user", "form"], name="unsavedform_once_per_person"
            )
        ]

    def __str__(self):
        return f"{self.application} {self.form}"
