"""Buyers' entries and sellers' sales: each sale in one total of a kind at most (A30)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from demo.acts import holder
from demo.timetables import moment
from ledger import figures, unit_figures
from ledger.ledgers import LEDGERS
from ledger.models import Purchase, SalesRecord
from ledger.services import entries, reconciling, record_sale, reverse_sale
from registry.models import Organisation
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 10)
AT = moment(DAY)


def bought(word="unions", code="gh-test-01", **changes):
    values = {
        "number": "1",
        "bought_on": DAY,
        "product_name": "示例脐橙",
        "seller_name": "示例合作社（虚构）",
        "amount_fen": 121_000,
        **changes,
    }
    unit = Organisation.objects.get(code=code)
    who = {"by": holder(f"unit_reporter@{code}"), "at": AT}
    return entries.record_entry(LEDGERS[word], unit, **who, **values)


def sold(entry, quantity=20, days=1, **changes):
    values = {
        "sold_on": DAY - timedelta(days=days),
        "quantity": Decimal(quantity),
        "unit": "箱",
        "unit_price_fen": 6050,
        "channel": "direct",
        "buyer_type": "union",
        "fund_source": "union_welfare",
        **changes,
    }
    return record_sale(entry, by=None, at=AT, source="platform_import", **values)


@pytest.fixture
def who(office):
    return {"by": holder("fpb_clerk@fpb"), "at": AT}


def reasons(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reasons


def test_the_likeliest_sales_are_offered_first_and_far_ones_never(listed, who):
    entry = listed(1)
    exact, near = sold(entry), sold(entry, quantity=21)
    far, old = sold(entry, quantity=90), sold(entry, days=46, sold_on=DAY - timedelta(days=20))
    purchase = bought()
    offered = reconciling.candidates(purchase)
    assert offered[0] == exact
    assert near in offered
    assert far not in offered
    assert old in offered


def test_of_many_sales_those_of_the_nearest_amount_are_offered(listed, who, monkeypatch):
    monkeypatch.setattr(reconciling, "NEAREST", 3)
    entry = listed(1)
    for days in range(10, 15):
        sold(entry, quantity=21, days=days)
    same = sold(entry)
    assert reconciling.candidates(bought())[0] == same


def test_a_matched_entry_adds_nothing_to_the_sales_and_gives_its_unit_the_sale_s_amount(
    listed, who
):
    sale, purchase = sold(listed(1)), bought(amount_fen=120_000)
    before = figures.totals(SalesRecord.objects.all())
    [row] = unit_figures.purchases_by_unit("union")
    assert (row["spent_fen"], row["counted_fen"], row["waiting"]) == (120_000, 0, 1)
    reconciling.match_purchase(purchase, sale, **who)
    [row] = unit_figures.purchases_by_unit("union")
    assert (row["spent_fen"], row["counted_fen"], row["waiting"]) == (120_000, 121_000, 0)
    assert figures.totals(SalesRecord.objects.all()) == before
    reverse_sale(sale, reason="退货", **who)
    assert unit_figures.purchases_by_unit("union")[0]["counted_fen"] == 0


def test_one_sale_stands_in_two_ledgers_and_twice_in_none(listed, who):
    sale = sold(listed(1))
    reconciling.match_purchase(bought(), sale, **who)
    other = bought("hundred", "hy-test-01", village="示例一村", mode="buy_for_help")
    reconciling.match_purchase(other, sale, **who)
    second = bought(number="2")
    assert sale not in reconciling.candidates(second)
    assert reasons(reconciling.match_purchase, second, sale, **who) == [
        "该销售记录已与另一条采购记录对上"
    ]
    values = {"sale": sale, "match": "matched", "matched_at": AT, "matched_by": who["by"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Purchase.objects.filter(pk=second.pk).update(**values)
    assert figures.totals(SalesRecord.objects.all())["amount_fen"] == 121_000


def test_what_is_void_reversed_or_decided_is_not_matched_again(listed, who):
    sale, purchase = sold(listed(1)), bought()
    reversal = reverse_sale(sale, reason="退货", **who)
    assert reasons(reconciling.match_purchase, purchase, sale, **who) == ["该销售记录已冲正"]
    assert reasons(reconciling.match_purchase, purchase, reversal, **who) == ["该销售记录已冲正"]
    assert reasons(reconciling.match_purchase, purchase, None, **who) == ["请选择销售记录"]
    assert reasons(reconciling.keep_apart, purchase, reason="", **who) == [
        "请写明单列的原因（2至100字）"
    ]
    reconciling.keep_apart(purchase, reason="销售单位未登记", **who)
    assert not reconciling.queue().exists()
    assert reasons(reconciling.keep_apart, purchase, reason="再来", **who) == ["该记录已对账"]
    reconciling.reopen_match(purchase, **who)
    assert reconciling.queue().get() == purchase
    entries.void_entry(LEDGERS["unions"], purchase, reason="填错了", by=who["by"], at=AT)
    assert reasons(reconciling.keep_apart, purchase, reason="不存在", **who) == ["该记录已作废"]
    assert not reconciling.queue().exists()


def test_another_product_is_not_what_the_entry_tells_of(listed, who):
    purchase = bought(certificate=listed(1))
    assert "证书编号与采购记录不同" in reasons(
        reconciling.match_purchase, purchase, sold(listed(2, 1)), **who
    )


def test_a_void_entry_gives_its_sale_back(listed, who):
    sale, purchase = sold(listed(1)), bought()
    reconciling.match_purchase(purchase, sale, **who)
    entries.void_entry(LEDGERS["unions"], purchase, reason="填错了", by=who["by"], at=AT)
    again = bought()
    reconciling.match_purchase(again, sale, **who)
    assert unit_figures.purchases_by_unit("union")[0]["counted_fen"] == 121_000


def test_the_ratio_of_welfare_money_is_shown_where_a_total_is_given_and_never_refused(office):
    bought(year=2020, amount_fen=10_000)
    [row] = unit_figures.welfare_by_union()
    assert (row["spent_fen"], row["percent"]) == (10_000, None)
    bought(number="2", year=2020, amount_fen=10_000, welfare_total_fen=9_000_000)
    [row] = unit_figures.welfare_by_union()
    assert (row["spent_fen"], row["percent"]) == (20_000, 0.2)


def test_canteens_are_summed_up_under_whoever_supervises_them(office):
    bought("canteens", "st-test-01")
    bought("canteens", "st-test-02", amount_fen=1)
    rows = unit_figures.purchases_by_unit("canteen", by_parent=True)
    sums = {row["unit"]: row["spent_fen"] for row in rows}
    assert sums == {"区教体局": 121_000, "区卫健委": 1}


def test_the_report_of_a_paired_unit_is_the_hand_sum_of_its_village_s_sales(listed, who):
    entry = listed(1)
    sold(entry, paired_village="示例一村")
    back = sold(entry, quantity=1, paired_village="示例一村")
    sold(entry, quantity=5, paired_village="示例二村")
    reverse_sale(back, reason="退货", **who)
    unit = Organisation.objects.get(code="jd-test-01")
    values = {"number": "1", "village": "示例一村", "begins_on": DAY - timedelta(days=30)}
    by = holder("unit_reporter@jd-test-01")
    entries.record_entry(LEDGERS["pairings"], unit, by=by, at=AT, **values)
    [row] = unit_figures.sales_of_pairings()
    assert (row["unit"], row["village"], row["fen"]) == (unit.name, "示例一村", 121_000)
    second = {**values, "number": "2"}
    assert reasons(entries.record_entry, LEDGERS["pairings"], unit, by=by, at=AT, **second) == [
        "该村2020年5月11日起已与示例结对帮扶单位一（虚构）结对，期间不得重叠"
    ]


def test_budget_units_are_told_by_their_names_on_the_sales(listed, who):
    entry = listed(1)
    sold(entry, fund_source="unit_budget", buyer_type="organ", buyer_name="示例机关单位（虚构）")
    [row] = unit_figures.budget_units()
    assert (row["unit"], row["count"], row["fen"]) == ("示例机关单位（虚构）", 1, 121_000)
