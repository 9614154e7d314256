"""Certificate numbers: how ours are built, and every spelling that people give them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.certificate_numbers import (
    CertificateNumber,
    Spelling,
    near_numbers,
    parse_certificate_number,
    read_certificate_number,
    whole_parts,
)
from rules.check_characters import ALPHABET

HERE = Path(__file__).with_name("vectors")
CERTIFICATES = json.loads((HERE / "certificate_numbers.json").read_text())
REGIONS = st.text("0123456789", min_size=6, max_size=6)
NUMBERS = st.builds(CertificateNumber, REGIONS, st.integers(2000, 2999), st.integers(1, 9999))
GAPS = ["", " ", "-", "—", "‐", "–", "−", "·", ".", "_", "/", "\u3000", "\u200b", "\n", " - "]
AROUND = ["", "编号", "证书编号：", "（", "https://example.gov.cn/xxgk/cpgs/verify/", "No. ", "\t"]
AFTER = ["", "。", ".", "/", "）", "/?from=qr", "#top", "\r\n", "，赣南脐橙", " test", "%0A"]


@pytest.mark.parametrize("written", CERTIFICATES)
def test_every_certificate_number_of_the_corpus_is_reproduced(written):
    _, region, year, serial, _ = written.split("-")
    number = CertificateNumber(region, int(year), int(serial))
    assert str(number) == written
    assert parse_certificate_number(written) == number


def test_the_corpus_holds_ninety_three_certificates():
    assert len(set(CERTIFICATES)) == 93


@pytest.mark.parametrize(
    "typed",
    [
        "zg-360702-2020-0001-e",
        " ＺＧ－360702－2020－0001－Ｅ ",
        "ZG—360702—2020—0001—E",
        "ZG‐360702–2020−0001-E\n",
        "ZG 360702 2020 0001 E",
        "zg36070220200001e",
        "ZG360702 20200001 E",
        "ZG.360702.2020.0001.E",
        "ZG_360702_2020_0001_E",
        "ZG-360702-2020-0001-E。",
        "编号ZG-360702-2020-0001-E",
        "http://localhost:8201/verify/ZG-360702-2020-0001-E/",
        "https://a.example/verify/ZG%2D360702%2D2020%2D0001%2DE/",
        "ZG-360702-2020-OOO1-E",
        "ZG-36O7O2-2o2o-oooi-E",
        "zG-36070Z-ZOZO-OOOI-e",
        "2G-360702-2020-0001-E",
        "360702-2020-0001-E",
        "36070220200001E",
        "Z G 3 6 0 7 0 2 2 0 2 0 0 0 0 1 E",
        "赣南脐橙 ZG-360702-2020-0001-E 真的吗",
    ],
)
def test_a_citizen_may_type_a_certificate_number_loosely(typed):
    assert str(parse_certificate_number(typed)) == "ZG-360702-2020-0001-E"


@given(
    NUMBERS,
    st.lists(st.sampled_from(GAPS), min_size=4, max_size=4),
    st.sampled_from(AROUND),
    st.sampled_from(AFTER),
    st.booleans(),
)
def test_no_spelling_of_a_right_number_hides_it(number, gaps, before, after, lower):
    parts = str(number).split("-")
    written = "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True))
    typed = before + (written.lower() if lower else written) + after
    assert parse_certificate_number(typed) == number


@given(NUMBERS, st.integers(0, 13))
def test_a_letter_that_no_number_has_is_read_as_the_digit_it_looks_like(number, place):
    digits = str(number).translate(str.maketrans("0152", "OISZ"))
    assert parse_certificate_number(digits) == number
    one = list(str(number))
    one[place + 3] = one[place + 3].translate(str.maketrans("0152", "OISZ"))
    assert parse_certificate_number("".join(one)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "赣南脐橙",
        "",
        "ZG",
        "13800000000",
        "360702196503072311",
        "ZG-360702-2020-001-E",
        "ZG-3607022-2020-0001-E",
        "ZG 3607022 2020 0001 E",
        "ZG-360702-2020-0001",
        "ZG-360702-2020-0000-E",
        "ZG-360702-1020-0001-E",
        "ZGSQ-2020-000123",
        "ZGGS-2020-000012",
        "赣扶字〔2020〕2号",
        "91360702YYTE00015R",
    ],
)
def test_what_is_no_number_is_malformed_and_names_a_reason(typed):
    reading = read_certificate_number(typed)
    assert (reading.spelling, reading.number) == (Spelling.MALFORMED, None)
    assert reading.reason.startswith("证书编号")


def test_a_number_too_short_or_too_long_is_counted():
    assert read_certificate_number("ZG-360702-2020-001-E").reason.endswith("现有14位")
    assert read_certificate_number("ZG-360702-2020-0001").reason.endswith("现有14位")
    assert read_certificate_number("ZG-3607022-2020-0001-E").reason.endswith("现有16位")


@given(NUMBERS, st.data())
def test_a_slip_of_one_character_leads_back_to_the_number(number, data):
    written = str(number)
    place = data.draw(st.sampled_from([*range(3, 9), *range(10, 14), *range(15, 19), 20]))
    wrong = data.draw(st.sampled_from(ALPHABET if place == 20 else "0123456789"))
    typed = written[:place] + wrong + written[place + 1 :]
    reading = read_certificate_number(typed)
    if reading.spelling is Spelling.CHECK_CHARACTER:
        assert written in near_numbers(reading)
        assert all(read_certificate_number(each).number for each in near_numbers(reading))
        assert len(near_numbers(reading)) <= 28
    else:
        assert typed == written or reading.spelling is Spelling.MALFORMED


def test_two_digits_that_changed_places_lead_back_to_the_number():
    assert "ZG-360702-2020-0001-E" in near_numbers(read_certificate_number("ZG-360702-2020-0010-E"))
    assert near_numbers(read_certificate_number("ZG-360702-2020-0001-E")) == []
    assert near_numbers(read_certificate_number("赣南脐橙")) == []


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("0001-T", "0001-T"),
        (" 360702 2026 0001 ", "360702-2026-0001"),
        ("２０２６－０００１", "2026-0001"),
        ("zg-360702", "ZG-360702"),
        ("250克", ""),
        ("A级", ""),
        ("2020年", ""),
        ("水东镇", ""),
        ("250", ""),
    ],
)
def test_some_parts_of_a_number_are_known_as_such(typed, parts):
    assert whole_parts(typed) == parts


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
