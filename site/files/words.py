"""What a file says: its words with their places, its tables, and what of it cannot be read.

Run in the child that opens strange files. Nothing here judges: :mod:`pages.privacy` does.
"""

import json
from dataclasses import asdict, dataclass, field

from .office_words import docx_words, xlsx_words
from .opening import DOCX, JPEG, PNG, XLSX, mime_of
from .pdf_files import PDF
from .pdf_words import pdf_words


@dataclass
class Words:
    """``places``: (where, text); ``tables``: (where, rows of cells); ``gaps``: (where, kind).

    ``links``: (where, the address to which something leads). ``starts``: {where: (row, column)} of
    the first cell of a sheet, from 0: what is empty before it is in no table.
    """

    places: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    starts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def cell(self, where, row, column):
        """Where a cell is that is the ``row``-th and ``column``-th of a table, from 1."""
        if where not in self.starts:
            return f"{where}第{row}行第{column}列"
        down, across = self.starts[where]
        return f"{where}单元格{_letters(across + column)}{down + row}"


def _letters(column):
    """A, B … Z, AA …: what stands above the columns of a sheet."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def words_of(data):
    """The :class:`Words` of a PDF, DOCX, XLSX, JPG or PNG as JSON; raises ``Unreadable``."""
    words = Words()
    _READERS[mime_of(data)](data, words)
    return json.dumps(asdict(words))


def _picture(data, words):
    words.gaps.append(("", "picture"))


_READERS = {
    PDF: pdf_words,
    DOCX: docx_words,
    XLSX: xlsx_words,
    JPEG: _picture,
    PNG: _picture,
}
