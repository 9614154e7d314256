"""Where certified products are sold, what stands on the shelves, and who was told of a change."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules import vocabulary

from .entries import LedgerEntry, entry_constraints, in_order

CERTIFICATE = "catalog.Certificate"


class Venue(LedgerEntry):
    """销售场所: a counter, zone, hall, outside zone or village station (R09, R34, R36).

    ``number`` is what the sales name as ``venue_code``.
    """

    class State(models.TextChoices):
        OPEN = "open", "营业"
        PAUSED = "paused", "暂停营业"
        CLOSED = "closed", "已关闭"

    kind = models.CharField("类型", max_length=16, choices=vocabulary.VENUE_KINDS)
    name = models.CharField("名称", max_length=60)
    city = models.CharField("所在城市", max_length=20, blank=True)
    township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="乡镇街道",
    )
    address = models.CharField("地址", max_length=120)
    operator = models.CharField("经营单位", max_length=80)
    opened_on = models.DateField("开业日期")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField("关闭日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "销售场所"
        ordering = ["kind", "number", "pk"]
        constraints = [
            *entry_constraints("venue", number_within=()),
            in_order("opened_on", "closed_on", "venue_days_in_order"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="venue_closed_on_a_day",
                violation_error_message="已关闭的须有关闭日期，没有关闭的不填",
            ),
            models.CheckConstraint(
                condition=~Q(kind="outside_zone") | ~Q(city=""), name="venue_outside_has_city"
            ),
            models.CheckConstraint(
                condition=~Q(kind="village_station") | Q(township__isnull=False),
                name="venue_station_has_township",
            ),
        ]

    def __str__(self):
        return self.name


class ShelfProduct(models.Model):
    """上架产品: an entry of the catalogue on the shelves of a venue, until it is taken down."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="shelf", verbose_name="销售场所")
    certificate = models.ForeignKey(
        CERTIFICATE, models.PROTECT, related_name="shelves", verbose_name="目录条目"
    )
    put_on = models.DateField("上架日期")
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上架登记人"
    )
    taken_off_on = models.DateField("下架日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上架产品"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "certificate"],
                condition=Q(taken_off_on__isnull=True),
                name="shelfproduct_once",
            ),
            in_order("put_on", "taken_off_on", "shelfproduct_days_in_order"),
        ]

    def __str__(self):
        return f"{self.certificate}"


class VenueNotice(models.Model):
    """场所告知: a venue is told that a product on its shelves was suspended, removed or resumed.

    One for each event and venue; whoever keeps the venue's ledger confirms that it was done (R09).
    """

    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="notices", verbose_name="销售场所"
    )
    event = models.ForeignKey(
        "catalog.CertificateEvent",
        models.PROTECT,
        related_name="venue_notices",
        verbose_name="目录事件",
    )
    sent_at = models.DateTimeField("告知时间")
    due_on = models.DateField("确认期限")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    measures = models.CharField("处理情况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "场所告知"
        ordering = ["confirmed_at", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "event"], name="venuenotice_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, measures="")
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(measures="")),
                name="venuenotice_confirmed_whole",
            ),
        ]

    def __str__(self):
        return f"{self.venue}：{self.event.certificate}{self.event.get_op_display()}"
