"""Text as people type it, without what no reader sees and no XML file may hold.

Sources: XML 1.0 §2.2 (Char); Unicode 23.8 (noncharacters), UAX 9 (embeddings and overrides, which
turn the order of what stands beside them). A soft line break of Word arrives as U+000B.
"""

import re
from typing import Any

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LAST_OF_PLANES = "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    f"\ufdd0-\ufdef\ufff9-\ufffb\ud800-\udfff{_LAST_OF_PLANES}]"
)


def plain(text: str) -> str:
    """``text`` with every line end as one LF, and without unseen characters; tabs stay."""
    return UNSEEN.sub("", LINE_ENDS.sub("\n", text))


def plain_line(text: str) -> str:
    """The same in one line: a line end or a tab is a space."""
    return re.sub("[\n\t]", " ", plain(text))


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with every text in it plain, lists and tables of texts included."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list | tuple):
        return type(value)(map(_plain_value, value))
    return plain_values(value) if isinstance(value, dict) else value
