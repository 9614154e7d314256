"""Records as CSV and XLSX: what a spreadsheet may never compute."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from exchange import schema
from printing.tables import as_csv, as_xlsx

COLUMNS = {"name": "产品名称", "months": "供货月份", "price": "价格"}
HOSTILE = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u200b=1+1",
    '=HYPERLINK("http://example.com","点")',
]
TEXTS = [*HOSTILE, "脐橙", "3-5公斤", "a,b", '含"引号"', "第一行\n第二行", "007", ""]


def records(*names):
    return [{"name": name, "months": [11, 12, 1], "price": None} for name in names]


def read(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_opens_with_a_bom_ends_lines_with_crlf_and_has_chinese_headings():
    text = as_csv(records("脐橙"), COLUMNS)
    assert text == '\ufeff"产品名称","供货月份","价格"\r\n"脐橙","11;12;1",""\r\n'


def test_the_headings_are_those_of_the_schema_in_its_order():
    columns = schema.columns(schema.RECORD)
    assert len(columns) == 34
    assert list(columns.values())[:3] == ["记录标识", "记录版本", "操作类型"]
    assert list(columns.values())[-1] == "清理日期"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_cannot_become_a_formula_in_csv(name):
    cell = read(as_csv(records(name), COLUMNS))[1][0]
    assert cell.startswith("'")
    assert cell[1:] == name


def test_a_plain_negative_number_stays_a_number():
    assert read(as_csv(records("-12.50"), COLUMNS))[1][0] == "-12.50"


@pytest.mark.parametrize("name", ["脐橙", "3-5公斤", "a,b", '含"引号"', "007"])
def test_an_honest_name_stands_in_csv_as_it_is(name):
    assert read(as_csv(records(name), COLUMNS))[1][0] == name


def test_every_cell_of_the_workbook_is_text_even_a_hostile_one():
    sheet = load_workbook(io.BytesIO(as_xlsx(records(*TEXTS), COLUMNS, title="目录"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [cell.value for cell in sheet["A"]][1:5] == HOSTILE[:4]
    assert sheet["B2"].value == "11;12;1"


def test_a_control_character_breaks_neither_view():
    hostile = records("脐\x00橙\x0b")
    assert read(as_csv(hostile, COLUMNS))[1][0] == "脐\ufffd橙\ufffd"
    sheet = load_workbook(io.BytesIO(as_xlsx(hostile, COLUMNS, title="目录"))).active
    assert sheet["A2"].value == "脐\ufffd橙\ufffd"


def test_the_workbook_tells_nothing_of_when_it_was_saved(time_machine):
    time_machine.move_to("2020-10-12T08:00:00Z")
    first = as_xlsx(records(*TEXTS), COLUMNS, title="目录")
    time_machine.move_to("2031-01-01T08:00:00Z")
    assert as_xlsx(records(*TEXTS), COLUMNS, title="目录") == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in parts.read("docProps/core.xml")
