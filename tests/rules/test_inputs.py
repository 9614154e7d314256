"""Days, numbers and amounts as people write them; what could mean two things is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import inputs

DAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-01-15", "2026-1-15", "2026/1/15", "2026.1.15", "20260115", "46037", "46037.604"),
        *("2026年1月15日", "2026 年 1 月 15 日", "２０２６-０１-１５", "２０２６／１／１５"),
        *("2026-01-15 14:30:05", "2026/1/15 9:05", "2026-01-15T14:30:05.123", "20260115 09:05"),
        *("2026年1月15号", "2026-01-15（周四）", "2026年1月15日(星期四) 9:05", "2026 01 15"),
        *("2026/1/15 上午9:05", "2026年1月15日14时30分", "2026-1-15 2:30 PM", " 2026-01-15 "),
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert inputs.day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1/15/2026",
            "26-1-15",
            "2026年1月",
            "1月15日",
            "2026-02-30",
            "20261345",
            "12345",
            "99999",
        ),
        *("2026 0115", "2026-01-15（补）", "（周四）"),
        *("上个月", "2026-01-15 14", "14:30", "", "2026011", "-46037"),
    ],
)
def test_what_could_be_two_days_or_none_is_refused_in_plain_words(text):
    with pytest.raises(ValueError, match=r"^销售日期“.*”不正确，应如 2026-01-15$"):
        inputs.day(text, title="销售日期")


def test_a_workbook_of_an_old_macintosh_counts_from_1904():
    assert inputs.day("44575", is_1904=True) == DAY


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_and_the_number_a_spreadsheet_keeps_for_it_agree(day):
    serial = (day - inputs.EPOCH).days
    assert inputs.day(f"{serial}") == inputs.day(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *(("10", 1000), ("￥10", 1000), ("¥ 1,210.00", 121000), ("20元", 2000), ("20元整", 2000)),
        *(("１，２００", 120000), ("12,0000", 12000000), ("60.5", 6050), ("-￥3.05", -305)),
        *(("RMB 8", 800), ("人民币8圆", 800), ("0", 0)),
    ],
)
def test_an_amount_is_read_with_or_without_its_currency(text, fen):
    assert inputs.fen(text) == fen


@pytest.mark.parametrize("text", ["1,20", "12.005", "十元", "1 万", "NaN", "1e999", "", "$5"])
def test_an_amount_that_is_none_is_told_as_it_was_typed(text):
    with pytest.raises(ValueError, match=f"单价“{text.replace('$', '.')}”"):
        inputs.fen(text, title="单价")


def test_a_number_keeps_its_decimals_and_says_when_there_are_too_many():
    assert inputs.number("1,234.5", places=3) == Decimal("1234.5")
    with pytest.raises(ValueError, match=r"数量“1[.]2345”最多三位小数"):
        inputs.number("1.2345", title="数量", places=3)
    with pytest.raises(ValueError, match="超出范围"):
        inputs.number("1000000000000")
