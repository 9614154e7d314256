"""Rosters: tables that list people one by one, which no public page may carry (§5.7, R65).

A roster is known by its heading (姓名 beside 年龄, 住址, 电话 …) or, without one, by a column of
names beside a column of what only people have. Tables of products, enterprises and figures pass.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.form_words import DIRECTION, FIELD, with_blanks, without_blanks
from rules.masks import mask_name
from rules.person_names import GOODS, HAN, HAN_NAME, INTERPUNCTS, WORDS, is_whole_name

Rows = Sequence[Sequence[str]]

PERSON = re.compile("姓名|户主|农户名|社员名|成员名|劳动力名|务工人员|受益人|贫困人口|脱贫人口")
PRIVATE = re.compile(
    "身份证|证件|电话|手机|联系方式|住址|性别|年龄|出生|民族|银行|卡号|账号|致贫|贫困户|建档|脱贫户"
    "|残疾|健康|与户主|文化程度|人均收入|家庭人口|工资|签名|指印"
)
OF_PEOPLE = re.compile(f"{PERSON.pattern}|{PRIVATE.pattern}")
#: A heading of somebody's office: who holds it is public, and so is the office's telephone.
OFFICIAL = re.compile("职务|职称|单位|部门|岗位|分工|办公电话|值班电话")
OFFICE_COLUMN = re.compile("电话|手机|联系方式|文化程度|性别|民族")
#: Who is listed by what befell them is no official.
HELPED = re.compile("户主|农户|社员|贫困|脱贫|务工|受益|低保|残疾")
#: What people are called in a heading that says nothing else; only whole names under it count.
LISTED_HELPED = (
    "(?:建档立卡)?(?:贫困|脱贫|低保|五保|特困|困难|监测|边缘|受益)?(?:农户|户|社员|学生|群众)"
    "|(?:.?扶|救助|补助|受助|低保|保障)对象|(?:受助|申领|领取|领款|受益|享受|残疾|被.扶)人"
)
HEADED_HELPED = re.compile(f"(?:{LISTED_HELPED})")
CALLED = re.compile("名字|(?:full)?names?", re.IGNORECASE)
LISTED_LINE = re.compile(
    rf"(?:^|[\t|｜,，、;； \u3000])(?:{LISTED_HELPED}|名字|(?:[Ff]ull)?[Nn]ames?|NAMES?)"
    r"(?:[\t|｜,，、;； \u3000\r]|$)",
    re.MULTILINE,
)
#: What only somebody's own row says beside such a heading.
OF_EACH = re.compile(
    f"{PRIVATE.pattern}|金额|分红|补贴|补助|amount|age|phone|address", re.IGNORECASE
)
#: Under a heading that says 姓名 a name may be as long as it likes.
HEADED_NAME = re.compile(f"[{HAN}]{{2,8}}|{HAN_NAME.pattern}")
#: What stands in a column of names and is none.
NO_NAME = re.compile(
    "公司|合作社|农场|协会|办公室|委员会|政府|[局办站所社村镇]$|合计|小计|共计|^(?:特此|现予|以上|附件)"
)
HIDDEN = re.compile(r"[某*＊×XＸ○]")
OWN = re.compile(
    rf"男|女|(?:1?[0-9]{{1,2}})(?:\.0)?岁?|户主|配偶|之?[子女儿媳孙父母]+|汉族?|[{HAN}]{{1,3}}族"
)
"""What stands in a cell about one person: sex, age, place in the household, nationality."""
NAMED_SO = re.compile("^.健康$")
"""Part of a heading, and of a name: 张健康."""
COUNT = re.compile(r"[0-9]{1,3}(?:\.0)?")
SEPARATORS = re.compile(r"\t|[|｜,，、;；]| {1,}|\u3000+")
RULES = re.compile("[\t|｜]")
"""Marks that only part cells, so that the blanks between two of them belong to a word."""
SPACED_PERSON = with_blanks(PERSON.pattern)
SPACED_HEADING = with_blanks(f"序号|联系电话|{OF_PEOPLE.pattern}|{OFFICIAL.pattern}")
FEW = 3


@dataclass(frozen=True)
class Roster:
    """A table of people; ``row`` and ``column`` of the first name, from 1; ``masked`` shows it."""

    row: int
    column: int
    masked: str


def find_roster(rows: Rows) -> Roster | None:
    """The first sign that ``rows`` (with or without a heading) list natural persons, or None."""
    return next((Roster(*names[0]) for names in _lists(rows)), None)


def names_in_rosters(rows: Rows) -> list[tuple[int, int]]:
    """Row and column, from 1, of every cell for which ``rows`` are called a roster."""
    return sorted({(row, column) for names in _lists(rows) for row, column, _ in names})


def headings_of_rosters(rows: Rows) -> list[str]:
    """What stands above the first name of a roster, or before the names of a standing one."""
    names = names_in_rosters(rows)
    above = rows[: names[0][0] - 1] if names else []
    before = rows[len(above) :] if names and stands(rows) else []
    return [cell for row in above for cell in row] + [row[0] for row in before if row]


def _lists(rows: Rows) -> Iterator[list[tuple[int, int, str]]]:
    """Standing lists first: read as a lying one, such a table has its headings for names.

    White space within a cell (姓 名) is how it was set, never part of a heading or a name.
    """
    plain = [[without_blanks(cell) for cell in row] for row in rows]
    yield from _standing_lists(plain)
    yield from _lists_of_names(plain)


def stands(rows: Rows) -> bool:
    """Do the headings of ``rows`` stand below each other in the first column?"""
    first = [without_blanks(row[0]) if row else "" for row in rows]
    return bool(_person_columns(first)) and sum(map(bool, map(OF_PEOPLE.search, first))) > 1


def _standing_lists(rows: Sequence[list[str]]) -> Iterator[list[tuple[int, int, str]]]:
    """The names of each row that makes a roster of a table whose headings stand."""
    rows = [row or [""] for row in rows] if stands(rows) else []
    first = [row[0] for row in rows]
    further = [cell for row in rows for cell in row[1:] if is_form_heading(cell)]
    for place in _person_columns(first):
        names = list(_names_beside(rows[place], place + 1))
        is_sure = any(_is_surely_named(rows[place][column - 1]) for _, column, _ in names)
        if is_sure and len(names) >= _enough(first + further, place):
            yield names


def _names_beside(row: Sequence[str], number: int) -> Iterator[tuple[int, int, str]]:
    """Names in a standing row; behind a further heading (性别, 职务) stands what it calls for."""
    is_person = False
    for column, cell in enumerate(row, 1):
        if column == 1 or is_form_heading(cell):
            is_person = bool(PERSON.search(cell))
        elif is_person and (name := _name_in(cell)) and not DIRECTION.search(cell):
            yield number, column, mask_name(name)


def _is_surely_named(cell: str) -> bool:
    """Beside a heading stand all kinds of words: a name is one by its surname or by its dot."""
    name = re.sub(r"\s", "", cell)
    return is_whole_name(name) or bool(HAN_NAME.fullmatch(name) and set(name) & set(INTERPUNCTS))


def _lists_of_names(rows: Rows) -> Iterator[list[tuple[int, int, str]]]:
    """The names of each column that makes a roster of the table."""
    headed = list(_under_person_headings(rows))
    yield from headed or _without_heading(rows)


def _under_person_headings(rows: Rows) -> Iterator[list[tuple[int, int, str]]]:
    """The names below each heading for persons; the further headings of a form are none."""
    is_standing = stands(rows)
    for place, row in enumerate(rows):
        for column in _person_columns(row):
            names = list(_names(rows, column, since=place + 1))
            if column == 0 and is_standing:
                names = [name for name in names if not is_form_heading(rows[name[0] - 1][0])]
            if len(names) >= _enough(row, column):
                yield names
        for column in _listed_columns(row):
            names = list(_whole_names(rows, column, since=place + 1))
            if len(names) >= _enough_listed(row, column):
                yield names


def _listed_columns(heading: Sequence[str]) -> list[int]:
    """Only in a row of short cells: a sentence parted at its commas is no heading."""
    columns = enumerate(heading) if max(map(len, heading), default=0) <= 14 else ()
    return [at for at, cell in columns if HEADED_HELPED.fullmatch(cell) or CALLED.fullmatch(cell)]


def _enough_listed(heading: Sequence[str], column: int) -> float:
    """One among the helped or beside what is each one's own; nobody beside an office."""
    if any(map(OFFICIAL.search, heading)):
        return float("inf")
    others = [cell for place, cell in enumerate(heading) if place != column]
    is_helped = HEADED_HELPED.fullmatch(heading[column])
    return 1 if others and (is_helped or any(map(OF_EACH.search, others))) else FEW


