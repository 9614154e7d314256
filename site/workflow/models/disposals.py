"""档案清册: files of the archive that are handed over to the public archive, or destroyed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .archives import ArchiveFile


class DisposalQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has decided on them yet."""
        return self.filter(decided_at__isnull=True)


class Disposal(models.Model):
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
    is_approved = models.BooleanField("批准", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    received_on = models.DateField("接收日期", null=True, blank=True)
    receipt_no = models.CharField("交接凭证号", max_length=60, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案清册"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="transfer") & ~Q(receiver="")
                | Q(kind="destruction", receiver="", received_on__isnull=True, receipt_no=""),
                name="disposal_receiver_of_a_transfer",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=None, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_approved__isnull=False, decided_by__isnull=False)
                & Q(decided_at__gte=F("entered_at")),
                name="disposal_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(is_approved=True) | ~Q(decided_by=F("entered_by")),
                name="disposal_two_people",
                violation_error_message="造册人与批准人不得为同一人",
            ),
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
