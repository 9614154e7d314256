"""Numbers are written as paper writes them (GB/T 9704-2012, 7.3.3)."""

import pytest

from rules.counting import chinese, counted, legal


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百")),
        *((105, "一百零五"), (110, "一百一十"), (1001, "一千零一"), (9999, "九千九百九十九")),
        *((0, "0"), (10000, "10000")),
    ],
)
def test_chinese_numbers(number, written):
    assert chinese(number) == written


def test_legal_numbers_keep_their_one():
    assert [legal(number) for number in (10, 15, 102)] == ["壹拾", "壹拾伍", "壹佰零贰"]


@pytest.mark.parametrize(
    ("way", "number", "written"),
    [
        *(("decimal", 3, "3"), ("decimalZero", 3, "03"), ("decimalFullWidth", 12, "１２")),
        *(("decimalEnclosedCircle", 1, "①"), ("decimalEnclosedCircle", 21, "㉑")),
        *(("decimalEnclosedCircle", 51, "51"), ("ideographDigital", 2020, "二〇二〇")),
        *(("ideographTraditional", 2, "乙"), ("ideographTraditional", 11, "11")),
        *(("lowerLetter", 28, "bb"), ("upperRoman", 14, "XIV"), ("lowerRoman", 4000, "4000")),
        *(("none", 1, ""), ("some future way", 7, "7"), ("chineseCounting", 12, "十二")),
    ],
)
def test_the_ways_of_word(way, number, written):
    assert counted(number, way) == written
