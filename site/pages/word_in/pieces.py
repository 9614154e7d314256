"""The pieces that :mod:`files.docx_reading` gives of a Word document, with what we ask of one."""

import re
from dataclasses import dataclass, field
from functools import cached_property

#: Names of Word's own styles, in Chinese and in English.
TITLES = {"title", "标题", "公文标题", "文件标题"}
CAPTIONS = {"caption", "题注", "表题", "图题"}
CENTRED, AT_RIGHT = {"center"}, {"right", "end"}
#: So many blanks before a line move it to the right by hand.
MANY_BLANKS = re.compile(r"[ \u3000\t]{4,}")
#: A left indent, in twentieths of a point, that moves a line to the right half of the page.
FAR = 2400


@dataclass
class Piece:
    """One paragraph or table; ``raw`` is the dictionary of the reader."""

    raw: dict
    #: Whether a page begins with it, also where the break stood in an empty paragraph before.
    breaks: bool = False
    #: What it becomes was found out: a field of the document, a caption.
    role: str = field(default="", compare=False)

    @property
    def is_table(self):
        return self.raw["kind"] == "table"

    @cached_property
    def words(self):
        """The text without its number, as it stands."""
        if self.is_table:
            return "\n".join("".join(row) for row in self.raw["rows"])
        return "".join(run.get("text", "") for run in self.raw["runs"])

    @cached_property
    def text(self):
        """The number and the text in one line, without blanks at its ends."""
        mark = "" if self.is_table else self.raw["mark"]
        return " ".join(f"{mark}{self.words.strip()}".split("\n")).strip()

    @property
    def pictures(self):
        """The places of its pictures; those of a table stood in its cells."""
        if self.is_table:
            return self.raw["pictures"]
        return [run["picture"] for run in self.raw["runs"] if "picture" in run]

    @property
    def is_empty(self):
        if self.is_table:
            return not self.words.strip() and not self.pictures
        return not self.text and not any(
            "picture" in run or "note" in run for run in self.raw["runs"]
        )

    @property
    def is_centred(self):
        return not self.is_table and self.raw["side"] in CENTRED

    @property
    def is_at_right(self):
        """Set right, or moved there by indents or blanks."""
        if self.is_table:
            return False
        first, left, right = self.raw["indents"]
        moved = right > 0 or left + first > FAR or bool(MANY_BLANKS.match(self.words))
        return self.raw["side"] in AT_RIGHT or self.is_centred or moved

    @property
    def is_flush(self):
        return not self.is_table and self.raw["indents"][0] <= 0 and not self.raw["mark"]

    @property
    def size(self):
        return 0 if self.is_table else self.raw["size"]

    @property
    def style(self):
        return "" if self.is_table else self.raw["style"].lower()

    @property
    def is_titled(self):
        return self.style in TITLES

    @property
    def is_captioned(self):
        return self.style in CAPTIONS

    @property
    def is_of_contents(self):
        """A line of a table of contents, which page and paper make by themselves."""
        return bool(re.fullmatch(r"(toc|目录) ?\d", self.style))

    @property
    def is_red(self):
        colour = "" if self.is_table else self.raw["colour"].upper()
        if not re.fullmatch("[0-9A-F]{6}", colour):
            return False
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        return red > 0xA0 and green < 0x60 and blue < 0x60


def pieces_of(raw):
    """The :class:`Piece` list without what is empty; a page break of an empty one is kept."""
    pieces, breaks = [], False
    for each in raw:
        piece = Piece(each)
        breaks = breaks or bool(each["breaks"])
        if not piece.is_empty:
            piece.breaks, breaks = breaks, False
            pieces.append(piece)
    return pieces
