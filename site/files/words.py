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

    ``links``: (where, the address to which something leads).
    """

    places: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


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
