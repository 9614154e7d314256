"""Titles are broken between words, into even lines."""

import pytest
import rjieba  # noqa: F401 - its dictionary is read before hypothesis looks at the time
from hypothesis import given
from hypothesis import strategies as st

from rules.title_lines import MOST, title_lines, width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于示例事项的通知", ["关于示例事项的通知"]),
        (
            "关于开展2020年度章贡区扶贫产品认定申报工作的通知",
            ["关于开展2020年度章贡区", "扶贫产品认定申报工作的通知"],
        ),
        (
            "关于印发《赣州市章贡区消费扶贫实施方案》的通知",
            ["关于印发《赣州市章贡区", "消费扶贫实施方案》的通知"],
        ),
    ],
)
def test_a_title_is_broken_between_words_into_even_lines(title, lines):
    assert title_lines(title) == lines


def test_what_is_one_word_longer_than_a_line_stays_whole():
    assert title_lines("A" * 60) == ["A" * 60]


@given(st.text(alphabet="关于开展扶贫产品认定的、和《》（）2020年第1批通知区", max_size=70))
def test_no_character_is_lost_and_no_line_is_too_long_or_begins_with_a_mark(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    if len(lines) > 1:
        assert all(width(line) <= MOST for line in lines)
        assert not any(line[0] in "的、》）" for line in lines[1:])
