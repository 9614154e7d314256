"""Files as people make them: titles, sums, long numbers, padded numbers, old workbooks, samples."""

import csv
import io
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from ledger import columns, file_rows, reading, sheets, tables
from rules.certificate_numbers import CertificateNumber
from rules.refusal import Refused

NUMBER = "ZG-360702-2020-0001-E"
HEADINGS = ["流水号", "证书编号", "销售日期", "数量", "单位", "单价（元）"]
HEADINGS += ["销售渠道", "购买方类型"]
ENTRIES = [
    SimpleNamespace(number=NUMBER, product="脐橙（5公斤/箱）"),
    SimpleNamespace(number=f"{CertificateNumber('360702', 2020, 2)}", product="=cmd（1瓶）"),
]


def row(number="A-1", day="2020-06-01"):
    return [number, NUMBER, day, "2", "箱", "60.5", "交易市场", "学校"]


def as_csv(*rows):
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()


def as_xlsx(*rows, formats=(), epoch=None):
    book = Workbook()
    if epoch:
        book.epoch = epoch
    for cells in rows:
        book.active.append(cells)
    for place, shape in formats:
        book.active[place].number_format = shape
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sales(data, name="sales.xlsx"):
    return [columns.parsed(each) for each in sheets.read(name, data)]


def test_order_numbers_that_the_sheet_has_cut_are_refused_and_never_fall_together():
    longs = [4012345678901234563, 4012345678901234571, 1234567890123456]
    found = sales(as_xlsx(HEADINGS, *(row(number) for number in longs)))
    for sale in found:
        assert "超过15位，末几位已经丢失；请把该列设为文本格式" in "".join(sale["reasons"])
    good = sales(as_xlsx(HEADINGS, row(123456789012345), row("4012345678901234563")))
    assert [sale["reasons"] for sale in good] == [[], []]
    assert [sale["external_id"] for sale in good] == ["123456789012345", "4012345678901234563"]


def test_order_numbers_that_a_spreadsheet_shortened_in_a_csv_never_fall_together():
    lines = [HEADINGS, row("4.01235E+18"), row("1.38E+10"), row("E+1"), row("4012345678901234563")]
    cut = [bool(sale["reasons"]) for sale in sales(as_csv(*lines), "a.csv")]
    assert cut == [True, True, False, False]


@pytest.mark.parametrize(
    "written", ['="0007"', "\u200b0007", "\u202a0007\u202c", "'0007", "\t0007"]
)
def test_a_number_is_the_one_that_is_seen(written):
    [sale] = sales(as_csv(HEADINGS, row(written)), "a.csv")
    assert (sale["external_id"], sale["reasons"]) == ("0007", [])


@pytest.mark.parametrize("mark", ["\t", ";", "，", "；", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_is_read_whatever_parts_its_cells(mark, encoding):
    text = "\n".join(["某社台账", *(mark.join(cells) for cells in (HEADINGS, row()))])
    assert sales(text.encode(encoding), "a.csv")[0]["unit_price_fen"] == 6050
    lines = [cells for _, cells in file_rows.lines_of("a.csv", text.encode(encoding))]
    assert lines[1:] == [HEADINGS, row()]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (
            "媒体,日期,标题\n示例报,2020-01-01,好，好，好，好",
            ["示例报", "2020-01-01", "好，好，好，好"],
        ),
        ("媒体,标题\n示例报,好；好；好；好", ["示例报", "好；好；好；好"]),
        ("说明：好；坏\n说明：新；旧\n媒体,标题\n示例报,好|坏", ["示例报", "好|坏"]),
        ("媒体\t标题\n示例报\t一,二,三,四", ["示例报", "一,二,三,四"]),
        ("本表,由,社,填\n媒体;标题\n示例报;好\n示例报;一,二,三,四", ["示例报", "一,二,三,四"]),
        ('媒体;"标题,或,题,目"\n示例报;"一,二\n三,四"', ["示例报", "一,二三,四"]),
        ("重量,公斤;单价,元\n12,5;60,50\n3;7,25", ["3", "7,25"]),
    ],
)
def test_marks_in_a_title_a_note_or_a_cell_do_not_part_the_cells(text, cells):
    *_, last = file_rows.lines_of("a.csv", text.encode())
    assert last[1] == cells


def test_the_table_is_the_first_sheet_that_is_seen_and_has_rows():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["单位"])
    book.active.append(["箱"])
    book.active.sheet_state = "hidden"
    book.create_sheet("说明").append(["填写说明"])
    book.create_chartsheet("图")
    sheet = book.create_sheet("销售")
    for cells in (HEADINGS, row()):
        sheet.append(cells)
    book.active = 1
    book.save(out)
    assert [sale["external_id"] for sale in sales(out.getvalue())] == ["A-1"]


