"""What a public page of another platform answered when it was fetched as evidence (A39)."""

from django.db import models
from django.db.models import Q

from publicity.models import Observation

from .frozen import Frozen


class PublicPageLook(Frozen):
    """公布页面取证: one fetch of the page where the platform publicised or announced an entry.

    It stands beside the screenshot that a person handed in and never in its place. ``page`` is the
    WARC of an answer that came whole; ``sha256`` is of the page's own bytes.
    """

    publication = models.ForeignKey(
        "catalog.NationalPublication",
        models.PROTECT,
        null=True,
        related_name="looks",
        verbose_name="全国公布",
    )
    notice = models.ForeignKey(
        "publicity.Publicity",
        models.PROTECT,
        null=True,
        related_name="page_looks",
        verbose_name="全国公示",
    )
    looked_at = models.DateTimeField("取证时间")
    outcome = models.CharField("结果", max_length=20, choices=Observation.Outcome)
    reason = models.CharField("原因", max_length=200, blank=True)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    sha256 = models.CharField("页面摘要", max_length=64, blank=True)
    page = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="页面存档"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公布页面取证"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=True) ^ Q(notice__isnull=True),
                name="publicpagelook_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="good", page__isnull=False) & ~Q(sha256="")
                | ~Q(outcome="good") & Q(page__isnull=True, sha256=""),
                name="publicpagelook_good_has_its_page",
            ),
        ]

    def __str__(self):
        return f"{self.publication or self.notice} {self.get_outcome_display()}"
