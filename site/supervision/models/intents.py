"""Purchase intents: a buyer asks an applicant to get in touch; no payment, no cart (A31)."""

from django.db import models

from doors.models import Receipted
from files.vault import SealedTextField
from rules.vocabulary import BUYER_KINDS, INTENT_STATES


class PurchaseIntent(Receipted):
    """认购意向: who asks is encrypted and shown to the applicant of the product only.

    What it led to is one of the applicant's sales, which belongs to one intent at most.
    """

    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="intents", verbose_name="目录条目"
    )
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="intents", verbose_name="申请单位"
    )
    buyer_kind = models.CharField("认购方", max_length=8, choices=BUYER_KINDS)
    buyer_name = SealedTextField("称呼或单位名称")
    buyer_contact = SealedTextField("联系方式")
    request_text = SealedTextField("认购需求", help_text="数量、时间和送货地区等")
    received_at = models.DateTimeField("收到时间")
    consented_at = models.DateTimeField("同意时间", help_text="同意将联系方式提供给该产品申请单位")
    state = models.CharField("状态", max_length=10, choices=INTENT_STATES, default="new")
    changed_at = models.DateTimeField("处理时间", null=True, blank=True)
    sale = models.OneToOneField(
        "ledger.SalesRecord",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="intent",
        verbose_name="对应的销售记录",
    )

    class Meta:
        verbose_name = verbose_name_plural = "认购意向"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sale__isnull=True) | models.Q(state="closed"),
                name="intent_with_its_sale_is_closed",
                violation_error_message="已有对应销售记录的认购意向应为已结束",
            )
        ]

    def __str__(self):
        return f"认购意向 {self.number}"
