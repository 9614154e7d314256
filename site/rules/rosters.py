"""Rosters: tables that list people one by one, which no public page may carry (§5.7, R65).

A roster is known by its heading (姓名 beside 年龄, 住址, 电话 …) or, without one, by a column of
names beside a column of what only people have. Tables of products, enterprises and figures pass.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.masks import COMPOUND_SURNAME, mask_name

Rows = Sequence[Sequence[str]]

PERSON = re.compile("姓名|户主|农户名|社员名|成员名|劳动力名|务工人员|受益人|贫困人口|脱贫人口")
PRIVATE = re.compile(
    "身份证|证件|电话|手机|联系方式|住址|性别|年龄|出生|民族|银行|卡号|账号|致贫|贫困户|建档|脱贫户"
    "|残疾|健康|与户主|文化程度|人均收入|家庭人口|工资|签名|指印"
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范廖石金贾夏韦付傅邹方熊孟秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严戴莫孔向汤赖"
    "欧幸温甘游俞詹饶柯洪凌管骆祝涂葛殷聂冷邬池巫华明"
)
HAN_NAME = re.compile("[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?")
HIDDEN = re.compile(r"[某*＊×XＸ○]")
OWN = re.compile(
    r"男|女|(?:1?[0-9]{1,2})岁?|户主|配偶|之?[子女儿媳孙父母]+|汉族?|[\u4e00-\u9fff]{1,3}族"
)
"""What stands in a cell about one person: sex, age, place in the household, nationality."""
SEPARATORS = re.compile(r"\t|[|｜,，、;；]| {1,}|\u3000+")
FEW = 3


@dataclass(frozen=True)
class Roster:
    """A table of people; ``row`` and ``column`` of the first name, from 1; ``masked`` shows it."""

    row: int
    column: int
    masked: str


def find_roster(rows: Rows) -> Roster | None:
    """The first sign that ``rows`` (with or without a heading) list natural persons, or None."""
    rows = [[cell.strip() for cell in row] for row in rows]
    for place, row in enumerate(rows):
        for column in _person_columns(row):
            names = list(_names(rows, column, since=place + 1))
            private = any(PRIVATE.search(cell) for cell in row)
            if len(names) >= (1 if private else FEW):
                return Roster(*names[0])
    return _without_heading(rows)


def find_roster_in_text(text: str) -> Roster | None:
    """The same for plain text, whose lines are rows and whose gaps part the cells."""
    return find_roster([SEPARATORS.split(line.strip()) for line in text.splitlines()])


def is_whole_name(cell: str) -> bool:
    """Could ``cell`` be the unmasked name of a natural person, by surname and length?"""
    has_surname = cell[:1] in SURNAMES or bool(COMPOUND_SURNAME.match(cell))
    return has_surname and len(cell) <= 4 and bool(HAN_NAME.fullmatch(cell))


def _person_columns(heading: Sequence[str]) -> list[int]:
    short = (len(cell) <= 14 for cell in heading)
    return [
        column
        for column, (cell, fits) in enumerate(zip(heading, short, strict=True))
        if fits and PERSON.search(cell)
    ]


def _names(rows: Rows, column: int, since: int) -> Iterator[tuple[int, int, str]]:
    """Cells below a heading for persons that hold a name somebody could be known by."""
    for place, row in enumerate(rows[since:], start=since):
        cell = re.sub(r"\s", "", row[column]) if column < len(row) else ""
        if HAN_NAME.fullmatch(cell) and not HIDDEN.search(cell):
            yield place + 1, column + 1, mask_name(cell)


def _without_heading(rows: Rows) -> Roster | None:
    rosters = []
    for place, row in enumerate(rows):
        names = [column for column, cell in enumerate(row) if is_whole_name(cell)]
        own = any(OWN.fullmatch(cell) for cell in row)
        if names and own and len(row) >= FEW:
            rosters.append(Roster(place + 1, names[0] + 1, mask_name(row[names[0]])))
    return rosters[0] if len(rosters) >= FEW else None
