"""Files of sales, booked and undone: each holder by itself, closed quarters untouched."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.acts import agent
from demo.timetables import moment
from ledger import figures
from ledger.models import ImportBatch, SalesRecord
from ledger.services import (
    close_quarter,
    import_sales,
    judge_rows,
    keep_upload,
    record_sale,
    reverse_sale,
    undo_import,
)
from records.models import AuditEvent
from registry.models import User
from rules.refusal import Refused

pytestmark = pytest.mark.django_db

AT = moment(date(2020, 12, 1))
SALE = {
    "sold_on": date(2020, 6, 1),
    "quantity": Decimal(2),
    "unit": "箱",
    "unit_price_fen": 6050,
    "channel": "market",
    "buyer_type": "school",
}


def rows(entry, *numbers, **changes):
    return [
        {
            "line": line,
            "reasons": [],
            "certificate": entry.number,
            "external_id": number,
            "amount_fen": None,
            **SALE,
            **changes,
        }
        for line, number in enumerate(numbers, 2)
    ]


def who(entry):
    return {"by": agent(entry.applicant_id), "at": AT}


def book(entry, lines, *, only_good=False):
    signed = who(entry)
    batch = keep_upload(entry.applicant, name="a.csv", data=b"x", rows=[], **signed)
    return import_sales(batch, lines, only_good=only_good, **signed)


def states(entry, lines):
    return [answer.state for answer in judge_rows(lines, applicant=entry.applicant, **who(entry))]


def test_two_holders_book_the_same_numbers_from_their_files(listed):
    first, second = listed(1), listed(2)
    for entry in (first, second):
        lines = rows(entry, "2026-0001", "2026-0002")
        assert states(entry, lines) == ["counted"] * 2
        assert book(entry, lines).booked == 2
        assert states(entry, lines) == ["duplicate"] * 2
    assert SalesRecord.objects.filter(external_id="2026-0001").count() == 2


def test_a_number_twice_in_one_file_is_told_by_its_line(listed):
    entry = listed(1)
    lines = rows(entry, "A-1", "A-1", "A-1")
    lines[2]["quantity"] = Decimal(3)
    first, again, other = judge_rows(lines, applicant=entry.applicant, **who(entry))
    assert first.state == "counted"
    assert (again.state, again.reasons) == ("duplicate", ["流水号A-1与本文件第2行重复"])
    assert other.state == "wrong"
    assert other.reasons == ["流水号A-1与本文件第2行重复，内容不同：请改正流水号，或者删去一行"]


def test_a_mixed_file_loses_nothing_to_another_holders_numbers(listed):
    first, second = listed(1), listed(2)
    book(first, rows(first, "1", "2", "3"))
    lines = rows(second, "1", "2", "4")
    lines[2]["reasons"] = ["数量“很多”不是数字"]
    done = book(second, lines, only_good=True)
    assert (done.booked, done.duplicates, done.refused) == (2, 0, 1)


def test_nobody_hears_of_another_holders_numbers(listed):
    first, second = listed(1), listed(2)
    book(first, rows(first, "1"))
    answers = judge_rows(rows(second, "1"), applicant=second.applicant, **who(second))
    assert answers[0].reasons == []
    strange = judge_rows(rows(first, "1"), applicant=second.applicant, **who(second))
    assert strange[0].reasons == ["证书编号不是本单位的目录条目"]


def test_judging_and_booking_take_as_many_queries_for_many_rows_as_for_few(listed):
    entry, counts = listed(), {}
    book(entry, rows(entry, "0"))
    for count in (2, 30):
        lines = rows(entry, *(f"{count}-{each}" for each in range(count)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            book(entry, lines)
        counts[count] = len(queries)
    assert counts[2] == counts[30]


def test_a_wrong_file_is_undone_whole_with_one_reason_and_booked_anew(listed):
    entry = listed()
    batch = book(entry, rows(entry, "1", "2", "3"))
    alone = SalesRecord.objects.get(external_id="2")
    reverse_sale(alone, reason="退货", **who(entry))
    assert undo_import(batch, reason="传错文件", **who(entry)) == 2
    reversals = SalesRecord.objects.filter(reverse_reason="传错文件")
    assert {row.reverses.external_id for row in reversals} == {"1", "3"}
    assert figures.totals(SalesRecord.objects.all())["amount_fen"] == 0
    assert not SalesRecord.objects.standing().exists()
    audit = AuditEvent.objects.get(action="ledger.undo_import")
    assert (audit.because, audit.data) == ("传错文件", {"reversed": 2})
    with pytest.raises(Refused, match="没有可以冲正的记录"):
        undo_import(batch, reason="传错文件", **who(entry))
    answers = judge_rows(rows(entry, "1", "9"), applicant=entry.applicant, **who(entry))
    assert [answer.is_again for answer in answers] == [True, False]
    assert book(entry, rows(entry, "1", "9")).booked == 2


def test_undoing_needs_a_reason_without_personal_data_and_then_changes_nothing(listed):
    entry = listed()
    batch = book(entry, rows(entry, "1"))
    for reason, why in ((" ", "请写明冲正原因"), ("请问15400000001", "不得含有个人信息")):
        with pytest.raises(Refused, match=why):
            undo_import(batch, reason=reason, **who(entry))
    assert SalesRecord.objects.count() == 1


def test_undoing_leaves_a_closed_quarter_as_it_was_frozen(listed):
    entry = listed()
    batch = book(entry, rows(entry, "1", "2"))
    manager = User.objects.get(username="manager")
    closes = [close_quarter(word, by=manager, at=AT) for word in ("2020Q2", "2020Q3")]
    undo_import(batch, reason="整批数量填错", **who(entry))
    assert figures.totals(SalesRecord.objects.filter(booked_quarter="2020Q2")) == closes[0].totals
    taken = figures.totals(SalesRecord.objects.filter(booked_quarter="2020Q4"))
    assert (taken["amount_fen"], taken["corrections"]) == (-24200, 2)


def test_undoing_many_rows_takes_as_many_queries_as_few(listed):
    entry, counts = listed(), {}
    undo_import(book(entry, rows(entry, "0")), reason="传错文件", **who(entry))
    for count in (2, 30):
        batch = book(entry, rows(entry, *(f"{count}-{each}" for each in range(count))))
        with CaptureQueriesContext(connection) as queries:
            undo_import(batch, reason="传错文件", **who(entry))
        counts[count] = len(queries)
    assert counts[2] == counts[30]


def test_the_figures_of_many_quarters_take_as_many_queries_as_of_one(listed):
    entry = listed()
    for month in (6, 9, 11):
        sale = {**SALE, "sold_on": date(2020, month, 1), "six_entry": "school"}
        record_sale(entry, **sale, **who(entry))
        record_sale(entry, **{**sale, "six_entry": "", "channel": "ecommerce"}, **who(entry))
    sales = SalesRecord.objects.all()
    with CaptureQueriesContext(connection) as queries:
        quarters = figures.by_quarter(sales)
    assert len(queries) == 2
    assert list(quarters) == ["2020Q2", "2020Q3", "2020Q4"]
    alone = {word: figures.totals(sales.filter(booked_quarter=word)) for word in quarters}
    assert quarters == alone


def test_an_upload_that_waits_gives_way_to_the_next(listed):
    entry = listed()
    for name in ("甲.csv", "乙.csv"):
        keep_upload(entry.applicant, name=name, data=b"x", rows=[], **who(entry))
    assert ImportBatch.objects.get().file_name == "乙.csv"
