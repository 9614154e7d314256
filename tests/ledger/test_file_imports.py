"""Files through the door of the office and of the units: judged, booked once, undone whole."""

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from demo.acts import holder
from demo.district import DIRECTORY
from demo.timetables import moment
from ledger import figures
from ledger.ledgers import LEDGERS
from ledger.models import ImportBatch, Purchase, SalesRecord
from ledger.services import file_imports, reverse_sale
from registry.models import Organisation
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
AT = moment(date(2021, 4, 1))
SALES = (DIRECTORY / "sales.json").read_bytes()
#: The holder, the category and the township of what was sold.
ENTRY_COLUMNS = (
    "applicant",
    "certificate__version__category",
    "certificate__applicant__production_township",
)
RECORDS = json.loads(SALES)
EXPECTED = json.loads((Path(__file__).parent / "vectors/expected_sales_summary.json").read_text())


def unit(code="fpb"):
    return Organisation.objects.get(code=code)


def clerk():
    return holder("fpb_clerk@fpb")


def kept(data, name="sales.json", ledger="sales", code="fpb", by=None, at=AT):
    return file_imports.keep_file(ledger, unit(code), name=name, data=data, by=by or clerk(), at=at)


def judged(*args, at=AT, **kwargs):
    return file_imports.judge_file(kept(*args, at=at, **kwargs), at=at)


def booked(batch, at=AT, only_good=True):
    confirmed = file_imports.confirm_file(batch, only_good=only_good, by=clerk(), at=at)
    return file_imports.book_file(confirmed, at=at)


