"""Exhibitions, live streams, festivals, trainings, recommendations, and the products in them."""

from django.conf import settings
from django.db import models

from rules import vocabulary

from .entries import LedgerEntry, entry_constraints, in_order


class SalesEvent(LedgerEntry):
    """销售活动: what a unit organised to sell or to teach selling (R32, R35, R37).

    ``number`` is what the sales name as ``event_code``; the turnover is the sum of those sales.
    """

    kind = models.CharField("类型", max_length=16, choices=vocabulary.EVENT_KINDS)
    name = models.CharField("名称", max_length=80)
    partner = models.CharField("协办单位（商会等）", max_length=80, blank=True)
    place = models.CharField("地点或平台", max_length=80)
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    participants = models.PositiveIntegerField("参加人数或企业数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "销售活动"
        ordering = ["-begins_on", "-pk"]
        constraints = [
            *entry_constraints("salesevent", number_within=()),
            in_order("begins_on", "ends_on", "salesevent_days_in_order"),
        ]

    def __str__(self):
        return self.name


class EventProduct(models.Model):
    """参加产品: an entry of the catalogue registered for an event while it was valid (R32)."""

    event = models.ForeignKey(
        SalesEvent, models.PROTECT, related_name="products", verbose_name="销售活动"
    )
    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="+", verbose_name="目录条目"
    )
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "参加产品"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "certificate"], name="eventproduct_once")
        ]

    def __str__(self):
        return f"{self.certificate}"
