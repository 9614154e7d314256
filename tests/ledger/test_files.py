"""Files of sales: what is read, what is refused unread, and what leaves harmless."""

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook

from ledger import columns, sheets
from rules.refusal import Refused

HEADINGS = [each.heading for each in columns.COLUMNS]
ROW = [
    "A-1",
    "ZG-360702-2020-0001-E",
    "",
    "2020/6/1",
    "1,000",
    "箱",
    "60.5",
    "",
    "单位食堂采购",
    "学校",
    "学校",
    "示例学校",
    "伙食经费",
    "是",
    "",
]


def as_csv(*rows, encoding="utf-8-sig"):
    target = io.StringIO()
    csv.writer(target).writerows([HEADINGS, *rows])
    return target.getvalue().encode(encoding)


def as_xlsx(*rows):
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_is_read_whatever_office_wrote_it(encoding):
    [row] = sheets.read("sales.csv", as_csv(ROW, encoding=encoding))
    sale = columns.parsed(row)
    assert (sale["line"], sale["reasons"]) == (2, [])
    assert (f"{sale['sold_on']}", sale["quantity"], sale["unit_price_fen"]) == (
        "2020-06-01",
        1000,
        6050,
    )
    assert (sale["channel"], sale["fund_source"], sale["hundred_enterprises"]) == (
        "canteen",
        "canteen_fund",
        True,
    )


def test_a_workbook_is_read_with_its_days_and_numbers():
    from datetime import date

    [row] = sheets.read(
        "sales.xlsx", as_xlsx([*ROW[:3], date(2020, 6, 1), 20, "箱", 60.5, *ROW[7:]])
    )
    assert row["cells"]["sold_on"] == "2020-06-01"
    assert (row["cells"]["quantity"], row["cells"]["unit_price_fen"]) == ("20", "60.5")


def test_each_wrong_cell_is_told_in_its_own_words():
    wrong = ["", "ZG-360702-2020-0001-X", "", "上个月", "很多", "箱", "1.005", "x", "月球", "学院"]
    reasons = columns.parsed(sheets.read("a.csv", as_csv([*wrong, "学校", "", "", "对", ""]))[0])
    text = "；".join(reasons["reasons"])
    for word in ("校验码", "上个月", "很多", "1.005", "月球", "学院", "百企帮百村"):
        assert word in text


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (30 * 1024 * 1024))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"", "没有销售记录"),
        ("a.pdf", b"%PDF-1.4", "只接受"),
        ("a.csv", b"\0\1", "只接受"),
        ("a.csv", b"\xff\xff\x80", "编码"),
        ("a.csv", "流水号,数量\n1,2\n".encode(), "缺少列"),
        ("a.xlsx", b"PK\3\4 broken", "损坏"),
        ("a.xlsx", bomb(), "展开后过大"),
        ("a.csv", b"x" * (sheets.MAX_BYTES + 1), "超过2MB"),
        ("a.csv", as_csv(*([ROW] * 2001)), "最多导入2000行"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_with_the_reason(name, data, why):
    with pytest.raises(Refused, match=why):
        sheets.read(name, data)


def test_a_broken_workbook_inside_a_sound_zip_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x")
    with pytest.raises(Refused, match="不能读取"):
        sheets.read("a.xlsx", target.getvalue())