def _whole_names(rows: Rows, column: int, since: int) -> Iterator[tuple[int, int, str]]:
    """Cells of a column in which most short cells are whole names, and no names of goods."""
    cells = [(at, row[column]) for at, row in enumerate(rows[since:], since) if column < len(row)]
    short = [cell for _, cell in cells if 0 < len(cell) <= 6 and not NO_NAME.search(cell)]
    names = [each for each in cells if is_whole_name(each[1]) and _name_in(each[1])]
    names = [each for each in names if not WORDS.match(each[1])]
    if len(names) * 3 >= len(short) * 2 and not _are_goods(names):
        yield from ((at + 1, column + 1, mask_name(cell)) for at, cell in names)


def _enough(heading: Sequence[str], column: int) -> float:
    """How many names under ``heading`` make a roster: one beside what is private, else a few.

    Whoever stands there by an office may be listed (PIPL 13, 27): no number is enough.
    """
    others = [cell for place, cell in enumerate(heading) if place != column]
    by_office = any(OFFICIAL.search(cell) for cell in others) and not HELPED.search(
        "".join(heading)
    )
    private = [cell for cell in heading if PRIVATE.search(cell)]
    if by_office and all(OFFICE_COLUMN.search(cell) for cell in private):
        return float("inf")
    return 1 if private or HELPED.search(heading[column]) else FEW


