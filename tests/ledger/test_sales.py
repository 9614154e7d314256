"""One sale: booked once, never edited, counted by what its entry was on the day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from catalog import services as catalog
from demo.acts import agent
from demo.timetables import moment
from ledger.models import SalesRecord
from ledger.services import Duplicate, close_quarter, record_sale, reverse_sale
from registry.models import User
from rules.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(listed):
    return listed()


@pytest.fixture
def sell(held):
    """``sell(**changes)``: a sale as its holder tells of it on 2020-12-01."""

    def make(**changes):
        said = {
            "sold_on": date(2020, 6, 1),
            "quantity": Decimal("2.5"),
            "unit": "箱",
            "unit_price_fen": 6050,
            "channel": "canteen",
            "buyer_type": "school",
            "buyer_name": "示例学校",
            "six_entry": "school",
            "at": moment(date(2020, 12, 1)),
            **changes,
        }
        return record_sale(held, by=agent(held.applicant_id), **said)

    return make


def test_the_amount_is_quantity_times_price_in_whole_fen(sell):
    sale = sell()
    assert (sale.amount_fen, sale.booked_quarter, sale.flag) == (15125, "2020Q2", "")
    assert sell(quantity=Decimal("0.333"), unit_price_fen=100).amount_fen == 33
    assert sell(amount_fen=15000).amount_fen == 15000


def test_every_reason_against_a_sale_is_told_at_its_field(sell):
    with pytest.raises(Refused) as refused:
        sell(
            sold_on=date(2020, 12, 2),
            quantity=Decimal(0),
            channel="moon",
            buyer_type="individual",
            buyer_name="示例",
            paired_village="15400000001",
            external_id="x" * 65,
        )
    assert set(refused.value.fields) >= {"sold_on", "quantity", "channel", "buyer_name"}
    assert {"external_id"} <= set(refused.value.fields)
    with pytest.raises(Refused, match="大于数量×单价"):
        sell(amount_fen=20000)


def test_a_sale_for_nothing_at_a_price_is_a_slip(sell):
    with pytest.raises(Refused) as refused:
        sell(amount_fen=0)
    assert "金额为0" in refused.value.fields["amount_fen"][0]
    assert sell(unit_price_fen=0, amount_fen=0).amount_fen == 0


def test_the_same_serial_of_the_same_source_is_booked_once(sell):
    sell(external_id="A-1")
    with pytest.raises(Duplicate, match="本单位已登记过流水号A-1"):
        sell(external_id=" A-1 ")
    sell(external_id="A-1", source="venue_pos")
    assert SalesRecord.objects.count() == 2


@pytest.mark.parametrize("source", ["self_report", "purchaser_report"])
def test_each_holder_counts_its_slips_by_itself(listed, sell, source):
    other = listed(serial=2)
    mine = sell(external_id="2026-0001", source=source)
    words = {name: getattr(mine, name) for name in ("sold_on", "unit", "channel", "buyer_type")}
    numbers = {"quantity": Decimal(30), "unit_price_fen": 100, "external_id": "2026-0001"}
    who = {"by": agent(other.applicant_id), "at": moment(date(2020, 12, 1))}
    theirs = record_sale(other, source=source, **words, **numbers, **who)
    assert (theirs.applicant, theirs.external_id) == (other.applicant, "2026-0001")
    with pytest.raises(Duplicate):
        record_sale(other, source=source, **words, **numbers, **who)


def test_a_platform_numbers_its_orders_for_all_holders_and_a_till_for_itself(listed, sell):
    other, sale = listed(serial=2), sell(external_id="9", source="platform_import")
    words = {name: getattr(sale, name) for name in ("sold_on", "unit", "channel", "buyer_type")}
    words |= {"quantity": Decimal(1), "unit_price_fen": 100, "external_id": "9"}
    words |= {"by": agent(other.applicant_id), "at": moment(date(2020, 12, 1))}
    with pytest.raises(Duplicate):
        record_sale(other, source="platform_import", **words)
    record_sale(other, source="venue_pos", venue_code="甲", **words)
    record_sale(other, source="venue_pos", venue_code="乙", **words)
    with pytest.raises(Duplicate):
        record_sale(other, source="venue_pos", venue_code="乙", **words)


def test_the_database_refuses_a_second_booking_of_one_holders_number(sell):
    sale = sell(external_id="A-1")
    fields = {
        field.attname: getattr(sale, field.attname)
        for field in SalesRecord._meta.concrete_fields
        if field.name not in ("id", "uid")
    }
    with pytest.raises(IntegrityError, match="external_id"), transaction.atomic():
        SalesRecord.objects.create(**fields)


def test_a_reversed_sale_frees_its_number_and_a_number_of_ours_is_never_taken(sell):
    sale = sell(external_id="ZGXS-2020-000001")
    row = reverse_sale(sale, reason="数量填错", by=sale.recorded_by, at=sale.recorded_at)
    assert row.external_id == "ZGXS-2020-000002"
    again = sell(external_id="ZGXS-2020-000001")
    assert (again.booking, again.external_id) == (2, sale.external_id)
    with pytest.raises(Duplicate):
        sell(external_id="ZGXS-2020-000001")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("样例-1（请删除本行）", "样例行"),
        ("4.01235E+18", "末几位已经丢失"),
        ("11010519491231002X", "身份证号"),
    ],
)
def test_what_is_no_slips_number_is_refused_with_what_to_do(sell, number, why):
    with pytest.raises(Refused, match=why):
        sell(external_id=number)


@pytest.mark.parametrize("number", ["13800380038", "17301234567", "6212345678901234", "2E3"])
def test_an_order_number_may_look_like_a_telephones(sell, number):
    assert sell(external_id=number).external_id == number


def test_a_return_is_no_negative_sale(sell):
    with pytest.raises(Refused) as refused:
        sell(quantity=Decimal(-2), unit_price_fen=-6050, amount_fen=-100)
    reasons = refused.value.fields
    assert "冲正" in reasons["quantity"][0]
    assert "冲正" in reasons["unit_price_fen"][0]
    with pytest.raises(Refused, match="金额不能填负数"):
        sell(amount_fen=-100)


def test_what_is_sold_before_after_or_while_suspended_does_not_count(held, sell):
    act = {"by": None, "because": "虚构", "reason": "quality_safety"}
    catalog.suspend(held, at=moment(date(2020, 7, 10)), **act)
    catalog.resume(held, at=moment(date(2020, 8, 10)), **act)
    days = {
        date(2020, 5, 19): "outside_validity",
        date(2020, 5, 20): "",
        date(2020, 7, 9): "",
        date(2020, 7, 10): "while_suspended",
        date(2020, 7, 11): "while_suspended",
        date(2020, 8, 10): "while_suspended",
        date(2020, 8, 11): "",
    }
    assert {day: sell(sold_on=day).flag for day in days} == days
    later = moment(date(2021, 6, 1))
    assert sell(sold_on=date(2021, 5, 20), at=later).flag == ""
    assert sell(sold_on=date(2021, 5, 21), at=later).flag == "outside_validity"


def test_the_day_of_a_removal_counts_no_more_whatever_the_hour(held, sell):
    act = {
        "by": None,
        "because": "虚构",
        "reason": "quality_safety",
        "basis_doc_no": "虚〔2020〕1号",
    }
    catalog.suspend(held, at=moment(date(2020, 7, 10)), **act)
    held.refresh_from_db()
    catalog.remove(held, at=moment(date(2020, 8, 10), 17), **act)
    flags = {day: sell(sold_on=date(2020, 8, day)).flag for day in (9, 10, 11)}
    assert flags == {9: "while_suspended", 10: "after_removal", 11: "after_removal"}


def test_who_left_the_catalogue_sells_nothing_that_counts_from_the_next_day(held, sell):
    catalog.leave(
        held, by=agent(held.applicant_id), at=moment(date(2020, 9, 1)), because="不再生产"
    )
    assert sell(sold_on=date(2020, 9, 1)).flag == ""
    assert sell(sold_on=date(2020, 9, 2)).flag == "outside_validity"


def test_a_reversal_takes_the_whole_sale_back_once_with_a_reason_on_its_own_day(sell):
    sale, at = sell(), moment(date(2020, 12, 1))
    by = sale.recorded_by
    with pytest.raises(Refused, match="冲正原因"):
        reverse_sale(sale, reason=" ", by=by, at=at)
    row = reverse_sale(sale, reason="数量填错", by=by, at=at)
    assert (row.quantity, row.amount_fen) == (-sale.quantity, -sale.amount_fen)
    assert (row.booked_quarter, row.flag) == ("2020Q4", sale.flag)
    with pytest.raises(Refused, match="已冲正"):
        reverse_sale(sale, reason="再来一次", by=by, at=at)
    with pytest.raises(Refused, match="不能再冲正"):
        reverse_sale(row, reason="再来一次", by=by, at=at)


def test_the_ledger_is_written_once(sell):
    sale = sell()
    sale.amount_fen = 1
    with pytest.raises(Refused, match="不得修改"):
        sale.save()
    with pytest.raises(Refused, match="不得删除"):
        sale.delete()
    with pytest.raises(Refused, match="不得修改"):
        SalesRecord.objects.update(amount_fen=1)


def test_the_database_refuses_a_sale_below_zero_and_a_persons_name(sell):
    sale = sell()
    fields = {
        field.attname: getattr(sale, field.attname)
        for field in SalesRecord._meta.concrete_fields
        if field.name not in ("id", "uid")
    }
    for wrong in ({"quantity": -1}, {"buyer_type": "individual"}):
        with pytest.raises(IntegrityError, match=r"(?i)check constraint"), transaction.atomic():
            SalesRecord.objects.create(**{**fields, "external_id": "other", **wrong})


def test_what_comes_after_a_quarter_was_closed_is_booked_in_the_next(sell):
    manager = User.objects.get(username="manager")
    sell()
    with pytest.raises(Refused, match="尚未结束"):
        close_quarter("2020Q4", by=manager, at=moment(date(2020, 12, 1)))
    close = close_quarter("2020Q2", by=manager, at=moment(date(2020, 8, 1)))
    assert close.totals["amount_fen"] == 15125
    assert sell().booked_quarter == "2020Q3"
