"""Figures in a text by reference: 【销售额】 stands for a frozen one, nobody types it."""

import re
from collections.abc import Callable

REFERENCE = re.compile(r"【([^【】]{1,60})】")
#: What looks like a figure of the statistics that somebody typed.
TYPED = re.compile(r"[0-9][0-9,，.]*\s*(?:%|％|元|万元|亿元|笔|户|人次|万|亿)")


def references(text: str) -> list[str]:
    """The names in 【】 in their order, each once."""
    return list(dict.fromkeys(REFERENCE.findall(text)))


def typed_figures(text: str) -> list[str]:
    """What looks like a figure outside the references, each once."""
    return list(dict.fromkeys(TYPED.findall(REFERENCE.sub("", text))))


def resolve(text: str, figure: Callable[[str], str]) -> str:
    """``text`` with ``figure(name)`` in the place of each reference."""
    return REFERENCE.sub(lambda match: figure(match.group(1)), text)
