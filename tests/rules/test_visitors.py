"""Names in one line: told apart by what stands between them, never by what may be in a name."""

import pytest

from rules.visitors import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("示例甲、示例乙", ["示例甲", "示例乙"]),
        ("示例甲，示例乙；示例丙", ["示例甲", "示例乙", "示例丙"]),
        (" 示例甲 示例乙 ", ["示例甲", "示例乙"]),
        ("示例甲、示例甲", ["示例甲"]),
        ("示和平", ["示和平"]),
        ("、", []),
        ("", []),
    ],
)
def test_names_in_one_line(text, names):
    assert names_in(text) == names
