"""Households that running text names: “贫困户张示例家”, “脱贫户名单：张示例、李示例” (§5.7).

Only a surname, one or two characters and a mark behind them are taken for a name.
"""

import re
from collections.abc import Iterator

from rules.masks import COMPOUND_SURNAME, mask_name
from rules.person_names import GOODS, HAN, WORDS, is_whole_name
from rules.rosters import HIDDEN

HELPED = (
    "(?:贫困|脱贫|低保|五保|特困|困难|监测|边缘|建档立卡|受益|受助)"
    "(?:家庭|人口|人员|村民|对象|群众|学生|老人|农户|户|人)|扶对象|扶户|务工人员|残疾人员?|孤儿"
)
NAME = f"(?:{COMPOUND_SURNAME.pattern})[{HAN}]{{1,2}}|[{HAN}]{{2,3}}"
MARK = (
    '[、，,；;（(”"]|等[0-9一二三四五六七八九十]|家(?:[的里中有，。；]|$)|一家'
    "|家[0-9一二三四五六七八九十两][口人]|[男女][，,]|同志|说[，,：:。]?|$"
)
HOUSEHOLD = re.compile(
    rf'(?:{HELPED})(?:[:：“" \u3000]?({NAME})(?={MARK})'
    r"|(?:名单)?(?:如下|包括|有|为)?[:：\s]{0,3}"
    rf"({NAME})(?=[、。\n]|[，,](?:{NAME})[、，,。]|$))"
)
"""By its name behind what it is called; or, behind 名单, 如下, 有 and the like, in a list."""
NEXT_NAME = re.compile(f'[、，,和]({NAME})(?=[、，,；;。（(”"和\\n]|等|$)')
COMMON_WORDS = re.compile("[年月日时前后中应能均已未将和与及的为是等户村镇区县员务定]")


def find_named_household(text: str) -> tuple[int, str] | None:
    """Place and mask of the first name that running text gives to a helped household, or None."""
    first = next(iter(named_households(text)), None)
    return first and (first[0], mask_name(text[first[0] : first[1]]))


def named_households(text: str) -> Iterator[tuple[int, int]]:
    """Where such names begin and end, those that are listed behind one (张示例、李示例等) too."""
    reached = 0
    for first in HOUSEHOLD.finditer(text):
        group = 1 if first[1] else 2
        match: re.Match[str] | None = first if first.start(group) >= reached else None
        while match and _names_somebody(match[group]):
            reached = match.end(group)
            yield match.span(group)
            match, group = NEXT_NAME.match(text, reached), 1


def _names_somebody(name: str) -> bool:
    is_word = COMMON_WORDS.search(name) or WORDS.match(name) or GOODS.search(name[1:])
    return is_whole_name(name) and not HIDDEN.search(name) and not is_word
