"""What the gate answers about a text or a file: nothing found, found, or not read whole.

A file of which a part gave no words is no clean file: a named person looks at it and says so
(:mod:`pages.privacy.confirming`).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import PurePath

from rules.households import find_named_household
from rules.link_addresses import read_address
from rules.privacy import scan
from rules.private_tables import scan_rows
from rules.rosters import find_roster, find_roster_in_text

from .file_words import words_of_file

NUMBERS = {"resident_id": "公民身份号码", "mobile": "手机号码", "bank_card": "银行卡号"}
#: In every sentence about what was found, and in no other.
FORBIDDEN = "不得公开"
#: What gave no words, in words for an editor.
GAPS = {
    "picture": "有图片（扫描件、照片、截图），其中的文字没有读出",
    "font": "有字体没有文字对照，部分文字没有读出",
    "drawing": "有画成图形的文字没有读出",
    "remark": "有没有文字的批注、印章或者手写",
    "other": "有不能读取的部分",
    "refused": "不能作为公开文件打开",
}


class Answer(StrEnum):
    """The three answers, in the words of ``manage.py privacy_gate``."""

    NOTHING_FOUND = "nothing_found"
    PRIVATE = "found"
    NOT_READ_WHOLE = "not_read_whole"


@dataclass(frozen=True)
class Breach:
    """Personal data: its ``kind``, ``where`` it is, and what is wrong in a masked sentence."""

    kind: str
    where: str
    sentence: str


@dataclass
class Examination:
    """What was found in a file, and its ``gaps`` as (where, kind of :data:`GAPS`)."""

    breaches: list[Breach] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)

    @property
    def answer(self):
        if self.breaches:
            return Answer.PRIVATE
        return Answer.NOT_READ_WHOLE if self.gaps else Answer.NOTHING_FOUND

    @property
    def reasons(self):
        """What was found, as sentences."""
        return [breach.sentence for breach in self.breaches]

    @property
    def doubts(self):
        """What was not read, as sentences."""
        return [f"{where}{GAPS[kind]}" for where, kind in self.gaps]


def examine(name, data):
    """The :class:`Examination` of a file; raises ``Unreadable`` when it may not be offered."""
    words = words_of_file(name, data)
    breaches = [breach for where, text in words.places for breach in in_text(text, where)]
    for where, rows in words.tables:
        breaches += in_table(rows, where, partial(words.cell, where))
    breaches += [breach for where, url in words.links for breach in in_address(url, where)]
    breaches += _over_places(words)
    is_plain = PurePath(name).suffix.lower() in (".txt", ".csv")
    if not words.tables or (is_plain and not breaches):
        breaches += _roster_over_places(words.places)
    return Examination(_each_once(breaches), [tuple(gap) for gap in words.gaps])


def in_text(text, where):
    """The breaches of one text."""
    label = f"{where}：" if where else ""
    numbers = [_number(finding, where, label) for finding in scan(text)]
    household = find_named_household(text)
    if household is not None:
        sentence = f"{label}点名了农户或者个人，{FORBIDDEN}：{household[1]}。请隐去姓名"
        numbers.append(Breach("household", where, sentence))
    roster = find_roster_in_text(text)
    is_one_line = len(text.splitlines()) < 2
    line = "" if roster is None or is_one_line else f"第{roster.row}行第{roster.column}列"
    return numbers + _roster(roster, where, line)


def in_address(url, where):
    """The breaches of where a link leads: in the name of a page of the web, only of a resident.

    Such names hold the numbers of articles and files, which look like any other number.
    """
    address, label = read_address(url), f"{where}链接地址"
    named = [each for each in in_text(address.path, label) if each.kind == "resident_id"]
    return named + in_text(address.words, label)


def in_table(rows, where, cell=None):
    """The breaches of a table's rows that no cell shows alone; ``cell`` names one by its place."""
    cell = cell or partial("{}第{}行第{}列".format, where or "表格")
    parted = [
        _number(each.finding, where, f"{cell(each.row, each.column)}：") for each in scan_rows(rows)
    ]
    roster = find_roster(rows)
    return parted + (_roster(roster, cell(roster.row, roster.column)) if roster else [])


def _over_places(words):
    """What a line end, a paragraph or a page parts: found only when they are read together.

    Beside a table only resident numbers: two figures in neighbouring cells are no telephone.
    """
    texts = [text for _, text in words.places]
    if len(texts) < 2:
        return []
    kinds = {"resident_id"} if words.tables else set(NUMBERS)
    together = [each for each in scan("\n".join(texts)) if each.kind in kinds]
    alone = {finding.masked for text in texts for finding in scan(text)} if together else set()
    return [
        _number(each, where, f"{where}：")
        for each in together
        if each.masked not in alone
        for where in [_start_of(words.places, each.start)]
    ]


def _start_of(places, start):
    """Where the text stands that holds a character of all texts joined, and goes on behind it."""
    for where, text in places:
        if start <= len(text):
            return f"{where}起分在几行的文字"
        start -= len(text) + 1
    return "分在几行的文字"


def _roster_over_places(places):
    """A roster whose rows are paragraphs or lines: it is told where its first name stands."""
    roster = find_roster_in_text("\n".join(text for _, text in places))
    if roster is None:
        return []
    lines = [where for where, text in places for _ in f"{text}\n".splitlines()]
    return _roster(roster, lines[roster.row - 1])


def _number(finding, where, label):
    sentence = f"{label}含有个人信息，{FORBIDDEN}：{finding.masked}（{NUMBERS[finding.kind]}）"
    return Breach(finding.kind, where, sentence)


def _roster(roster, where, line=""):
    if roster is None:
        return []
    label = f"{where}：" if where else ""
    sentence = (
        f"{label}含有个人名册，{FORBIDDEN}：{line}“{roster.masked}”。请删去名册，或者只公布汇总数字"
    )
    return [Breach("roster", where, sentence)]


def ended(sentence):
    """As one of several that stand behind each other."""
    return sentence if sentence.endswith("。") else f"{sentence}。"


def _each_once(breaches):
    return list(dict.fromkeys(breaches))
