"""What an expired session had submitted."""

import uuid

from django.conf import settings
from django.db import models

from files.vault import SealedBinaryField


class KeptForm(models.Model):
    """保留内容: the fields of a form sent after its session had ended, sealed, for one day."""

    token = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="用户",
    )
    path = models.CharField("页面地址", max_length=500)
    sealed = SealedBinaryField("内容（加密）")
    files = models.PositiveSmallIntegerField("未保留的文件数", default=0)
    kept_at = models.DateTimeField("保留时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "保留内容"

    def __str__(self):
        return f"{self.path} {self.kept_at:%Y-%m-%d %H:%M}"