def test_no_sheet_is_read_twice_to_find_the_table():
    book, out, names = Workbook(), io.BytesIO(), []
    book.active.append(["填写说明"])
    sheet = book.create_sheet("销售")
    for cells in (HEADINGS, row()):
        sheet.append(cells)
    book.save(out)
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))

    def read(name):
        names.append(name)
        return calamine.get_sheet_by_name(name)

    counted = SimpleNamespace(
        sheets_metadata=calamine.sheets_metadata,
        sheet_names=calamine.sheet_names,
        get_sheet_by_name=read,
    )
    assert reading.first_table(counted).to_python()[0] == HEADINGS
    assert names == ["Sheet", "销售"]


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        ("0000", "0007"),
        ('"XS"0000', "XS0007"),
        (r"\X\S-000", "XS-007"),
        ("General", "7"),
        ("0", "7"),
    ],
)
def test_a_number_keeps_the_zeros_that_its_format_shows(shape, number):
    [sale] = sales(as_xlsx(HEADINGS, row(7), formats=[("A2", shape), ("D2", "000")]))
    assert (sale["external_id"], sale["quantity"]) == (number, 2)


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_the_headings_are_found_below_titles_and_however_they_are_written(make):
    headings = ["流水号*", "证书编号：", " 销售\n日期 ", "数量（必填）", "单位", "单价"]
    headings += ["销售渠道【线上线下】", "购买方 类型"]
    lines = [["某某合作社销售台账"], [], ["填表日期：2020-06-30", "", "单位：箱"], headings, row()]
    [sale] = sales(make(*lines), f"a.{'csv' if make is as_csv else 'xlsx'}")
    assert (sale["line"], sale["reasons"], sale["unit_price_fen"]) == (5, [], 6050)


def test_headings_too_far_down_or_in_another_unit_are_not_ours():
    far = [["说明"]] * 10
    with pytest.raises(Refused, match="缺少列“流水号”"):
        sales(as_csv(*far, HEADINGS, row()), "a.csv")
    other = [each.replace("（元）", "（万元）") for each in HEADINGS]
    with pytest.raises(Refused, match="缺少列“单价（元）”"):
        sales(as_csv(other, row()), "a.csv")


def test_sums_and_signatures_are_skipped_and_told_and_empty_numbered_rows_are_none():
    lines = [
        ["序号", *HEADINGS],
        ["1", *row()],
        ["2"],
        ["合计", "", "", "", "2", "", "121"],
        ["", "合计（元）"],
        ["", "填表人：示例"],
        ["3", *row("合计-1")],
    ]
    found = sheets.read("a.csv", as_csv(*lines))
    assert [(each["line"], bool(each.get("skip"))) for each in found] == [
        *((2, False), (4, True), (5, True), (6, True), (7, False)),
    ]
    assert found[1]["skip"] == "“合计”行不是销售记录，已跳过"
    with pytest.raises(Refused, match="没有销售记录"):
        sheets.read("a.csv", as_csv(HEADINGS, ["合计", "", "", "2"]))


def test_days_are_read_however_the_sheet_keeps_them():
    days = [date(2020, 6, 1), datetime(2020, 6, 1, 14, 30), 43983, 20200601, "2020.6.1"]
    found = sales(as_xlsx(HEADINGS, *(row(f"D{day}", day) for day in days)))
    assert {sale["sold_on"] for sale in found} == {date(2020, 6, 1)}
    macintosh = [row("甲", 42521), row("乙", date(2020, 6, 1)), row("丙", 9999)]
    found = sales(as_xlsx(HEADINGS, *macintosh, epoch=CALENDAR_MAC_1904))
    assert [sale["sold_on"] for sale in found] == [date(2020, 6, 1)] * 2 + [None]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "旧版（.xls）.*打开密码"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "另存为 XLSX"),
        ("a.xls", b"<html><table></table>", "不是 Excel 工作簿"),
        ("a.xlsx", "流水号,数量".encode(), "不是 Excel 工作簿"),
    ],
)
def test_a_file_that_is_another_than_its_name_says_is_told_what_it_is(name, data, why):
    with pytest.raises(Refused, match=why):
        sheets.read(name, data)


def test_styles_that_nothing_can_read_do_not_hide_the_values():
    import zipfile

    source, target = io.BytesIO(as_xlsx(HEADINGS, row(7))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/styles.xml":
                content = content.replace(b"cellXfs", b"cellXfz")
            new.writestr(name, content)
    [sale] = sales(target.getvalue())
    assert (sale["external_id"], sale["reasons"]) == ("7", [])


def test_the_templates_are_read_again_and_their_samples_say_what_they_are():
    for name, data in (
        ("t.xlsx", tables.template_xlsx(ENTRIES)),
        ("t.csv", tables.template_csv(ENTRIES).encode()),
    ):
        found = sales(data, name)
        assert [sale["reasons"] for sale in found] == [[], []]
        assert all(sale["external_id"].startswith("样例") for sale in found)


def test_the_template_keeps_numbers_whole_names_products_and_lets_only_its_words_in():
    book = load_workbook(io.BytesIO(tables.template_xlsx(ENTRIES)))
    sheet, lists = book["销售记录"], book["可选值"]
    shapes = {letter: sheet.column_dimensions[letter].number_format for letter in "ABD"}
    assert shapes == {"A": "@", "B": "@", "D": "yyyy-mm-dd"}
    rules = sheet.data_validations.dataValidation
    assert len(rules) == 5
    assert all(rule.showErrorMessage and rule.error for rule in rules)
    assert [(lists[f"B{n}"].value, lists[f"C{n}"].value) for n in (2, 3)] == [
        (entry.number, entry.product) for entry in ENTRIES
    ]
    assert sheet["C2"].value == ENTRIES[0].product
    cells = [cell for part in book for line in part for cell in line if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
