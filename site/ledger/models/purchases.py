"""What units say that they bought; a sale of the seller's is found for each, or none (A30)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules import vocabulary

from .entries import LedgerEntry, entry_constraints


class Purchase(LedgerEntry):
    """采购记录: a buyer's entry; it points at the seller's sale and is never counted itself.

    One table for the ledgers of unions, budget units, canteens and 百企帮百村 (R27, R29, R30, R33):
    what a sale is part of is counted once in each of the four, by the constraint below.
    """

    class Match(models.TextChoices):
        WAITING = "waiting", "待对账"
        MATCHED = "matched", "已对上"
        APART = "apart", "单列（没有对应的销售记录）"

    kind = models.CharField("台账", max_length=8, choices=vocabulary.PURCHASE_KINDS)
    bought_on = models.DateField("采购日期")
    certificate = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="purchases",
        verbose_name="证书编号",
    )
    product_name = models.CharField("产品名称", max_length=60)
    seller_name = models.CharField("销售单位", max_length=80)
    quantity = models.DecimalField("数量", max_digits=15, decimal_places=3, null=True, blank=True)
    measure = models.CharField("单位", max_length=8, blank=True)
    amount_fen = models.PositiveBigIntegerField("金额（元）")
    village = models.CharField(vocabulary.PAIRED_VILLAGE, max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    welfare_total_fen = models.PositiveBigIntegerField(
        "本年度福利资金总额（元）", null=True, blank=True
    )
    members = models.PositiveIntegerField("发放会员数", null=True, blank=True)
    platform = models.CharField(
        "采购平台", max_length=20, choices=vocabulary.ONLINE_CHANNELS, blank=True
    )
    order_number = models.CharField("平台订单号", max_length=64, blank=True)
    mode = models.CharField("方式", max_length=16, choices=vocabulary.HELP_MODES, blank=True)
    sale = models.ForeignKey(
        "ledger.SalesRecord",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="purchases",
        verbose_name="对应的销售记录",
    )
    match = models.CharField("对账", max_length=8, choices=Match, default=Match.WAITING)
    match_reason = models.CharField("对账说明", max_length=100, blank=True)
    matched_at = models.DateTimeField("对账时间", null=True, blank=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="对账人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "采购记录"
        ordering = ["-bought_on", "-pk"]
        indexes = [models.Index(fields=["kind", "unit"], name="purchase_by_kind")]
        constraints = [
            *entry_constraints("purchase", number_within=("kind", "unit")),
            models.UniqueConstraint(
                fields=["kind", "sale"],
                condition=Q(voided_at__isnull=True, sale__isnull=False),
                name="purchase_sale_once_per_ledger",
                violation_error_message="该销售记录已与另一条采购记录对上",
            ),
            models.CheckConstraint(
                condition=Q(match="matched", sale__isnull=False)
                | (~Q(match="matched") & Q(sale__isnull=True)),
                name="purchase_matched_with_a_sale",
            ),
            models.CheckConstraint(
                condition=Q(match="waiting", matched_at__isnull=True, matched_by__isnull=True)
                | (~Q(match="waiting") & Q(matched_at__isnull=False, matched_by__isnull=False)),
                name="purchase_matched_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(match="apart") | ~Q(match_reason=""), name="purchase_apart_reasoned"
            ),
        ]
