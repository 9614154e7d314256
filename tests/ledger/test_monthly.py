"""Telling of a month: its sales, or that there were none; who says nothing is reminded (R46)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.support.after_listing import sale
from tests.support.listed import listed

from catalog.services import leave, remove
from demo.acts import agent, holder
from demo.timetables import moment
from ledger import monthly
from ledger.models import NoSales
from ledger.services import record_sale, reverse_sale
from records.models import OutgoingMail
from registry.models import RuleSet, User
from rules.refusal import Refused

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2020, 5, 1), date(2020, 6, 1)
TENTH = date(2020, 6, 10)


@pytest.fixture
def held(office, settings):
    """An entry in force since May 20th, of a unit with an address."""
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    entry = listed()
    User.objects.filter(pk=agent(entry.applicant_id).pk).update(email="unit@example.com")
    return entry


def signed(entry, day=JUNE):
    return {"by": agent(entry.applicant_id), "at": moment(day)}


def told(day=TENTH):
    """The subjects of what the clock writes on ``day``."""
    monthly.remind_of_month(moment(day))
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def test_a_unit_owes_a_word_of_each_month_in_which_it_had_an_entry(held):
    assert monthly.owed_by(held.applicant, JUNE) == [(MAY, TENTH)]
    assert monthly.owed_by(held.applicant, date(2020, 5, 31)) == []
    months = [month for month, _last in monthly.owed_by(held.applicant, date(2020, 9, 2))]
    assert months == [JUNE, date(2020, 7, 1), date(2020, 8, 1)]
    RuleSet.objects.update(sales_report_day=15)
    assert monthly.owed_by(held.applicant, JUNE) == [(MAY, date(2020, 6, 15))]


def test_a_sale_of_the_month_settles_it_and_its_reversal_opens_it_again(held):
    sold = sale(held, **signed(held))
    assert monthly.owed_by(held.applicant, JUNE) == []
    assert not monthly.silent_units(MAY).exists()
    assert monthly.units_of(MAY).get().sold_fen == sold.amount_fen
    reverse_sale(sold, reason="重复填报", **signed(held))
    assert monthly.silent_units(MAY).exists()
    assert monthly.owed_by(held.applicant, JUNE) == [(MAY, TENTH)]


def test_no_sales_are_told_once_and_only_of_a_month_that_is_over(held):
    with pytest.raises(Refused, match="尚未结束"):
        monthly.report_none(held.applicant, JUNE, **signed(held))
    with pytest.raises(Refused, match="没有列入目录的产品"):
        monthly.report_none(held.applicant, date(2020, 4, 1), **signed(held))
    with pytest.raises(Refused, match="只有本单位"):
        monthly.report_none(held.applicant, MAY, by=holder("fpb_clerk@fpb"), at=moment(JUNE))
    row = monthly.report_none(held.applicant, MAY, **signed(held))
    assert monthly.report_none(held.applicant, MAY, **signed(held)) == row
    assert monthly.owed_by(held.applicant, JUNE) == []


def test_where_sales_were_booked_nobody_says_there_were_none(held):
    sale(held, **signed(held))
    with pytest.raises(Refused, match="已登记销售，不能申报无销售"):
        monthly.report_none(held.applicant, MAY, **signed(held))


def test_a_sale_found_later_stands_beside_the_report(held):
    monthly.report_none(held.applicant, MAY, **signed(held))
    sale(held, **signed(held))
    unit = monthly.units_of(MAY).get()
    assert (unit.sold, unit.has_none) == (1, True)


def test_a_reminder_goes_out_before_the_day_and_once_more_after_it(held):
    assert told(date(2020, 6, 4)) == []
    (first,) = told(date(2020, 6, 5))
    assert first.endswith("请在2020年6月10日前填报2020年5月销售情况")
    assert len(told()) == 1
    (_first, second) = told(date(2020, 6, 11))
    assert second.endswith("2020年5月销售情况已超过填报期限")
    assert len(told(date(2020, 6, 20))) == 2
    assert len(told(date(2020, 6, 21))) == 2


def test_who_has_told_or_has_left_is_not_reminded(held):
    monthly.report_none(held.applicant, MAY, **signed(held))
    assert told() == []
    other = listed(serial=2)
    leave(other, because="不再生产", **signed(other, date(2020, 5, 30)))
    assert [unit.pk for unit in monthly.silent_units(MAY)] == [other.applicant_id]
    assert not monthly.silent_units(JUNE).filter(pk=other.applicant_id).exists()


def test_who_was_removed_owes_nothing_of_the_months_after_it(held):
    remove(
        held,
        by=None,
        at=moment(date(2020, 6, 15)),
        because="查实",
        reason="illegal_act",
        basis_doc_no="省测扶办字〔2020〕9号",
    )
    months = [month for month, _last in monthly.owed_by(held.applicant, date(2020, 9, 2))]
    assert months == [JUNE], "it was in the catalogue on some days of June"
    july = date(2020, 7, 1)
    assert not monthly.silent_units(july).exists()
    assert told(date(2020, 8, 10)) == []
    with pytest.raises(Refused, match="没有列入目录的产品"):
        monthly.report_none(held.applicant, july, **signed(held, date(2020, 8, 3)))


def test_two_products_of_a_unit_are_one_unit(held):
    second = listed(row=1)
    for entry, number in ((held, "1"), (second, "2")):
        record_sale(
            entry,
            sold_on=date(2020, 5, 25),
            quantity=Decimal(1),
            unit="箱",
            unit_price_fen=100,
            channel="direct",
            buyer_type="individual",
            external_id=number,
            **signed(held),
        )
    unit = monthly.units_of(MAY).get()
    assert (unit.sold, unit.sold_fen) == (2, 200)


def test_the_database_keeps_whole_months_once(held):
    row = {"applicant": held.applicant, "reported_at": moment(JUNE)}
    row["reported_by"] = agent(held.applicant_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoSales.objects.create(month=date(2020, 5, 2), **row)
    NoSales.objects.create(month=MAY, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoSales.objects.create(month=MAY, **row)
