"""What is hard to write survives: rare characters, formulas, long texts, in all three files."""

import csv
import io
import json
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from exchange import schema
from exchange.building import Package, canonical_record
from exchange.records import record
from exchange.services import contents, export_catalog

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
#: Outside the basic plane, in GB18030 alone, variants, and what a spreadsheet would compute.
TEXTS = ["𠮷祥㐂庆", "䶮𫍯𰻝面", "=1+1|'cmd'!A1", "@SUM(A1)", "+86", "－1", "贡\u3000江", "㐂" * 58]


@pytest.mark.parametrize("text", TEXTS)
def test_a_name_is_read_from_each_file_as_it_was_written(certifier, text):
    certifier.list(text)
    files = contents(export_catalog(at=AT))
    (answers,) = json.loads(files["data/catalog.json"])
    assert answers["product_name"] == text
    (row,) = csv.DictReader(io.StringIO(files["data/catalog.csv"].decode("utf-8-sig")))
    assert row["产品名称"].removeprefix("'") == text
    assert row["产品名称"][0] not in "=+-@－"
    sheet = load_workbook(io.BytesIO(files["data/catalog.xlsx"])).active
    cells = {heading.value: cell for heading, cell in zip(*sheet.iter_rows(), strict=True)}
    assert (cells["产品名称"].value, cells["产品名称"].data_type) == (text, "s")
    assert text.encode("gb18030").decode("gb18030") == text


def test_a_field_of_two_thousand_characters_is_whole_in_each_file(certifier):
    event = certifier.list().events.get()
    answers = {**record(event), "origin_text": "𠮷㐂贡江" * 500}
    with Package("catalog", schema.RECORD) as package:
        package.add(answers, canonical_record(answers)[0], day=AT.date())
        files = {each.path: b"".join(each.pieces()) for each in package.files()}
    assert json.loads(files["data/catalog.json"])[0] == answers
    (row,) = csv.DictReader(io.StringIO(files["data/catalog.csv"].decode("utf-8-sig")))
    assert row["产地"] == answers["origin_text"]
    sheet = load_workbook(io.BytesIO(files["data/catalog.xlsx"])).active
    assert answers["origin_text"] in [cell.value for cell in sheet[2]]
