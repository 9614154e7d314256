"""Materials in private, encrypted storage, and who looked at the restricted ones (R62–R66)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import FileHolder, HolderManager
from rules.vocabulary import MATERIAL_KINDS, RESTRICTED_MATERIALS


class MaterialQuerySet(models.QuerySet):
    def current(self):
        """Not replaced or taken back."""
        return self.filter(superseded_at__isnull=True)


class Material(FileHolder):
    """材料: one file of an application, of one kind."""

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="materials", verbose_name="申请"
    )
    kind = models.CharField("材料种类", max_length=24, choices=MATERIAL_KINDS)
    licence_no = models.CharField("证书编号", max_length=60, blank=True)
    valid_until = models.DateField("证书有效期止", null=True, blank=True)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    reused_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="沿用自",
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="替换的文件",
    )
    printed_form = models.ForeignKey(
        "applications.PrintedForm",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name="对应的印制版本",
    )
    superseded_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = HolderManager.from_queryset(MaterialQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "file"],
                condition=Q(superseded_at__isnull=True),
                name="material_same_file_once",
                violation_error_message="同一文件已上传",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"

    @property
    def is_restricted(self):
        return self.kind in RESTRICTED_MATERIALS


class MaterialAccess(models.Model):
    """查阅记录: one view of a material, with its purpose: every officer's, every roster's (R65)."""

    material = models.ForeignKey(
        Material, models.PROTECT, related_name="accesses", verbose_name="材料"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查阅人"
    )
    at = models.DateTimeField("时间")
    purpose = models.CharField("目的", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ["-at"]

    def __str__(self):
        return f"{self.user} {self.material}"
