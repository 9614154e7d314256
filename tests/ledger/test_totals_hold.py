"""Whatever is sold, reversed, imported and reconciled: totals are the sums of counted lines."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.acts import holder
from demo.timetables import moment
from ledger import figures, unit_figures
from ledger.ledgers import LEDGERS
from ledger.models import Purchase, SalesRecord
from ledger.services import entries, file_imports, reconciling, record_sale, reverse_sale
from registry.models import Organisation
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 10)
AT = moment(DAY)
HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,销售渠道,购买方类型"
#: An act and two numbers that it makes what it needs of.
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["sell", "reverse", "bring", "undo", "buy", "match", "unmatch", "apart", "void"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=14,
)
WORDS = (("unions", "gh-test-01", {}), ("canteens", "st-test-01", {}))


class Office:
    """Does what it is told, where the services let it; nothing else writes here."""

    def __init__(self, entry):
        self.entry, self.batches, self.serial = entry, [], 0
        self.clerk = holder("fpb_clerk@fpb")
        self.who = {"by": self.clerk, "at": AT}

    def do(self, act, one, two):
        with suppress(Refused):  # what may not be done changes nothing, as the sums show
            getattr(self, act)(one, two)

    def sell(self, one, two):
        record_sale(
            self.entry,
            **self.who,
            source="platform_import",
            external_id=f"S-{one}",
            sold_on=DAY - timedelta(days=two * 5),
            quantity=Decimal(one + 1),
            unit="箱",
            unit_price_fen=6050,
            channel="direct",
            buyer_type="union",
        )

    def reverse(self, one, two):
        if sale := pick(SalesRecord.objects.all(), one):
            reverse_sale(sale, reason="退货", **self.who)

    def bring(self, one, two):
        rows = [
            f"S-{number},{self.entry.number},{DAY},{number + 1},箱,60.5,扶贫832平台,工会"
            for number in range(one, one + two)
        ]
        data = "\n".join([HEADINGS, *rows]).encode()
        unit = Organisation.objects.get(code="fpb")
        batch = file_imports.keep_file("sales", unit, name="a.csv", data=data, **self.who)
        file_imports.judge_file(batch, at=AT)
        batch = file_imports.confirm_file(batch, only_good=True, **self.who)
        self.batches.append(file_imports.book_file(batch, at=AT))

    def undo(self, one, two):
        if self.batches:
            batch = self.batches[one % len(self.batches)]
            file_imports.undo_file(batch, reason="传错文件", **self.who)

    def buy(self, one, two):
        word, code, more = WORDS[two % len(WORDS)]
        self.serial += 1
        entries.record_entry(
            LEDGERS[word],
            Organisation.objects.get(code=code),
            by=holder(f"unit_reporter@{code}"),
            at=AT,
            number=f"{self.serial}",
            bought_on=DAY,
            product_name="示例脐橙",
            seller_name="示例",
            amount_fen=6050 * (one + 1),
            **more,
        )

    def match(self, one, two):
        purchase = pick(Purchase.objects.all(), one)
        sale = pick(SalesRecord.objects.all(), two)
        if purchase and sale:
            reconciling.match_purchase(purchase, sale, **self.who)

    def unmatch(self, one, two):
        if purchase := pick(Purchase.objects.all(), one):
            reconciling.reopen_match(purchase, **self.who)

    def apart(self, one, two):
        if purchase := pick(Purchase.objects.all(), one):
            reconciling.keep_apart(purchase, reason="销售单位在区外", **self.who)

    def void(self, one, two):
        if purchase := pick(Purchase.objects.all(), one):
            ledger = next(
                each for each in LEDGERS.values() if each.fixed.get("kind") == purchase.kind
            )
            entries.void_entry(ledger, purchase, reason="填错了", **self.who)


def pick(rows, number):
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=keys[number % len(keys)]) if keys else None


def reversed_again(sale):
    return SalesRecord.objects.filter(reverses=sale).exists()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_totals_are_the_sums_of_counted_lines_and_no_sale_is_in_two_of_a_kind(listed, acts):
    with transaction.atomic():
        office = Office(listed(1))
        for act in acts:
            office.do(*act)
        check()
        transaction.set_rollback(True)


def check():
    sales = list(SalesRecord.objects.all())
    lines = [sale for sale in sales if not sale.flag]
    whole = sum(sale.amount_fen for sale in lines)
    assert figures.totals(SalesRecord.objects.all())["amount_fen"] == whole
    by_quarter = figures.by_quarter(SalesRecord.objects.all())
    assert sum(sums["amount_fen"] for sums in by_quarter.values()) == whole
    assert sum(figures.by_channel(SalesRecord.objects.all()).values()) == whole
    stands = [sale for sale in lines if not sale.reverses_id and not reversed_again(sale)]
    assert whole == sum(sale.amount_fen for sale in stands)
    assert max(Counter(sale.external_id for sale in sales).values(), default=1) == 1
    matched = Purchase.objects.standing().filter(match="matched")
    pairs = Counter(matched.values_list("kind", "sale"))
    assert max(pairs.values(), default=1) == 1
    for kind in ("union", "canteen"):
        own = {each.sale_id for each in matched.filter(kind=kind)}
        by_hand = sum(sale.amount_fen for sale in stands if sale.pk in own)
        rows = unit_figures.purchases_by_unit(kind)
        assert sum(row["counted_fen"] for row in rows) == by_hand