def find_roster_in_text(text: str) -> Roster | None:
    """The same for plain text, whose lines are rows and whose gaps part the cells."""
    lines = text.splitlines()
    if len(lines) < 2:  # a heading and a name below it, or three names below each other
        return None
    if SPACED_PERSON.search(text):
        text = SPACED_HEADING.sub(lambda match: without_blanks(match[0]), text)
        return _in_lines(text.splitlines())
    could_list = sum(map(_could_name, lines)) >= FEW or LISTED_LINE.search(text)
    return _in_lines(lines) if could_list else None


def _in_lines(lines: Sequence[str]) -> Roster | None:
    """Cells are parted by any mark or blank, or by rules alone where a line has them."""
    roster = find_roster([SEPARATORS.split(line.strip()) for line in lines])
    if roster or not any(map(RULES.search, lines)):
        return roster
    return find_roster([RULES.split(line.strip()) for line in lines])


def _could_name(line: str) -> bool:
    """Whether a line could be one of a list without a heading: a name beside two other cells."""
    return not line.isascii() and len(SEPARATORS.split(line.strip())) >= FEW


def _person_columns(heading: Sequence[str]) -> list[int]:
    return [
        column for column, cell in enumerate(heading) if len(cell) <= 14 and PERSON.search(cell)
    ]


def is_form_heading(cell: str) -> bool:
    """Is ``cell`` what a form calls the cell beside it: 职务, 联系电话（手机）?"""
    words = re.sub(r"\s|[（(][^（()）]*[）)]|[:：/／*＊]", "", cell)
    is_short = bool(re.fullmatch(f"[{HAN}]{{1,14}}", words))
    is_heading = OF_PEOPLE.search(words) or OFFICIAL.search(words) or FIELD.search(words)
    return is_short and bool(is_heading) and not (is_whole_name(words) and NAMED_SO.search(words))


def _names(rows: Rows, column: int, since: int) -> Iterator[tuple[int, int, str]]:
    """Cells below a heading for persons that hold a name somebody could be known by."""
    for place, row in enumerate(rows[since:], start=since):
        if column < len(row) and (name := _name_in(row[column])):
            yield place + 1, column + 1, mask_name(name)


def _name_in(cell: str) -> str:
    """The name in a cell that a heading calls one, or nothing."""
    name = re.sub(r"\s", "", cell)
    is_none = HIDDEN.search(name) or NO_NAME.search(name)
    return name if HEADED_NAME.fullmatch(name) and not is_none else ""


def _without_heading(rows: Rows) -> Iterator[list[tuple[int, int, str]]]:
    """A column of names, most of them whole, beside what only people have."""
    counts = _count_columns(rows)
    people = [
        (place, row)
        for place, row in enumerate(rows)
        if len(row) >= FEW and any(OWN.fullmatch(cell) for cell in _without(row, counts))
    ]
    width = max((len(row) for _, row in people), default=0)
    for column in range(width):
        cells = [(place, row[column]) for place, row in people if column < len(row) and row[column]]
        names = [(place, cell) for place, cell in cells if is_whole_name(cell)]
        if len(names) >= FEW and len(names) * 3 >= len(cells) * 2 and not _are_goods(names):
            yield [(place + 1, column + 1, mask_name(name)) for place, name in names]


def _count_columns(rows: Rows) -> set[int]:
    """The columns that only number their rows 1, 2, 3 …: nobody's age."""
    counts = set()
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] for row in rows if column < len(row) and COUNT.fullmatch(row[column])]
        numbers = [int(float(cell)) for cell in cells]
        if len(numbers) >= FEW and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            counts.add(column)
    return counts


def _without(row: Sequence[str], columns: set[int]) -> list[str]:
    return [cell for place, cell in enumerate(row) if place not in columns]


def _are_goods(names: Sequence[tuple[int, str]]) -> bool:
    return sum(bool(GOODS.search(cell[1:])) for _, cell in names) * 2 >= len(names)
