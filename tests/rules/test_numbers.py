"""Numbers that an office gives: documents, certificates, applications, notices, batches."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.check_characters import ALPHABET
from rules.numbers import (
    CertificateNumber,
    DocumentNumber,
    application_number,
    batch_number,
    normalise_document_number,
    notice_number,
    parse_certificate_number,
    parse_document_number,
)

HERE = Path(__file__).with_name("vectors")
CERTIFICATES = json.loads((HERE / "certificate_numbers.json").read_text())
DOCUMENTS = [
    vector
    for vector in json.loads((HERE / "identifier_vectors.json").read_text())
    if vector["type"] == "doc_no"
]
REGIONS = st.text("0123456789", min_size=6, max_size=6)


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


@pytest.mark.parametrize("written", CERTIFICATES)
def test_every_certificate_number_of_the_corpus_is_reproduced(written):
    _, region, year, serial, _ = written.split("-")
    number = CertificateNumber(region, int(year), int(serial))
    assert str(number) == written
    assert parse_certificate_number(written) == number


def test_the_corpus_holds_ninety_three_certificates():
    assert len(set(CERTIFICATES)) == 93


@pytest.mark.parametrize(
    "typed", ["zg-360702-2020-0001-e", " ＺＧ－360702－2020－0001－Ｅ ", "ZG—360702—2020—0001—E"]
)
def test_a_citizen_may_type_a_certificate_number_loosely(typed):
    assert str(parse_certificate_number(typed)) == "ZG-360702-2020-0001-E"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ZG-360702-2020-0001-7", "证书编号的校验码不正确，请逐位核对"),
        ("ZG-360702-2020-0000-E", "证书编号中的序号应在0001至9999之间"),
        ("ZG-360702-1020-0001-E", "证书编号中的年份不正确"),
        ("ZG-360702-2020-001-E", "证书编号格式不正确"),
        ("赣扶字〔2020〕2号", "证书编号格式不正确"),
    ],
)
def test_a_wrong_certificate_number_is_refused(typed, reason):
    with pytest.raises(ValueError, match=reason):
        parse_certificate_number(typed)


@given(REGIONS, st.integers(2000, 2999), st.integers(1, 9999))
def test_a_certificate_number_is_read_as_it_was_written(region, year, serial):
    number = CertificateNumber(region, year, serial)
    assert parse_certificate_number(str(number)) == number


def test_every_substitution_in_a_certificate_number_is_caught():
    written = "ZG-360702-2020-0001-E"
    for place in (*range(3, 9), *range(10, 14), *range(15, 19), 20):
        for char in ALPHABET.replace(written[place], ""):
            with pytest.raises(ValueError, match="证书编号"):
                parse_certificate_number(written[:place] + char + written[place + 1 :])


def test_a_certificate_number_of_impossible_parts_is_not_made():
    with pytest.raises(ValueError) as refused:
        CertificateNumber("36070", 20, 10000)
    assert len(refused.value.args[0].split("；")) == 3


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
