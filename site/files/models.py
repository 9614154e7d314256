"""A file at rest: one row for each, whatever it belongs to, and what holds one."""

import uuid
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Exists, OuterRef, Q


def private_storage():
    """The storage outside every public URL; a callable, so no path enters a migration."""
    return storages["private"]


def stored_name(file, filename):
    """A path that says nothing: the uploader's own name is data, never a path."""
    return f"kept/{uuid.uuid4().hex}"


class Scan(models.TextChoices):
    """What a virus scanner has said of a file. Nobody's silence is ever called clean."""

    UNSCANNED = "unscanned", "未经病毒扫描"
    WAITING = "waiting", "等待病毒扫描"
    CLEAN = "clean", "病毒扫描未发现异常"
    INFECTED = "infected", "发现病毒，已隔离"


class StoredFileQuerySet(models.QuerySet):
    def unsettled(self):
        """Files that a scanner still has to look at."""
        return self.filter(scan__in=(Scan.UNSCANNED, Scan.WAITING), destroyed_at__isnull=True)

    def loose(self):
        """Files that no row of any model holds."""
        holders = [
            (each.related_model._base_manager, each.field.name)
            for each in self.model._meta.get_fields(include_hidden=True)
            if each.auto_created and each.is_relation
        ]
        return self.exclude(
            reduce(or_, (Exists(rows.filter(**{name: OuterRef("pk")})) for rows, name in holders))
        )


class StoredFile(models.Model):
    """文件: the sealed bytes of one file with the digest of the plain ones; never changed.

    Made by :func:`files.intake.take` and by nothing else. ``sent_by`` is empty for a stranger's.
    ``scanned_at``: when a scanner was last asked, whether or not that settled anything.
    """

    sealed = models.FileField(
        "密文", storage=private_storage, upload_to=stored_name, max_length=200
    )
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    mime = models.CharField("类型", max_length=100)
    sha256 = models.CharField("摘要", max_length=64, db_index=True)
    scan = models.CharField("病毒扫描", max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField("扫描时间", null=True, blank=True)
    taken_at = models.DateTimeField("接收时间")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="storedfile_not_empty"),
            models.CheckConstraint(
                condition=~Q(scan__in=["clean", "infected"]) | Q(scanned_at__isnull=False),
                name="storedfile_verdict_has_a_time",
            ),
        ]

    def __str__(self):
        return f"文件 {self.sha256[:8]}"

    @property
    def is_withheld(self):
        """Whether nobody but who handed it in may open it now."""
        return self.destroyed_at is not None or self.scan in (Scan.WAITING, Scan.INFECTED)


def _of_file(name):
    return property(lambda holder: getattr(holder.file, name), doc=f"``{name}`` of the file.")


class HolderManager(models.Manager):
    """Rows come with their file: a list of them is one query."""

    def get_queryset(self):
        return super().get_queryset().select_related("file")


class FileHolder(models.Model):
    """What holds one file, and reads its facts from there."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")

    objects = HolderManager()

    class Meta:
        abstract = True

    name, size, mime, sha256 = map(_of_file, ("name", "size", "mime", "sha256"))
    scan, scanned_at = map(_of_file, ("scan", "scanned_at"))
    destroyed_at, is_withheld = map(_of_file, ("destroyed_at", "is_withheld"))

    def get_scan_display(self):
        return self.file.get_scan_display()
