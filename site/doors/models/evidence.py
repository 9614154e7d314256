"""What a file that somebody handed in has, whatever it belongs to, and who read it."""

import uuid

from django.conf import settings
from django.db import models

from files.models import Scan, private_storage


def stored_name(evidence, filename):
    """A path that says nothing: the sender's own name is data, never a path."""
    return f"voice/{uuid.uuid4().hex}"


class EvidenceQuerySet(models.QuerySet):
    def unsettled(self):
        """Files that a scanner still has to look at."""
        return self.filter(scan__in=(Scan.UNSCANNED, Scan.WAITING))


class Evidence(models.Model):
    """A file somebody handed in: bytes encrypted, digest of the plain file; each room adds whose.

    Its owner is a foreign key of the room, with ``related_name="evidence"``.
    """

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField("文件", storage=private_storage, upload_to=stored_name, max_length=200)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    mime = models.CharField("类型", max_length=100)
    sha256 = models.CharField("摘要", max_length=64)
    scan = models.CharField("病毒扫描", max_length=10, choices=Scan, default=Scan.UNSCANNED)
    added_at = models.DateTimeField("提交时间")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"证据文件 {self.sha256[:8]}"


class EvidenceLook(models.Model):
    """One look at a file; each room adds ``evidence``, with ``related_name="views"``."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查阅人"
    )
    viewed_at = models.DateTimeField("时间")

    class Meta:
        abstract = True
        ordering = ["-viewed_at"]

    def __str__(self):
        return f"{self.user} {self.evidence}"
