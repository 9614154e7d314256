"""Masks: how a person's name and numbers may be shown to the public."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.masks import mask_card, mask_name, mask_phone, mask_resident_id

MASKS = [mask_card, mask_name, mask_phone, mask_resident_id]
DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("15400000001", "154****0001"),
        ("154 0000 0001", "154****0001"),
        ("+86 154-0000-0001", "154****0001"),
        ("１５４０００００００１", "154****0001"),
        ("0797-8200001", "****01"),
        ("12317", "****"),
        ("无", "****"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_phone_keeps_its_head_and_tail(number, shown):
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("360702190001010001", "3****************1"),
        ("360702 19000101 000x", "3****************X"),
        ("36070219000101", "****"),
        ("", ""),
    ],
)
def test_a_resident_number_keeps_its_first_and_last(number, shown):
    assert mask_resident_id(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王芳", "王某"),
        ("王小芳", "王某某"),
        ("王李小芳", "王某某"),
        ("欧阳芳", "欧阳某"),
        ("欧阳小芳", "欧阳某某"),
        ("司马", "司某"),
        ("买买提·吐尔逊", "买某某"),
        ("王 芳", "王某"),
        ("王", "某"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name, shown):
    assert mask_name(name) == shown


def test_a_card_keeps_its_last_four():
    assert mask_card("6200 0000 0000 0001 234") == "****1234"
    assert mask_card("123") == "****"
    assert mask_card("") == ""


@given(st.text(), st.sampled_from(MASKS))
def test_every_mask_answers_any_text(text, mask):
    assert isinstance(mask(text), str)
    assert bool(mask(text)) is bool(text.strip())


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_the_mask_of_a_mobile_shows_seven_digits_and_none_of_the_hidden_four(number):
    shown = mask_phone(number)
    assert [char for char in shown if char in DIGITS] == [*number[:3], *number[7:]]
    assert len(shown) == 11


@given(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from("0123456789X"))
def test_the_mask_of_a_resident_number_depends_on_nothing_hidden(body, last):
    shown = mask_resident_id(body + last)
    assert shown == mask_resident_id(body[0] + "0" * 16 + last)
    assert sum(char in DIGITS for char in shown) <= 2


@given(st.text(DIGITS, max_size=12))
def test_the_mask_of_any_other_number_shows_at_most_two_digits(number):
    if len(number) != 11 or number[0] != "1":
        assert sum(char in DIGITS for char in mask_phone(number)) <= 2


@given(st.text("王李小芳欧阳司马建国", min_size=2, max_size=6))
def test_the_given_name_never_shows(name):
    shown = mask_name(name)
    assert len(shown) <= 4
    assert set(shown) <= {*name[: len(shown.rstrip("某"))], "某"}
    assert shown.endswith("某")
