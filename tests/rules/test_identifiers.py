"""Identifiers given by others: credit codes, resident numbers, telephone numbers."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from rules.check_characters import ALPHABET, organisation_digit
from rules.identifiers import (
    Checked,
    check_credit_code,
    check_phone,
    check_region,
    check_resident_id,
    credit_code_check_character,
    resident_id_check_character,
)

HERE = Path(__file__).with_name("vectors")
VECTORS = json.loads((HERE / "identifier_vectors.json").read_text())
CREDIT_CODES = json.loads((HERE / "credit_codes.json").read_text())
GOOD, TODAY = "93360702YYTE00015K", date(2026, 11, 23)
RESIDENT = "360702190001010001"
WRONG_CHECK = "校验码不正确，请逐位核对营业执照"


def of_type(kind):
    return [vector for vector in VECTORS if vector["type"] == kind]


def value(vector):
    return vector["value"]


def resident(birth, sequence="000", region="360702"):
    body = f"{region}{birth}{sequence}"
    return body + resident_id_check_character(body)


@pytest.mark.parametrize("vector", of_type("uscc"), ids=value)
def test_the_reports_credit_codes_are_judged_as_it_says(vector):
    assert check_credit_code(vector["value"]).ok is vector["ok"]


@pytest.mark.parametrize("vector", of_type("resident_id"), ids=value)
def test_the_reports_resident_numbers_are_judged_as_it_says(vector):
    assert check_resident_id(vector["value"], today=TODAY).ok is vector["ok"]


@pytest.mark.parametrize("vector", of_type("phone"), ids=value)
def test_the_reports_phones_are_judged_as_it_says(vector):
    assert check_phone(vector["value"]).ok is vector["ok"]


@pytest.mark.parametrize("vector", CREDIT_CODES, ids=value)
def test_every_applicant_of_the_corpus_is_judged_as_it_says(vector):
    checked = check_credit_code(vector["value"], home_region="360702")
    assert checked.ok is vector["legal_person"]
    assert bool(checked.warnings) is vector["warns"]


def test_a_full_width_code_in_small_letters_with_spaces_is_read():
    assert check_credit_code(" ９３３６０７０２ yyte 00015k ") == Checked(GOOD)


def test_an_individual_business_is_refused_only_while_a_legal_person_is_required():
    code = "92360702YYTP00381R"
    assert check_credit_code(code).errors == ("个体工商户不具有法人资格，不符合申请条件",)
    assert check_credit_code(code, require_legal_person=False).ok


def test_a_village_collective_is_accepted_though_stdnum_refuses_it():
    code = "N2360702YYTN003478"
    assert check_credit_code(code).ok
    assert not uscc.is_valid(code)


def test_a_registrar_elsewhere_only_warns_and_another_home_may_be_named():
    code = "91360700YYTE0004XA"
    assert check_credit_code(code).ok
    assert "360700不是本区的360702" in check_credit_code(code, home_region="360702").warnings[0]
    assert check_credit_code(code, home_region="360700").warnings == ()


def test_a_wrong_inner_organisation_digit_only_warns():
    body = GOOD[:16] + ("1" if GOOD[16] != "1" else "2")
    checked = check_credit_code(body + credit_code_check_character(body))
    assert checked.ok
    assert checked.warnings == ("第17位与组织机构代码的校验规则不符，请核对营业执照",)


def test_nothing_is_told_of_the_places_of_a_code_that_lacks_a_digit():
    assert check_credit_code("9336070207772222K").errors == ("统一社会信用代码应为18位，现为17位",)
    assert "个体工商户不具有法人资格，不符合申请条件" in check_credit_code("9236070").errors


def test_all_the_reasons_against_a_code_come_at_once():
    assert check_credit_code("0236O702YYTE0001").errors == (
        "统一社会信用代码应为18位，现为16位",
        "含有不允许的字符“O”（只用数字和大写字母，不用I、O、S、V、Z）",
    )


@pytest.mark.parametrize("empty", ["", "  ", "　"])
def test_a_missing_identifier_is_asked_for(empty):
    assert check_credit_code(empty).errors == ("请填写统一社会信用代码",)
    assert check_resident_id(empty, today=TODAY).errors == ("请填写公民身份号码",)
    assert check_phone(empty).errors == ("请填写联系电话",)


@pytest.mark.parametrize("code", [vector["value"] for vector in CREDIT_CODES[::8]])
def test_every_substitution_of_one_character_is_caught(code):
    for place in range(18):
        for char in ALPHABET.replace(code[place], ""):
            slipped = code[:place] + char + code[place + 1 :]
            assert not check_credit_code(slipped, require_legal_person=False).ok


@given(
    st.sampled_from(["91", "93", "12", "51"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=8, max_size=8),
)
def test_a_composed_code_passes_here_and_at_stdnum(head, region, subject):
    body = head + region + subject + organisation_digit(subject)
    code = body + credit_code_check_character(body)
    assert check_credit_code(code, home_region=region) == Checked(code)
    assert uscc.is_valid(code)


@given(st.text(max_size=24))
def test_any_text_is_judged_without_a_crash(text):
    for checked in (
        check_credit_code(text),
        check_resident_id(text, today=TODAY),
        check_phone(text),
    ):
        assert isinstance(checked.ok, bool)


@pytest.mark.parametrize("birth", ["19000101", "19500615", "19900228", "20261123"])
def test_births_from_1900_until_today_pass_whatever_the_age_of_the_county(birth):
    assert check_resident_id(resident(birth), today=TODAY).ok


@pytest.mark.parametrize(
    ("birth", "reason"),
    [
        ("18991231", "公民身份号码中的出生日期不在合理范围内"),
        ("20261124", "公民身份号码中的出生日期不在合理范围内"),
        ("19900229", "公民身份号码中的出生日期不存在"),
    ],
)
def test_an_impossible_birth_is_refused(birth, reason):
    assert check_resident_id(resident(birth), today=TODAY).errors == (reason,)


def test_a_wrong_check_digit_and_a_wrong_birth_are_told_together():
    errors = check_resident_id("36070219900229000Q", today=TODAY).errors
    assert errors == ("公民身份号码应为18位，前17位为数字，末位为数字或者X",)
    body = "36070219900229000"
    wrong = "0" if resident_id_check_character(body) != "0" else "1"
    assert len(check_resident_id(body + wrong, today=TODAY).errors) == 2


def test_an_unknown_province_only_warns():
    checked = check_resident_id(resident("19900101", region="990702"), today=TODAY)
    assert checked.ok
    assert checked.warnings == ("公民身份号码前两位不是现行省级行政区划代码，请核对证件",)


def test_no_message_about_a_resident_number_repeats_it():
    checked = check_resident_id(RESIDENT[:17] + "2", today=TODAY)
    assert not any(RESIDENT[6:14] in reason for reason in checked.errors)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_digit_of_a_resident_number_is_that_of_stdnum(body):
    assert resident_id_check_character(body) == ric.calc_check_digit(body + "0")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("15400000001", "15400000001"),
        ("154 0000 0001", "15400000001"),
        ("+86 154-0000-0001", "15400000001"),
        ("１５４００００ ０００１", "15400000001"),
        ("07978200001", "0797-8200001"),
        ("（0797）8200001", "0797-8200001"),
        ("0797—8200001", "0797-8200001"),
        ("0797-8200001转801", "0797-8200001#801"),
        ("010-82000001", "010-82000001"),
        ("0755-82000001#1", "0755-82000001#1"),
        ("4008200001", "400-820-0001"),
        ("400-820-0001", "400-820-0001"),
    ],
)
def test_a_phone_is_written_in_one_way(typed, written):
    assert check_phone(typed) == Checked(written)


@pytest.mark.parametrize(
    "typed", ["8200001", "0797-0000001", "0797-820001", "12400000001", "1540000000", "110", "电话"]
)
def test_what_cannot_be_dialled_from_anywhere_is_refused(typed):
    assert "联系电话格式不正确" in check_phone(typed).errors[0]


@pytest.mark.parametrize("hotline", ["12317", "12345", "12315"])
def test_hotlines_pass_only_where_they_are_allowed(hotline):
    assert check_phone(hotline, allow_hotline=True) == Checked(hotline)
    assert check_phone(hotline).errors == ("此处不能填写服务热线，请填写联系电话",)


@given(
    st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}(#[1-9][0-9]{0,3})?", fullmatch=True)
)
def test_a_written_phone_is_written_the_same_again(typed):
    once = check_phone(typed)
    assert once.ok
    assert check_phone(once.value) == once


def test_the_reason_for_a_wrong_check_character_names_the_licence():
    assert check_credit_code(GOOD[:17] + "L").errors == (WRONG_CHECK,)


@pytest.mark.parametrize("wrong", ["", "36070", "3607031", "999999", "060703", "160703", "٣٦٠٧٠٣"])
def test_a_region_is_six_digits_of_a_province_there_is(wrong):
    assert check_region(wrong).errors
    assert check_region(" 36０７0３ ").value == "360703"
    assert check_region("810001").ok
