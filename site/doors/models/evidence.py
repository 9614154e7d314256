"""What a file that somebody handed in has, whatever it belongs to, and who read it."""

import uuid

from django.conf import settings
from django.db import models

from files.models import FileHolder


class Evidence(FileHolder):
    """A file somebody handed in; each room adds whose.

    Its owner is a foreign key of the room, with ``related_name="evidence"``.
    """

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)

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
