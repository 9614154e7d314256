"""Numbers that an office gives: documents, applications, notices, batches."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.numbers import (
    DocumentNumber,
    application_number,
    batch_number,
    normalise_document_number,
    notice_number,
    parse_document_number,
)

HERE = Path(__file__).with_name("vectors")
DOCUMENTS = [
    vector
    for vector in json.loads((HERE / "identifier_vectors.json").read_text())
    if vector["type"] == "doc_no"
]


@pytest.mark.parametrize("vector", DOCUMENTS, ids=lambda vector: vector["value"])
def test_the_reports_document_numbers_are_judged_as_it_says(vector):
    if vector["ok"]:
        assert normalise_document_number(vector["value"]) == vector["normal"]
    else:
        with pytest.raises(ValueError, match="不以0开头"):
            normalise_document_number(vector["value"])


@pytest.mark.parametrize(
    "typed",
    [
        "赣扶字〔2020〕2号",
        "赣扶字[2020]2号",
        "赣扶字（2020）2号",
        "赣扶字【2020】2号",
        " 赣扶字﹝２０２０﹞ 2 号 ",
    ],
)
def test_every_bracket_that_people_type_is_read(typed):
    assert parse_document_number(typed) == DocumentNumber("赣扶字", 2020, 2)
    assert normalise_document_number(typed) == "赣扶字〔2020〕2号"


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("赣扶字〔2020〕02号", "序号不编虚位，不以0开头"),
        ("赣扶字〔2020〕第2号", "序号前不加“第”字"),
        ("赣扶字〔2020〕第02号", "序号前不加“第”字；序号不编虚位，不以0开头"),
        ("赣扶字〔20〕2号", "年份应写四位全称，如“2020”"),
        ("赣扶字〔2020〕二号", "序号应为阿拉伯数字"),
        (
            "〔20〕0号",
            "机关代字应为汉字，如“赣扶字”；年份应写四位全称，如“2020”；序号不编虚位，不以0开头",
        ),
        ("赣扶字2020年2号", "发文字号应由机关代字、年份和序号组成，如“赣扶字〔2020〕2号”"),
        ("", "发文字号应由机关代字、年份和序号组成，如“赣扶字〔2020〕2号”"),
    ],
)
def test_a_wrong_document_number_is_refused_with_all_reasons(typed, reasons):
    with pytest.raises(ValueError) as refused:
        parse_document_number(typed)
    assert refused.value.args[0] == reasons


@given(
    st.sampled_from(["赣扶字", "国办发", "章测扶办字"]),
    st.integers(1949, 2099),
    st.integers(1, 999999),
)
def test_a_document_number_is_read_as_it_was_written(agency, year, serial):
    number = DocumentNumber(agency, year, serial)
    assert parse_document_number(str(number)) == number


def test_the_other_numbers_are_composed_as_the_report_shows():
    assert application_number(2020, 123) == "ZGSQ-2020-000123"
    assert notice_number(2020, 12) == "ZGGS-2020-000012"
    assert batch_number("360702", "CAT", date(2021, 3, 31), 1) == "360702-CAT-20210331-0001"


@pytest.mark.parametrize(
    "compose",
    [
        lambda: application_number(2020, 0),
        lambda: application_number(2020, 1_000_000),
        lambda: notice_number(20200, 1),
        lambda: batch_number("36070", "CAT", date(2021, 3, 31), 1),
        lambda: batch_number("360702", "catalog", date(2021, 3, 31), 1),
        lambda: batch_number("360702", "CAT", date(2021, 3, 31), 10_000),
    ],
)
def test_a_number_that_would_not_fit_is_not_composed(compose):
    with pytest.raises(ValueError, match="应为"):
        compose()
