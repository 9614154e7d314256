"""Every wording of a licence stays: papers rest on the one that stood when they were handed in."""

from django.conf import settings
from django.db import models


class LicenceVersion(models.Model):
    """资格证书版本: number, days and scan of a licence as they were entered at one moment."""

    licence = models.ForeignKey(
        "registry.Licence", models.PROTECT, related_name="versions", verbose_name="资格证书"
    )
    number = models.CharField("编号", max_length=60)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    valid_until = models.DateField("有效期止", null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="扫描件",
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "资格证书版本"
        ordering = ["-recorded_at", "-pk"]

    def __str__(self):
        return f"{self.licence.get_kind_display()} {self.number}"
