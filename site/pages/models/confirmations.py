"""Who looked at what the gate for personal data could not read, and what a machine read there."""

from django.conf import settings
from django.db import models

SHORTEST_NOTE = 4


class PictureReading(models.Model):
    """图片文字识别: what a machine found in the pictures of these very bytes, masked (§5.7).

    The words themselves are not kept.
    """

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    reader = models.CharField("识别程序", max_length=40)
    breaches = models.JSONField("发现的个人信息")
    gaps = models.JSONField("没有读出的部分")
    read_at = models.DateTimeField("识别时间")

    class Meta:
        verbose_name = verbose_name_plural = "图片文字识别"
        ordering = ["-read_at"]

    def __str__(self):
        return self.sha256


class FileConfirmation(models.Model):
    """文件内容确认: a named person looked at these very bytes and saw no personal data (§5.7).

    It belongs to the bytes: whoever brings another file is asked again.
    """

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    gaps = models.JSONField("没有读出的部分")
    note = models.CharField("查看情况", max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件内容确认"
        ordering = ["-confirmed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(note__regex=rf"^.{{{SHORTEST_NOTE},}}"),
                name="confirmation_has_note",
                violation_error_message="请写明如何查看",
            )
        ]

    def __str__(self):
        return self.name
