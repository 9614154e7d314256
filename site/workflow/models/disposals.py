"""档案清册: files of the archive that are handed over to the public archive, or destroyed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models.decided import Decided, decided_by_another

from .archives import ArchiveFile


class Disposal(Decided):
    """档案清册: a list of files that leave the office, drawn up by one and approved by another.

    Handed over (移交): the archive's receipt is recorded on it. Destroyed (销毁): only after the
    years of retention; the list stays for good and is the record of what there was.
    """

    class Kind(models.TextChoices):
        TRANSFER = "transfer", "移交"
        DESTRUCTION = "destruction", "销毁"

    kind = models.CharField("种类", max_length=12, choices=Kind)
    number = models.CharField("编号", max_length=20, unique=True)
    because = models.CharField("说明", max_length=300)
    receiver = models.CharField("接收单位", max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="造册人"
    )
    entered_at = models.DateTimeField("造册时间")
    received_on = models.DateField("接收日期", null=True, blank=True)
    receipt_no = models.CharField("交接凭证号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "档案清册"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="transfer") & ~Q(receiver="")
                | Q(kind="destruction", receiver="", received_on__isnull=True, receipt_no=""),
                name="disposal_receiver_of_a_transfer",
            ),
            *decided_by_another("造册人"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, receipt_no="")
                | Q(received_on__isnull=False, is_approved=True) & ~Q(receipt_no=""),
                name="disposal_receipt_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}清册{self.number}"


class DisposalLine(models.Model):
    """清册条目: one file on such a list, with the digest of its paper as it was then."""

    disposal = models.ForeignKey(
        Disposal, models.PROTECT, related_name="lines", verbose_name="清册"
    )
    archive_file = models.ForeignKey(
        ArchiveFile, models.PROTECT, related_name="disposal_lines", verbose_name="案卷"
    )
    paper_sha256 = models.CharField("卷内文件SHA-256", max_length=64, blank=True)
    files_destroyed = models.PositiveIntegerField("销毁文件数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "清册条目"
        ordering = ["archive_file__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["disposal", "archive_file"], name="disposalline_file_once"
            )
        ]

    def __str__(self):
        return f"{self.disposal} {self.archive_file}"
