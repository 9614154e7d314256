"""That the national platform announced what the district decided: where, when, by what evidence."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate


class PublicationQuerySet(models.QuerySet):
    def standing(self):
        """Not withdrawn: at most one of a kind for an entry."""
        return self.filter(withdrawn_at__isnull=True)


class NationalPublication(models.Model):
    """全国公布: the platform's own announcement of a listing (R16) or of a removal (R71).

    ``not_before`` is the first possible day as it was known then: the day after the national
    window, or the day of the province's decision. A wrong row is withdrawn, never edited.
    """

    class Kind(models.TextChoices):
        LISTING = "listing", "列入目录"
        REMOVAL = "removal", "清理出目录"

    certificate = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        related_name="publications",
        verbose_name="目录条目",
    )
    kind = models.CharField("公布内容", max_length=8, choices=Kind)
    address = models.URLField("公布网址")
    first_day = models.DateField("公布日期")
    last_day = models.DateField("公布截止日期", null=True, blank=True)
    not_before = models.DateField("最早日期")
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="截图或者文件"
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    because = models.CharField("撤销原因", max_length=200, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "全国公布"
        ordering = ["certificate", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="nationalpublication_one_stands",
                violation_error_message="该条目的全国公布已登记",
            ),
            models.CheckConstraint(
                condition=Q(first_day__gte=F("not_before"))
                & Q(first_day__lte=TruncDate("recorded_at")),
                name="nationalpublication_first_day_in_order",
                violation_error_message="公布日期不得早于最早日期，不得晚于登记之日",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True)
                | Q(last_day__gte=F("first_day"), last_day__lte=TruncDate("recorded_at")),
                name="nationalpublication_last_day_in_order",
                violation_error_message="公布截止日期不得早于公布日期，不得晚于登记之日",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(because=""),
                name="nationalpublication_withdrawn_whole",
            ),
        ]

    def __str__(self):
        return f"{self.certificate} {self.get_kind_display()}"