def csv_of(rows, headings=None):
    out = io.StringIO()
    writer = csv.DictWriter(out, headings or list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def xlsx_of(rows):
    book, out = Workbook(), io.BytesIO()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(out)
    return out.getvalue()


def sale_row(entry, number="P-1", **changes):
    return {
        "流水号": number,
        "证书编号": entry.number,
        "销售日期": "2020-06-01",
        "数量": "2",
        "单位": "箱",
        "单价（元）": "60.50",
        "销售渠道": "扶贫832平台",
        "购买方类型": "机关",
        **changes,
    }


def by_hand(name):
    """What the records of the district that count add up to, by one of their own words."""
    sums = defaultdict(int)
    for record in RECORDS:
        if record["expect"]["counted"]:
            sums[name(record)] += record["amount_fen"]
    return dict(sums)


def test_the_district_s_sales_come_through_the_office_s_door_to_the_fen_and_count_once(catalogue):
    batch = judged(SALES)
    assert (batch.lines, batch.fit, batch.duplicates) == (300, 298, 2)
    assert batch.refused == 0, list(batch.mistakes.values_list("line", "reasons"))[:5]
    assert not SalesRecord.objects.exists()
    done = booked(batch)
    sales = SalesRecord.objects.all()
    assert (done.booked, done.state, sales.count()) == (298, "done", 298)
    assert figures.by_quarter(sales) == EXPECTED["by_quarter"]
    assert figures.by_channel(sales) == EXPECTED["by_channel_fen"]
    duplicates = {"duplicate_external_id": done.duplicates}
    assert {**figures.flagged(sales), **duplicates} == EXPECTED["flagged"]
    assert figures.totals(sales)["amount_fen"] == EXPECTED["total_fen"]
    assert not sales.filter(buyer_type="individual").exclude(buyer_name="").exists()

    again = judged(SALES)
    assert (again.fit, again.duplicates) == (0, 300)
    with pytest.raises(Refused, match="没有可以导入的记录"):
        booked(again)
    assert sales.count() == 298


def test_every_other_total_is_what_the_district_s_records_add_up_to_by_hand(catalogue):
    booked(judged(SALES))
    sales = SalesRecord.objects.all()
    assert figures.by_field(sales, "fund_source") == by_hand(lambda each: each["fund_source"])
    for name in ENTRY_COLUMNS:
        assert figures.by_field(sales, name) == by_entry(name), name
    assert figures.by_field(sales, "venue_code") == by_hand(lambda each: each["venue_code"] or "")
    assert figures.by_field(sales, "event_code") == by_hand(lambda each: each["event_code"] or "")
    assert figures.by_field(sales, "six_entry") == by_hand(lambda each: each["six_entry"] or "")
    bought = by_hand(lambda each: "" if each["buyer_type"] == "individual" else each["buyer_name"])
    assert figures.by_field(sales, "buyer_name") == bought


def by_entry(name):
    """What the records add up to by a column of the entry that each of them names."""
    words = dict(SalesRecord.objects.values_list("certificate__number", name).distinct())
    totals = Counter()
    for number, fen in by_hand(lambda each: each["certificate_no"]).items():
        totals[words[number]] += fen
    return dict(totals)


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_a_sheet_of_any_kind_is_read_by_its_headings(listed, write):
    entry = listed(1)
    name = "sales.csv" if write is csv_of else "sales.xlsx"
    batch = judged(write([sale_row(entry), sale_row(entry, "P-2")]), name)
    assert (batch.fit, batch.refused) == (2, 0), list(batch.mistakes.values())
    booked(batch)
    assert figures.totals(SalesRecord.objects.all())["amount_fen"] == 24_200


def test_every_kind_of_wrong_row_is_refused_with_its_reasons_and_the_others_load(listed):
    entry = listed(1)
    wrong = {
        "未来": {"销售日期": "2021-04-02"},
        "日期": {"销售日期": "13月5日"},
        "证书": {"证书编号": "ZG-360702-2020-9999-9"},
        "数量": {"数量": "0"},
        "负数": {"数量": "-1"},
        "单价": {"单价（元）": "六十"},
        "渠道": {"销售渠道": "集市"},
        "个人信息": {"购买单位": "张三13812345678"},
        "没有": {"冲正的流水号": "X-9", "冲正原因": "退货"},
        "金额": {"金额（元）": "999"},
    }
    extra = dict.fromkeys(("购买单位", "金额（元）", "冲正的流水号", "冲正原因"), "")
    rows = [{**sale_row(entry, number), **extra, **row} for number, row in wrong.items()]
    good = {**sale_row(entry, "好"), **extra}
    batch = judged(csv_of([*rows, good, good]), "sales.csv")
    assert (batch.fit, batch.refused, batch.duplicates) == (1, len(wrong), 1)
    answers = {each.cells["external_id"]: each.reasons for each in batch.mistakes.all()}
    assert "不得晚于今天" in answers["未来"]
    assert "没有这个证书编号" in answers["证书"] or "证书编号" in answers["证书"]
    assert "不能填负数" in answers["负数"]
    assert "不在列表中" in answers["渠道"]
    assert "个人信息" in answers["个人信息"]
    assert "没有要冲正的流水号X-9" in answers["没有"]
    assert "金额大于数量" in answers["金额"]
    with pytest.raises(Refused, match="行有误"):
        booked(batch, only_good=False)
    assert booked(batch).booked == 1


def test_a_reversal_told_twice_counts_once_and_another_one_under_its_number_is_refused(listed):
    entry = listed(1)
    none = {"金额（元）": "121", "冲正的流水号": "", "冲正原因": ""}
    back = {**none, "冲正的流水号": "P-1", "冲正原因": "整单退货"}
    sales = [{**sale_row(entry, number), **none} for number in ("P-1", "P-2")]
    again = {**sale_row(entry, "R-1"), **back}
    batch = judged(csv_of([*sales, again, again]), "a.csv")
    assert (batch.fit, batch.duplicates, batch.refused) == (3, 1, 0)
    other = {**again, "冲正的流水号": "P-2"}
    batch = judged(csv_of([*sales, again, again, other]), "b.csv")
    assert (batch.fit, batch.duplicates, batch.refused) == (3, 1, 1)
    assert "与本文件第4行重复，内容不同" in batch.mistakes.get().reasons
    assert booked(batch).booked == 3
    assert judged(csv_of([*sales, again]), "c.csv").duplicates == 3


def test_the_same_number_with_other_words_is_found_in_a_later_stretch_too(listed, monkeypatch):
    monkeypatch.setattr(file_imports, "AT_ONCE", 2)
    entry = listed(1)
    rows = [sale_row(entry, f"P-{number}") for number in range(4)]
    same = {**sale_row(entry, "P-1"), "数量": f"{rows[1]['数量']}.0"}
    other = {**sale_row(entry, "P-0"), "数量": "3"}
    batch = judged(csv_of([*rows, rows[0], same, other]), "a.csv")
    assert (batch.fit, batch.duplicates, batch.refused) == (4, 2, 1)
    assert "流水号P-0与本文件第2行重复，内容不同" in batch.mistakes.get().reasons


def test_a_heading_of_their_own_is_mapped_once_and_remembered_for_the_unit(listed):
    entry = listed(1)
    rows = [{("订单" if name == "流水号" else name): v for name, v in sale_row(entry).items()}]
    batch = kept(csv_of(rows), "a.csv")
    assert [each.heading for each in file_imports.missing_columns(batch)] == ["流水号"]
    with pytest.raises(Refused, match="请指明列“流水号”"):
        file_imports.map_columns(batch, batch.mapping, by=clerk(), at=AT)
    mapping = {**batch.mapping, "external_id": "订单"}
    mapped = file_imports.map_columns(batch, mapping, by=clerk(), at=AT)
    assert file_imports.judge_file(mapped, at=AT).fit == 1
    assert file_imports.missing_columns(kept(csv_of(rows), "b.csv")) == []


def test_a_file_is_undone_whole_and_only_once(listed):
    entry = listed(1)
    batch = booked(judged(csv_of([sale_row(entry), sale_row(entry, "P-2")]), "a.csv"))
    reverse_sale(batch.records.first(), reason="退货", by=clerk(), at=AT)
    assert file_imports.undo_file(batch, reason="传错文件", by=clerk(), at=AT) == 1
    assert figures.totals(SalesRecord.objects.all())["amount_fen"] == 0
    with pytest.raises(Refused, match="没有可以冲正的记录"):
        file_imports.undo_file(batch, reason="传错文件", by=clerk(), at=AT)


def test_a_file_of_many_stretches_is_undone_to_its_last_row(listed, monkeypatch):
    entry = listed(1)
    rows = [sale_row(entry, f"P-{number}") for number in range(7)]
    batch = booked(judged(csv_of(rows), "a.csv"))
    reverse_sale(batch.records.get(external_id="P-3"), reason="退货", by=clerk(), at=AT)
    monkeypatch.setattr(file_imports, "AT_ONCE", 2)
    assert file_imports.undo_file(batch, reason="传错文件", by=clerk(), at=AT) == 6
    assert not batch.records.standing().exists()
    assert SalesRecord.objects.filter(reverses__batch=batch).count() == 7


def test_a_slow_dry_run_takes_no_row_from_what_was_confirmed_meanwhile(listed):
    batch = judged(csv_of([sale_row(listed(1))]), "a.csv")
    confirmed = file_imports.confirm_file(batch, only_good=True, by=clerk(), at=AT)
    file_imports.judge_file(batch, at=AT)
    confirmed.refresh_from_db()
    assert confirmed.position == 0
    with pytest.raises(Refused, match="还在导入"):
        file_imports.undo_file(confirmed, reason="传错文件", by=clerk(), at=AT)
    assert file_imports.book_file(confirmed, at=AT).booked == 1


def test_a_pass_that_died_goes_on_where_it_was_and_books_nothing_twice(listed, monkeypatch):
    entry = listed(1)
    monkeypatch.setattr(file_imports, "AT_ONCE", 2)
    batch = judged(csv_of([sale_row(entry, f"P-{n}") for n in range(5)]), "a.csv")
    confirmed = file_imports.confirm_file(batch, only_good=True, by=clerk(), at=AT)
    save = ImportBatch.save

    def dies(self, *args, **kwargs):
        if self.position == 4:
            raise RuntimeError
        return save(self, *args, **kwargs)

    monkeypatch.setattr(ImportBatch, "save", dies)
    with pytest.raises(RuntimeError):
        file_imports.book_file(confirmed, at=AT)
    monkeypatch.setattr(ImportBatch, "save", save)
    left = ImportBatch.objects.get(pk=batch.pk)
    assert (left.position, SalesRecord.objects.count()) == (2, 2)
    assert file_imports.go_on(AT) == 1
    left.refresh_from_db()
    assert (left.state, left.booked, SalesRecord.objects.count()) == ("done", 5, 5)
    assert file_imports.go_on(AT) == 0


def test_a_second_confirmation_and_a_file_that_waits_for_its_columns_do_nothing(listed):
    entry = listed(1)
    batch = judged(csv_of([sale_row(entry)]), "a.csv")
    booked(batch)
    with pytest.raises(Refused, match="该文件已导入"):
        booked(batch)
    with pytest.raises(Refused, match="请整批撤销"):
        file_imports.drop_file(batch, by=clerk(), at=AT)
    kept(csv_of([{"甲": "1", "乙": "2"}]), "b.csv")
    assert file_imports.go_on(AT) == 0


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", "空"),
        ("a.json", b"{}", "记录的列表"),
        ("a.json", b"[1]", "记录的列表"),
        ("a.json", b"[{", "记录的列表"),
        ("a.exe", b"MZ\0", "只接受"),
        ("a.xlsx", b"PK\x03\x04broken", "损坏"),
        ("a.csv", "流水号\n".encode(), "没有记录"),
    ],
)
def test_what_is_no_file_of_records_is_refused_whole(office, name, data, reason):
    with pytest.raises(Refused, match=reason):
        kept(data, name)
    assert not ImportBatch.objects.exists()


