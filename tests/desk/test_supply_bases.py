"""Bases and contracts lead to each other, with the sales that stand behind a contract (R31)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.listed import listed

from demo.acts import agent, holder
from demo.timetables import moment
from ledger.ledgers import LEDGERS
from ledger.services import entries, record_sale
from registry.models import Organisation

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 3)
AT = moment(DAY)
BUYER = "示例配送（虚构）"


@pytest.fixture(autouse=True)
def _today(office, on_day):
    on_day(DAY)


def enter(word, **values):
    unit = Organisation.objects.get(code="nyncj")
    by = holder("unit_reporter@nyncj")
    return entries.record_entry(LEDGERS[word], unit, by=by, at=AT, **values)


def base_of(entry, number="JD-1"):
    place = entry.applicant.production_township
    words = {"number": number, "name": "示例基地", "township": place, "opened_on": date(2020, 5, 1)}
    return enter("bases", applicant=entry.applicant, **words)


def contract_with(base, number="HT-1"):
    term = {"valid_from": date(2020, 6, 1), "valid_until": date(2020, 6, 30)}
    return enter("contracts", number=number, base=base, buyer_name=BUYER, signed_on=DAY, **term)


def sell(entry, buyer=BUYER, sold_on=date(2020, 6, 2)):
    record_sale(
        entry,
        by=agent(entry.applicant_id),
        at=AT,
        sold_on=sold_on,
        quantity=Decimal(10),
        unit="箱",
        unit_price_fen=6050,
        channel="supermarket_direct",
        buyer_type="trader",
        buyer_name=buyer,
    )


def page(browser, word, entry):
    return browser.get(reverse("desk:ledger_entry", args=[word, entry.pk])).content.decode()


def test_a_contract_shows_its_base_and_the_base_its_contracts_with_their_sales(signed_in):
    entry = listed(1)
    base = base_of(entry)
    contract = contract_with(base)
    sell(entry)
    sell(entry, buyer="别的单位（虚构）")
    sell(entry, sold_on=date(2020, 5, 31))
    browser = signed_in("unit_reporter@nyncj")
    of_contract, of_base = page(browser, "contracts", contract), page(browser, "bases", base)
    assert reverse("desk:ledger_entry", args=["bases", base.pk]) in of_contract
    assert reverse("desk:ledger_entry", args=["contracts", contract.pk]) in of_base
    for text in (of_contract, of_base):
        assert "605.00" in text
        assert entry.number in text


def test_a_void_contract_leaves_its_base_and_an_empty_base_says_so(signed_in):
    base = base_of(listed(1))
    browser = signed_in("unit_reporter@nyncj")
    assert "还没有登记供货合同" in page(browser, "bases", base)
    contract, by = contract_with(base), holder("unit_reporter@nyncj")
    entries.void_entry(LEDGERS["contracts"], contract, reason="填错了", by=by, at=AT)
    assert "还没有登记供货合同" in page(browser, "bases", base)
    unknown = enter(
        "bases",
        number="JD-2",
        name="未明基地",
        township=base.township,
        opened_on=date(2020, 5, 1),
    )
    assert "没有填写供货单位" in page(browser, "bases", unknown)


def test_the_page_of_a_base_costs_the_same_for_many_contracts_as_for_one(signed_in):
    base = base_of(listed(1))
    contract_with(base)
    browser = signed_in("unit_reporter@nyncj")

    def cost():
        page(browser, "bases", base)
        with CaptureQueriesContext(connection) as captured:
            page(browser, "bases", base)
        return len(captured)

    one = cost()
    for serial in range(2, 8):
        contract_with(base, f"HT-{serial}")
    assert cost() == one
