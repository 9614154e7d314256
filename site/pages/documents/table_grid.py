"""A table as it is drawn: cells with their spans, headings and sides, from what the editor stores.

The editor (Handsontable, through Wagtail's table block) stores a rectangle of texts, a list of
merged ranges and a list of classes. Page, paper, Word, API and gate all read the rows of
:class:`Grid`, so that a table is one thing everywhere.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from rules.plain_text import plain

#: What stands at the right so that its digits stand below each other.
FIGURE = re.compile(r"[-+−±]?[¥￥]?\d[\d,]*(?:\.\d+)?(?:[%％‰]|万?元)?(?:［\d+］)?")
#: Numbers that only count lines.
COUNTS = ("序号", "编号", "序", "号")
SIDES = {"htLeft": "left", "htCenter": "centre", "htRight": "right", "htJustify": "left"}
#: Words that are not broken in a cell.
UNBROKEN = re.compile(r"[!-~［］]+")
#: Of a column, in characters: beside its words; what it has at least; what a pen needs; what
#: words of one line have before they are broken.
ROOM, LEAST, BY_HAND, SHORT = 1, 1.5, 6, 4
#: From so many columns on a table is set small on paper.
MANY, VERY_MANY = 8, 11


@dataclass(frozen=True)
class Cell:
    """One cell as it is drawn; ``down`` and ``across`` count the rows and columns it covers.

    ``scope`` is that of a heading (``col``, ``colgroup``, ``row``, ``rowgroup``) and empty for
    others; ``side`` is left, centre or right; ``label`` names the column beside a cell on a phone.
    """

    text: str
    down: int = 1
    across: int = 1
    scope: str = ""
    side: str = "left"
    label: str = ""


class Grid:
    """The rows of a table block's value; merged ranges that make no sense are left out."""

    def __init__(self, value):
        value = value or {}
        self.caption = plain(value.get("table_caption") or "")
        self.texts = rectangle(value.get("data"))
        choice = value.get("table_header_choice") or "neither"
        self.has_head, self.has_side = choice in {"row", "both"}, choice in {"column", "both"}
        self._sides = {
            (each.get("row"), each.get("col")): _side(each.get("className"))
            for each in value.get("cell") or ()
        }
        self._spans, self._covered = self._merged(value.get("mergeCells") or ())

    def _merged(self, ranges):
        spans, taken = {}, set()
        for each in ranges:
            top, left, down, across = (each.get(name) for name in MERGE)
            if not self._fits(top, left, down, across):
                continue
            cells = set(product(range(top, top + down), range(left, left + across)))
            if cells & taken:
                continue
            taken |= cells
            spans[top, left] = (down, across)
        return spans, taken - set(spans)

    def _fits(self, top, left, down, across):
        if not all(isinstance(each, int) for each in (top, left, down, across)):
            return False
        inside = top >= 0 and left >= 0 and down > 0 and across > 0
        return inside and top + down <= len(self.texts) and left + across <= self.width

    @property
    def width(self):
        """How many columns there are."""
        return len(self.texts[0]) if self.texts else 0

    @cached_property
    def head_size(self):
        """How many rows are the head: as many as the tallest cell of the first one."""
        if not self.has_head or not self.texts:
            return 0
        return max(self._spans.get((0, column), (1, 1))[0] for column in range(self.width))

    @cached_property
    def head(self):
        """The rows of the head, each a list of :class:`Cell`."""
        return [self._row(down) for down in range(self.head_size)]

    @cached_property
    def rows(self):
        """The rows below the head."""
        return [self._row(down) for down in range(self.head_size, len(self.texts))]

    @property
    def first_row(self):
        """The cells of the first row, whether or not it is a head."""
        return self._row(0)

    @cached_property
    def columns(self):
        """A name for each column: its headings from above to below; empty without a head."""
        names = []
        for column in range(self.width):
            parts = [self._origin_text(down, column) for down in range(self.head_size)]
            names.append("·".join(dict.fromkeys(filter(None, parts))).replace("\n", ""))
        return names

    @property
    def is_even(self):
        """Whether no cell below the head is merged, so that each row can stand as a card."""
        return bool(self.head_size) and not any(top >= self.head_size for top, _ in self._spans)

    @property
    def breadth(self):
        """How the table is set on paper: empty, ``wide`` or ``widest``."""
        if self.width >= VERY_MANY:
            return "widest"
        return "wide" if self.width >= MANY else ""

    @cached_property
    def shares(self):
        """Of the width of a paper, how many hundredths each column takes, by what it holds."""
        needs = [self._need(column) for column in range(self.width)]
        return [f"{100 * need / sum(needs):.1f}" for need in needs]

    def _need(self, column):
        """How many characters wide a column should be; one to be filled in by hand is not narrow.

        A figure stays whole, words may be broken: a long text gets more than a short one, not all.
        """
        needs = [
            need(self.texts[down][column])
            for down in range(len(self.texts))
            if (down, column) not in self._covered and self._across(down, column) == 1
        ]
        is_empty = not any(row[column] for row in self.texts[self.head_size :])
        return ROOM + max([*needs, BY_HAND if self.has_head and is_empty else LEAST])

    def _across(self, down, column):
        return self._spans.get((down, column), (1, 1))[1]

    @property
    def whole_rows(self):
        """Texts row by row with every merged range filled, as the gate reads them."""
        return [
            [self._origin_text(down, column) for column in range(self.width)]
            for down in range(len(self.texts))
        ]

    def _origin_text(self, down, column):
        if (down, column) not in self._covered:
            return self.texts[down][column]
        return next(
            self.texts[top][left]
            for (top, left), (high, wide) in self._spans.items()
            if top <= down < top + high and left <= column < left + wide
        )

    def _row(self, down):
        return [
            self._cell(down, column)
            for column in range(self.width)
            if (down, column) not in self._covered
        ]

    def _cell(self, down, column):
        high, wide = self._spans.get((down, column), (1, 1))
        text = self.texts[down][column]
        return Cell(
            text=text,
            down=high,
            across=wide,
            scope=self._scope(down, column, high, wide),
            side=self._sides.get((down, column)) or self._own_side(down, column, text),
            label=self.columns[column] if down >= self.head_size else "",
        )

    def _scope(self, down, column, high, wide):
        if down < self.head_size:
            return "colgroup" if wide > 1 else "col"
        if self.has_side and column == 0:
            return "rowgroup" if high > 1 else "row"
        return ""

    def _own_side(self, down, column, text):
        if down < self.head_size:
            return "centre"
        if self.columns[column] in COUNTS:
            return "centre"
        return "right" if FIGURE.fullmatch(text.strip()) else "left"


MERGE = ("row", "col", "rowspan", "colspan")


def rectangle(data):
    """Rows of plain texts, all of one length, from what JSON may hold instead."""
    rows = [row for row in data if isinstance(row, list)] if isinstance(data, list) else []
    width = max((len(row) for row in rows), default=0)
    return [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]


def need(text):
    """How many characters wide a text should stand: its longest figure, or some of its words."""
    longest = max((wide(each) for each in UNBROKEN.findall(text)), default=0)
    lines = [wide(line) for line in text.split("\n")]
    return max([longest, *(min(line, SHORT + line / 8) for line in lines)])


def wide(text):
    """How wide a text is, in characters of Chinese; a letter or a figure takes little over half."""
    return sum(0.55 if character.isascii() else 1 for character in text)


def _text(cell):
    return "" if cell is None else plain(str(cell)).strip()


def _side(classes):
    named = [SIDES[each] for each in (classes or "").split() if each in SIDES]
    return named[0] if named else ""
