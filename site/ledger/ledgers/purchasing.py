"""The four ledgers of buyers, in one table: they point at sales and count nothing twice (A30)."""

from rules import vocabulary

from ..models import Purchase
from .declaring import Kind, Ledger

#: How far the year of the welfare money may lie from the day of the purchase.
YEARS_APART = 1


class Purchases(Ledger):
    """采购方的台账：每一条都与销售单位的一条销售记录对账。"""

    model, day = Purchase, "bought_on"
    BASE = ("bought_on", "certificate", "product_name", "seller_name", "quantity", "measure")
    listed = ("bought_on", "product_name", "seller_name", "amount_fen")
    searched = ("product_name", "seller_name", "order_number", "village")
    parts = ("desk/_purchase_match.html",)

    def reasons(self, purchase, on):
        if purchase.amount_fen == 0:
            yield "amount_fen", "金额应大于零"
        if purchase.quantity is not None and purchase.quantity <= 0:
            yield "quantity", "数量应大于零"
        if purchase.year is not None and abs(purchase.year - purchase.bought_on.year) > YEARS_APART:
            yield "year", "年度与采购日期不符"


class UnionPurchases(Purchases):
    """工会福利采购：福利资金总额可以不填，填写的显示采购所占比例；没有必须达到的比例。"""

    word, title, fixed = (
        "unions",
        vocabulary.label(vocabulary.PURCHASE_KINDS, "union"),
        {"kind": "union"},
    )
    columns = (
        *Purchases.BASE,
        *("amount_fen", "village", "year", "welfare_total_fen", "members"),
    )
    listed = (*Purchases.listed, "village", "year")
    kept_by = (Kind.UNION, Kind.MASS_ORGANISATION)


class BudgetPurchases(Purchases):
    """预算单位采购：写明采购平台和订单号。"""

    word, title, fixed = (
        "budgets",
        vocabulary.label(vocabulary.PURCHASE_KINDS, "budget"),
        {"kind": "budget"},
    )
    columns = (*Purchases.BASE, "amount_fen", "platform", "order_number")
    listed = (*Purchases.listed, "platform")
    kept_by = (Kind.BUDGET_UNIT, Kind.DEPARTMENT, Kind.PAIRED_UNIT)


class CanteenPurchases(Purchases):
    """单位食堂采购，按主管单位汇总。"""

    word, title, fixed = (
        "canteens",
        vocabulary.label(vocabulary.PURCHASE_KINDS, "canteen"),
        {"kind": "canteen"},
    )
    columns = (*Purchases.BASE, "amount_fen")
    kept_by = (Kind.CANTEEN,)


class HundredEnterprises(Purchases):
    """百企帮百村：企业以购代捐、以买代帮，写明村。"""

    word, title, fixed = (
        "hundred",
        vocabulary.label(vocabulary.PURCHASE_KINDS, "hundred"),
        {"kind": "hundred"},
    )
    columns = (*Purchases.BASE, "amount_fen", "village", "mode")
    listed = (*Purchases.listed, "village", "mode")
    kept_by = (Kind.MEMBER_ENTERPRISE, Kind.MASS_ORGANISATION)

    def reasons(self, purchase, on):
        yield from super().reasons(purchase, on)
        if not purchase.village:
            yield "village", "请填写村"
        if not purchase.mode:
            yield "mode", "请选择方式"
