"""Bases and contracts, support given, pairings with villages, and what media brought."""

from django.db import models
from django.db.models import F, Q

from rules import vocabulary

from .entries import LedgerEntry, entry_constraints, in_order


class SupplyBase(LedgerEntry):
    """直采直供基地: a base from which a supermarket or a caterer buys directly (R31)."""

    name = models.CharField("基地名称", max_length=60)
    township = models.ForeignKey(
        "registry.Township", models.PROTECT, related_name="+", verbose_name="乡镇街道"
    )
    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supply_bases",
        verbose_name="供货单位",
    )
    opened_on = models.DateField("建立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "直采直供基地"
        ordering = ["number", "pk"]
        constraints = [
            *entry_constraints("supplybase", number_within=()),
            in_order("opened_on", "closed_on", "supplybase_days_in_order"),
        ]

    def __str__(self):
        return self.name


class SupplyContract(LedgerEntry):
    """供货合同: what a buyer agreed with a base; its sales are those to the buyer in the term."""

    base = models.ForeignKey(
        SupplyBase, models.PROTECT, related_name="contracts", verbose_name="基地编号"
    )
    buyer_name = models.CharField("采购单位", max_length=80)
    signed_on = models.DateField("签订日期")
    valid_from = models.DateField("期限起")
    valid_until = models.DateField("期限止（含当日）")

    class Meta:
        verbose_name = verbose_name_plural = "供货合同"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            *entry_constraints("supplycontract"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="supplycontract_term_in_order"
            ),
        ]


class SupportMeasure(LedgerEntry):
    """支持措施: a venue, a waived fee or a subsidy for one entity, and how far it came (R06)."""

    kind = models.CharField("类型", max_length=8, choices=vocabulary.SUPPORT_KINDS)
    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        related_name="support_measures",
        verbose_name="受支持单位",
    )
    content = models.CharField("内容", max_length=200)
    basis = models.CharField("依据文件", max_length=80, blank=True)
    amount_fen = models.PositiveBigIntegerField("金额（元）", null=True, blank=True)
    planned_on = models.DateField("计划日期")
    granted_on = models.DateField("兑现日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支持措施"
        ordering = ["-planned_on", "-pk"]
        constraints = [
            *entry_constraints("supportmeasure"),
            in_order("planned_on", "granted_on", "supportmeasure_granted_after_plan"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(granted_on__isnull=False, ended_on__gte=F("granted_on")),
                name="supportmeasure_ended_after_grant",
                violation_error_message="兑现以后才能结束",
            ),
        ]

    @property
    def state(self):
        """The word and the Chinese of where it stands: the last of its days says it."""
        if self.ended_on:
            return "ended", "已结束"
        return ("granted", "已兑现") if self.granted_on else ("planned", "计划")


class Pairing(LedgerEntry):
    """结对关系: the village that a paired unit helps, from a day on (R08, R28).

    No village has two on one day (:mod:`ledger.pairing_spans`), else its sales would count twice.
    """

    village = models.CharField(vocabulary.PAIRED_VILLAGE, max_length=60)
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "结对关系"
        ordering = ["village", "pk"]
        constraints = [
            *entry_constraints("pairing"),
            in_order("begins_on", "ends_on", "pairing_days_in_order"),
        ]

    def same_days(self):
        """The standing pairings of the village with any unit on a day of this one, but itself."""
        others = Pairing.objects.standing().filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=self.begins_on), village=self.village
        )
        others = others.filter(begins_on__lte=self.ends_on) if self.ends_on else others
        return others.exclude(pk=self.pk).order_by("begins_on")


class Placement(LedgerEntry):
    """媒体刊播: one publication in a medium, with its address (R51)."""

    medium = models.CharField("媒体类型", max_length=12, choices=vocabulary.MEDIA)
    outlet = models.CharField("媒体名称", max_length=60)
    title = models.CharField("标题", max_length=120)
    placed_on = models.DateField("刊播日期")
    url = models.URLField("网址", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "媒体刊播"
        ordering = ["-placed_on", "-pk"]
        constraints = entry_constraints("placement")
