"""Materials in private, encrypted storage, and who looked at the restricted ones (R62–R66)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import Scan, private_storage
from rules.vocabulary import MATERIAL_KINDS, RESTRICTED_MATERIALS


def stored_name(material, filename):
    """A path that says nothing: the uploader's own name is data, never a path."""
    return f"materials/{uuid.uuid4().hex}"


class MaterialQuerySet(models.QuerySet):
    def current(self):
        """Not replaced or taken back."""
        return self.filter(superseded_at__isnull=True)

    def unsettled(self):
        """Files that a scanner still has to look at."""
        return self.filter(scan__in=(Scan.UNSCANNED, Scan.WAITING), destroyed_at__isnull=True)


class Material(models.Model):
    """材料: one file of an application; bytes encrypted, digest of the plain file."""

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="materials", verbose_name="申请"
    )
    kind = models.CharField("材料种类", max_length=24, choices=MATERIAL_KINDS)
    file = models.FileField("文件", storage=private_storage, upload_to=stored_name, max_length=200)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    mime = models.CharField("类型", max_length=100)
    sha256 = models.CharField("摘要", max_length=64)
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
    scan = models.CharField("病毒扫描", max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField("扫描时间", null=True, blank=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="material_not_empty"),
            models.UniqueConstraint(
                fields=["application", "kind", "sha256"],
                condition=Q(superseded_at__isnull=True),
                name="material_same_file_once",
                violation_error_message="同一文件已上传",
            ),
            models.CheckConstraint(
                condition=~Q(scan__in=["clean", "infected"]) | Q(scanned_at__isnull=False),
                name="material_verdict_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"

    @property
    def is_restricted(self):
        return self.kind in RESTRICTED_MATERIALS

    @property
    def is_withheld(self):
        """Whether nobody may open it now: infected, destroyed, or not yet looked at."""
        return self.destroyed_at is not None or self.scan in (Scan.WAITING, Scan.INFECTED)


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
