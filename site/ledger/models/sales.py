"""Sales: each written once, corrected only by a reversal (§2.10)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from doors.models import Evidence, EvidenceLook
from rules import vocabulary
from rules.refusal import Refused
from rules.sales import quarter

#: Who gives the numbers of a source's slips: each holder counts its own 1, 2, 3, each till too.
ISSUERS = {
    "self_report": ("applicant_id",),
    "purchaser_report": ("applicant_id",),
    "venue_pos": ("venue_code",),
    "platform_import": (),
}


#: Sources whose numbers are free again once the sale was reversed; a machine tells the same twice.
FREED_BY_REVERSAL = ("self_report", "purchaser_report")


class SalesQuerySet(models.QuerySet):
    """Rows that are written once; a change in bulk is refused like any other."""

    def update(self, **changes):
        raise Refused(["销售记录不得修改，请以冲正更正"])

    def delete(self):
        raise Refused(["销售记录不得删除，请以冲正更正"])

    def counted(self):
        """What counts in the district's figures; a reversal counts as what it reverses did."""
        return self.filter(flag="")

    def flagged(self):
        return self.exclude(flag="")

    def standing(self):
        """Sales that were not reversed."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)

    def naming(self, words):
        """Whose number or buyer has ``words`` in it."""
        return self.filter(Q(external_id__icontains=words) | Q(buyer_name__icontains=words))

    def with_vouchers(self):
        """The newest first, each with how many ``vouchers`` it has."""
        return self.annotate(vouchers=Count("evidence")).order_by("-sold_on", "-pk")

    def of_issuer(self, row):
        """Whatever whoever numbers the slips of ``row`` has numbered: there a number is unique."""
        same = {name: getattr(row, name) for name in ISSUERS[row.source]}
        return self.filter(source=row.source, **same)


def _columns(source):
    return [name.removesuffix("_id") for name in ISSUERS[source]]


def _once(name, *sources):
    return models.UniqueConstraint(
        fields=["source", *_columns(sources[0]), "external_id", "booking"],
        condition=Q(source__in=sources),
        name=name,
    )


class SalesRecord(models.Model):
    """销售记录: one sale or one reversal of a certified product; money in fen (§2.10, R46)."""

    uid = models.UUIDField("记录标识", default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField("来源", max_length=20, choices=vocabulary.SALE_SOURCES)
    external_id = models.CharField("流水号", max_length=64)
    booking = models.PositiveSmallIntegerField(
        "第几次登记", default=1, help_text="冲正以后，同一流水号可以再次登记"
    )
    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="sales", verbose_name="目录条目"
    )
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="sales", verbose_name="销售单位"
    )
    sold_on = models.DateField("销售日期")
    booked_quarter = models.CharField("统计季度", max_length=6)
    quantity = models.DecimalField("数量", max_digits=15, decimal_places=3)
    unit = models.CharField("单位", max_length=8)
    unit_price_fen = models.PositiveBigIntegerField("单价（分）")
    amount_fen = models.BigIntegerField("金额（分）")
    channel = models.CharField("销售渠道", max_length=20, choices=vocabulary.CHANNELS)
    six_entry = models.CharField(
        "六进类别", max_length=12, choices=vocabulary.SIX_ENTRIES, blank=True
    )
    buyer_type = models.CharField("购买方类型", max_length=12, choices=vocabulary.BUYER_TYPES)
    buyer_name = models.CharField("购买单位", max_length=80, blank=True)
    fund_source = models.CharField(
        "资金来源", max_length=16, choices=vocabulary.FUND_SOURCES, default="market"
    )
    hundred_enterprises = models.BooleanField("百企帮百村", default=False)
    paired_village = models.CharField(vocabulary.PAIRED_VILLAGE, max_length=60, blank=True)
    venue_code = models.CharField("场所编号", max_length=30, blank=True)
    event_code = models.CharField("活动编号", max_length=30, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name="冲正的记录",
    )
    reverse_reason = models.CharField("冲正原因", max_length=100, blank=True)
    flag = models.CharField("不计入原因", max_length=20, choices=vocabulary.SALE_FLAGS, blank=True)
    warning = models.CharField(
        "核对提示", max_length=20, choices=vocabulary.SALE_WARNINGS, blank=True
    )
    batch = models.ForeignKey(
        "ledger.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name="导入批次",
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    objects = SalesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销售记录"
        ordering = ["-sold_on", "-pk"]
        indexes = [
            models.Index(fields=["applicant", "sold_on"], name="sale_by_holder"),
            models.Index(fields=["-sold_on", "-id"], name="sale_newest"),
            models.Index(fields=["booked_quarter", "channel"], name="sale_by_quarter"),
        ]
        constraints = [
            _once("sale_once_per_holder", "self_report", "purchaser_report"),
            _once("sale_once_per_platform", "platform_import"),
            _once("sale_once_per_till", "venue_pos"),
            models.CheckConstraint(
                condition=Q(
                    reverses__isnull=True, reverse_reason="", quantity__gt=0, amount_fen__gte=0
                )
                | (
                    Q(reverses__isnull=False, quantity__lt=0, amount_fen__lte=0)
                    & ~Q(reverse_reason="")
                ),
                name="sale_or_reasoned_reversal",
                violation_error_message="销售数量必须大于零；冲正须有原因且数量为负",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False)
                | Q(source="platform_import", recorded_at__isnull=False),
                name="sale_is_somebodys_or_a_platforms",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")),
                name="sale_reverses_another",
            ),
            models.CheckConstraint(
                condition=~Q(buyer_type="individual") | Q(buyer_name=""),
                name="sale_names_no_person",
                violation_error_message="个人消费者不登记姓名",
            ),
        ]

    def __str__(self):
        return f"{self.external_id} {self.certificate}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Refused(["销售记录不得修改，请以冲正更正"])
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Refused(["销售记录不得删除，请以冲正更正"])

    @property
    def is_counted(self):
        return not self.flag

    @property
    def is_late(self):
        """Told of only after its own quarter was closed, and counted in a later one."""
        return quarter(self.sold_on) < self.booked_quarter

    @property
    def is_online(self):
        return self.channel in dict(vocabulary.ONLINE_CHANNELS)


class SaleVoucher(Evidence):
    """销售凭证: a file that proves a sale or its reversal, such as an invoice; never public."""

    sale = models.ForeignKey(
        SalesRecord, models.PROTECT, related_name="evidence", verbose_name="销售记录"
    )

    class Meta(Evidence.Meta):
        verbose_name = verbose_name_plural = "销售凭证"


class SaleVoucherView(EvidenceLook):
    """销售凭证查阅: one look at such a file."""

    evidence = models.ForeignKey(
        SaleVoucher, models.PROTECT, related_name="views", verbose_name="销售凭证"
    )

    class Meta(EvidenceLook.Meta):
        verbose_name = verbose_name_plural = "销售凭证查阅"