def test_a_unit_brings_a_file_of_its_own_ledger_and_a_number_counts_once(listed):
    entry, code = listed(1), "gh-test-01"
    by = holder(f"unit_reporter@{code}")
    row = {
        "编号": "1",
        "采购日期": "2020-06-01",
        "证书编号": entry.number,
        "产品名称": "示例脐橙",
        "销售单位": "示例合作社（虚构）",
        "金额（元）": "1,210.00",
        "年度": "2020",
        "本年度福利资金总额（元）": "9000",
    }
    bad = {**row, "编号": "3", "金额（元）": "0", "采购日期": "昨天"}
    rows = [row, {**row, "编号": "2"}, bad, {**row, "编号": ""}, row]
    batch = judged(csv_of(rows), "a.csv", ledger="unions", code=code, by=by)
    assert (batch.fit, batch.duplicates, batch.refused) == (2, 1, 2)
    assert booked(batch).booked == 2
    made = Purchase.objects.get(number="1")
    assert (made.kind, made.amount_fen, made.certificate) == ("union", 121_000, entry)
    again = judged(csv_of(rows), "a.csv", ledger="unions", code=code, by=by)
    assert (again.fit, again.duplicates) == (0, 3)
    assert file_imports.undo_file(batch, reason="传错文件", by=by, at=AT) == 2
    assert not LEDGERS["unions"].rows().standing().exists()
