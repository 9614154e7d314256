"""Random draws for inspection: the list first, then the seed, then what follows from both."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DrawQuerySet(models.QuerySet):
    def drawn(self):
        return self.filter(drawn_at__isnull=False)


class InspectionDraw(models.Model):
    """随机抽查: the list is fixed and its digest published; the seed comes from a later event.

    Until it is drawn ``seed`` is empty and only the source of the seed is named (R19, R67).
    """

    number = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("抽查事项", max_length=100)
    seed_source = models.CharField("种子来源", max_length=200)
    count = models.PositiveIntegerField("抽取数量")
    population = models.JSONField("抽查名单（证书编号）")
    population_digest = models.CharField("名单摘要", max_length=64)
    fixed_at = models.DateTimeField("名单固定时间")
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="名单固定人"
    )
    seed = models.CharField("随机种子", max_length=200, blank=True)
    chosen = models.JSONField("抽中（证书编号）", default=list, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="抽取人",
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "随机抽查"
        ordering = ["-fixed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="inspectiondraw_draws_some"),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True, drawn_by__isnull=True, seed="")
                | Q(drawn_at__gte=F("fixed_at"), drawn_by__isnull=False) & ~Q(seed=""),
                name="inspectiondraw_drawn_whole",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"
