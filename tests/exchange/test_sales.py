"""Sales: every sale and reversal once, in its own batch, with its own control total."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from exchange import schema
from exchange.models import ExchangeFault
from exchange.sales_records import external_id
from exchange.services import contents, export_dataset
from ledger.models import SalesRecord
from ledger.services import record_sale, reverse_sale

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=20)


@pytest.fixture
def sell(certifier):
    """``sell("A-1")``: one sale of one certificate under a number of its source."""
    certificate = certifier.list()
    by = certifier.officer()

    def sell(number, **given):
        sale = {
            "sold_on": (LISTED_AT + timedelta(days=10)).date(),
            "quantity": Decimal("2.5"),
            "unit": "箱",
            "unit_price_fen": 4990,
            "channel": "canteen",
            "six_entry": "school",
            "buyer_type": "school",
            **given,
        }
        return record_sale(certificate, by=by, at=AT, external_id=number, **sale)

    sell.by = by
    return sell


def records(batch):
    return json.loads(contents(batch)["data/sales.json"])


def test_a_sale_and_its_reversal_go_in_order_and_cancel_in_the_control_total(sell):
    sale = sell("A-1")
    first = export_dataset("sales", at=AT)
    assert first.batch_id == "360702-SAL-20201102-0001"
    (told,) = records(first)
    assert schema.faults(schema.SALE, told) == []
    assert (told["op"], told["quantity"], told["amount_fen"]) == ("add", "2.5", 12475)
    assert told["external_id"] == "91360702YYTE00015R-A-1"
    reverse_sale(sale, reason="数量有误", by=sell.by, at=AT)
    second = export_dataset("sales", at=AT)
    (told,) = records(second)
    assert schema.faults(schema.SALE, told) == []
    assert (told["op"], told["reverses"]) == ("reverse", str(sale.uid))
    totals = [json.loads(each.manifest)["control_totals"]["amount_fen"] for each in (first, second)]
    assert sum(totals) == 0


def test_what_does_not_count_is_not_told(sell):
    sell("A-1", sold_on=(LISTED_AT - timedelta(days=300)).date())
    assert SalesRecord.objects.get().flag
    assert export_dataset("sales", at=AT) is None


def test_a_reversal_waits_for_the_sale_that_was_set_aside(sell, monkeypatch):
    sale = sell("A-1")
    other = sell("A-2")
    monkeypatch.setattr(SalesRecord, "is_online", "neither")
    good = schema.faults
    strict = lambda name, value: (  # noqa: E731
        ["单位"] if value.get("record_id") == str(sale.uid) else good(name, value)
    )
    monkeypatch.setattr(schema, "faults", strict)
    reverse_sale(sale, reason="数量有误", by=sell.by, at=AT)
    assert [each["record_id"] for each in records(export_dataset("sales", at=AT))] == [
        str(other.uid)
    ]
    assert ExchangeFault.objects.open().count() == 2
    monkeypatch.setattr(schema, "faults", good)
    later = records(export_dataset("sales", at=AT))
    assert [each["op"] for each in later] == ["add", "reverse"]
    assert not ExchangeFault.objects.open().exists()


def test_a_long_number_keeps_to_the_format_and_stays_its_own(sell):
    keys = {external_id(sell("9" * 63 + each)) for each in "12"}
    assert len(keys) == 2
    assert all(len(key) <= 64 and key.startswith("91360702YYTE00015R-") for key in keys)


def test_a_sale_names_no_buyer(sell):
    sell("A-1", buyer_name="章贡区示例小学（虚构）")
    batch = export_dataset("sales", at=AT)
    assert not any("示例小学".encode() in content for content in contents(batch).values())
