"""Privacy: finding the personal numbers that must not stand on a public page."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import privacy
from rules.check_characters import resident_digit
from rules.identifiers import credit_code_check_character
from rules.privacy import Finding, scan

HERE = Path(__file__).with_name("vectors")
TRAPS = json.loads((HERE / "pii_traps.json").read_text())
CERTIFICATES = json.loads((HERE / "certificate_numbers.json").read_text())
CREDIT_CODES = json.loads((HERE / "credit_codes.json").read_text())
RESIDENT, MOBILE, CARD = "360702190001010001", "15400000001", "6200000000000000000"
AROUND = st.text("，。：联系人电话 \n（）<p>", max_size=8)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def kinds(text):
    return [finding.kind for finding in scan(text)]


def all_digit_credit_code(body):
    """The first code of digits only that grows from ``body`` (region … subject)."""
    for tail in range(1000):
        first17 = f"{body}{tail:03d}"
        if credit_code_check_character(first17).isdigit():
            yield first17 + credit_code_check_character(first17)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["text"])
def test_the_reports_traps_are_found_and_its_decoys_are_not(trap):
    assert kinds(trap["text"]) == trap["expect"]


def test_a_finding_says_where_and_shows_only_the_mask():
    text = f"联系电话：１５４ ００００-0001，身份证{RESIDENT}"
    assert scan(text) == [
        Finding("mobile", 5, 18, "154****0001"),
        Finding("resident_id", 22, 40, "3****************1"),
    ]
    assert text[5:18] == "１５４ ００００-0001"


def test_all_numbers_of_a_line_are_found_in_order():
    assert kinds(f"{MOBILE}、{RESIDENT}，卡号{CARD} 15400000002 15400000003") == [
        "mobile",
        "resident_id",
        "bank_card",
        "mobile",
        "mobile",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "154-0000-0001",
        "154 - 0000 - 0001",
        "1540000 0001",
        "1 5 4 0 0 0 0 0 0 0 1",
        "154\u200b0000\u200b0001",
        "154\u30000000\u00a00001",
        "154—0000—0001",
        "+8615400000001",
        "0086 154 0000 0001",
        "8615400000001",
        "015400000001",
        "微信wx15400000001",
        "tel:15400000001.",
        "0797-8200001/15400000001",
        "0797-8200001 15400000001",
        "(154)00000001",
        "（154）0000-0001",
        "一五四零零零零零零零一",
        "壹伍肆〇〇〇〇零零零壹",
        "154零零零零零零零一",
    ],
)
def test_a_mobile_does_not_hide_in_its_spelling(written):
    assert kinds(written) == ["mobile"]


@pytest.mark.parametrize(
    "written",
    [
        "360702-19000101-0001",
        "3607 0219 0001 0100 01",
        "2020 360702 19000101 0001",
        "３６０７０２１９０００１０１０００１",
        "36070219000101000１",
        "身份证号：360702190001010002",
        "身份证号码为 360702 19000101 000 2",
    ],
)
def test_a_resident_number_does_not_hide_in_its_spelling(written):
    assert kinds(written) == ["resident_id"]


def test_a_resident_number_ending_in_x_is_found_in_either_case():
    body = next(
        f"36070219000101{n:03d}"
        for n in range(999)
        if resident_digit(f"36070219000101{n:03d}") == "X"
    )
    assert kinds(f"{body}X") == kinds(f"{body}x") == kinds(f"{body}Ｘ") == ["resident_id"]


@pytest.mark.parametrize(
    "written",
    [
        "6200 0000 0000 0000 000",
        "6200-0000-0000-0000-000",
        "620000 0000000000000",
        "4000000000000002",
        "账号：1234567890123456",
        "开户银行卡 6200 0000 0000 0000 001",
        "6200 0000 0000 0005 123元",
    ],
)
def test_a_bank_card_is_found(written):
    assert kinds(written) == ["bank_card"]


@pytest.mark.parametrize(
    "decoy",
    [
        "6200000000000000001",
        "360702190001010002",
        "360702202003260012",
        "批次360702-CAT-20210331-0001",
        "申请编号ZGSQ-2020-000123",
        "发文字号赣扶字〔2020〕2号，2020年3月26日",
        "索引号TEST360702/2020-00001",
        "咨询电话0797-8200001、0797-8200002转801，400-820-0001，12317，12345",
        "8200001 0797-8200002",
        "400-139-1234 0797-8200001",
        "13 45 67 89 10 1",
        "15-2001123456",
        "商品条码6901234567892",
        "食品生产许可证SC13036070212345",
        "共3.15400000001万元",
        "018f6b1c-7a10-7abc-8def-136070212345",
        "a13812345678b" + "c" * 51,
        "",
    ],
)
def test_what_is_no_ones_own_number_is_left_alone(decoy):
    assert kinds(decoy) == []


@pytest.mark.parametrize("number", CERTIFICATES + [code["value"] for code in CREDIT_CODES])
def test_certificates_and_credit_codes_are_never_taken_for_personal_numbers(number):
    assert kinds(f"{number}，电话0797-8200001") == []
    assert kinds(number.lower()) == []


@pytest.mark.parametrize("head", ["9136070212345", "9144011990010", "9131012019900"])
def test_a_credit_code_of_digits_alone_is_never_taken_for_a_personal_number(head):
    for code in all_digit_credit_code(head + "1"):
        assert kinds(f"代码{code}") == []


def test_a_labelled_credit_code_that_reads_like_a_resident_number_is_left_alone():
    both = next(
        f"{body}{resident_digit(body)}"
        for n in range(99999)
        if (body := f"5136201990{n // 1000 % 12 + 1:02d}{n // 100 % 28 + 1:02d}{n % 1000:03d}")
        if credit_code_check_character(body) == resident_digit(body)
    )
    assert kinds(f"统一社会信用代码：{both}") == []
    assert kinds(f"人员{both}") == ["resident_id"]


@given(AROUND, AROUND, st.sampled_from([RESIDENT, "15412345678"]), st.booleans())
def test_a_personal_number_is_found_in_any_surroundings(before, after, number, wide):
    written = number.translate(FULL_WIDTH) if wide else number
    text = before + written + after
    (finding,) = scan(text)
    assert text[finding.start : finding.end] == written
    assert number[3:-4] not in finding.masked


@given(st.text(max_size=80))
def test_any_text_is_scanned_and_findings_do_not_overlap(text):
    reached = 0
    for finding in scan(text):
        assert reached <= finding.start < finding.end <= len(text)
        reached = finding.end


@given(st.text("0123456789 -", max_size=60))
def test_rows_of_digits_are_scanned_and_findings_do_not_overlap(text):
    findings = scan(text)
    assert all(one.end <= two.start for one, two in pairwise(findings))


def test_a_text_without_digits_enough_in_reach_of_each_other_is_asked_for_no_number(monkeypatch):
    for pattern in ("OWN_NUMBERS", "CREDIT_CODE", "OFFICE_LINE", "RESIDENT_ID", "MOBILE"):
        monkeypatch.setattr(privacy, pattern, None)
    assert (
        scan("2020年3月26日收到1200元，4月1日收到3400元，共4600元；电话8200001转12。\n" * 10) == []
    )


@pytest.mark.parametrize(
    ("before", "after"), [("3.", ""), ("9", ""), ("", "9"), ("", "公斤"), ("12345678", "\n9")]
)
def test_what_stands_around_digits_still_makes_them_no_telephone(before, after):
    assert scan(f"收到{before}{MOBILE}{after}") == []


def test_a_long_text_is_scanned_quickly():
    text = "联系电话：0797-8200001，2020-03-26 至 2020-04-01，数量 1200 3400。\n" * 5000
    began = time.perf_counter()
    assert scan(text + MOBILE)[0].kind == "mobile"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("cross", "×ХхXx")
def test_a_cross_of_any_kind_ends_a_resident_number(cross):
    assert kinds(f"编号36070219000101001{cross}") == kinds("编号36070219000101001X")
    assert kinds(f"身份证36070219000101001{cross}") == ["resident_id"]


def test_a_resident_number_in_words_or_in_boxes_of_two_digits_is_found():
    words = RESIDENT.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    assert kinds(f"身份证号码：{words}") == ["resident_id"]
    assert kinds("\t".join(RESIDENT[at : at + 2] for at in range(0, 18, 2))) == ["resident_id"]


@pytest.mark.parametrize(
    "text",
    [
        "二〇二〇年一月一日",
        "一二三四五六七八九十",
        "电话（0797）8200001",
        "15400000001（元）",
        "（一）（二）3×154",
    ],
)
def test_dates_sums_and_office_lines_in_words_or_brackets_pass(text):
    assert kinds(text) == []


@pytest.mark.parametrize("before", ["张三", "十三", "周一", "第三", "二〇二六年三月三"])
@pytest.mark.parametrize("behind", ["", "三", "一二", "二人"])
@pytest.mark.parametrize("number", ["13812345678", "138 1234 5678", "360702194910010015"])
def test_a_digit_in_words_beside_a_number_is_no_part_of_it(before, number, behind):
    (finding,) = scan(f"{before}{number}{behind}")
    assert (finding.start, finding.end) == (len(before), len(before) + len(number))
