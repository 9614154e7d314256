"""Notices at the board of a village: where, on which day, with a photo of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models import AppendOnly
from records.models.evidence import leaf_words

from .windows import Publicity


class BoardPosting(AppendOnly):
    """张贴记录: one notice at the board of one village, as a station records it.

    Who put it up is the office's to know; ``is_photo_public`` says that ``recorded_by`` confirmed
    that no person is to be recognised in the photo. A leaf of the evidence log.
    """

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="postings", verbose_name="公示"
    )
    station = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="工作站"
    )
    place = models.CharField("张贴地点", max_length=80)
    posted_on = models.DateField("张贴日期")
    posted_by_name = models.CharField("张贴人", max_length=40)
    photo = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="照片",
    )
    is_photo_public = models.BooleanField("照片可以公开", default=False)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    leaf = models.OneToOneField(
        "records.EvidenceLeaf", models.PROTECT, related_name="+", verbose_name="凭证记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "张贴记录"
        ordering = ["publicity", "posted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publicity", "station", "place"], name="boardposting_once_per_place"
            ),
            models.CheckConstraint(
                condition=Q(is_photo_public=False) | Q(photo__isnull=False),
                name="boardposting_public_photo_is_there",
            ),
        ]

    def __str__(self):
        return f"{self.publicity.number} {self.place}"

    def words(self):
        """The row as the leaf covers it; who put it up is not in."""
        facts = {
            "notice": self.publicity.number,
            "station": self.station.code,
            "place": self.place,
            "posted_on": self.posted_on,
            "photo_sha256": self.photo.sha256 if self.photo else "",
            "recorded_at": self.recorded_at,
        }
        return leaf_words(facts)
