"""What this house drew itself and keeps on its disk, by digest, so that a swap is noticed."""

from django.db import models


class DrawnFile(models.Model):
    """自制文件摘要: an edition of a document or a sized picture, as it was when it was drawn.

    ``name`` is the folder and the file in it. The file can always be drawn again.
    """

    name = models.CharField("文件", max_length=255, unique=True)
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "自制文件摘要"
        ordering = ["name"]

    def __str__(self):
        return self.name
