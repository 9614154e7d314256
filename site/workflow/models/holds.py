"""Between publicity and listing: a product that waits for something, with reason and limit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .days import day_of


class HoldQuerySet(models.QuerySet):
    def standing(self, on):
        """Those that keep their product on day ``on``: past its last day a hold is over."""
        return self.filter(lifted_at__isnull=True, until__gte=on)


class Hold(models.Model):
    """暂缓办理: a passed product waits, for a laboratory's answer or a letter that came late."""

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="holds", verbose_name="申请产品"
    )
    because = models.CharField("理由", max_length=300)
    until = models.DateField("暂缓至", help_text="当日仍暂缓，次日起自动恢复")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="决定人"
    )
    placed_at = models.DateTimeField("决定时间")
    outcome = models.CharField("恢复的依据", max_length=300, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="恢复人",
    )
    lifted_at = models.DateTimeField("恢复时间", null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "暂缓办理"
        ordering = ["placed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__gte=day_of("placed_at")), name="hold_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, outcome="")
                | Q(lifted_at__gte=F("placed_at"), lifted_by__isnull=False) & ~Q(outcome=""),
                name="hold_lifting_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.item} 暂缓至{self.until}"
