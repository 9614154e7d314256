"""The words inside a file that the site offers, each with the place an editor finds it at."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

from defusedxml import ElementTree
from python_calamine import CalamineError, CalamineWorkbook

from .file_types import Unreadable, kind_of
from .pdf_words import pdf_pages

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class Words:
    """``places``: (where, text); ``tables``: (where, rows of cell texts)."""

    places: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)


def words_of_file(name, data):
    """The :class:`Words` of a file; raises :class:`Unreadable` when it may not be offered."""
    kind = kind_of(name, data)
    try:
        return _READERS[kind](data)
    except (CalamineError, ElementTree.ParseError, zipfile.BadZipFile, KeyError) as error:
        raise Unreadable("文件已损坏，不能读取其中的文字") from error


def _pdf(data):
    return Words([(f"第{number}页", text) for number, text in enumerate(pdf_pages(data), 1)])


def _docx(data):
    """Every part with words: body, headers, footers, notes, comments; deleted words as well."""
    words = Words()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [each for each in archive.namelist() if _has_words(each)]
        for part in parts:
            root = ElementTree.fromstring(archive.read(part))
            for number, table in enumerate(root.iter(f"{WORD}tbl"), 1):
                words.tables.append((f"第{number}个表格", _docx_rows(table)))
            for number, paragraph in enumerate(root.iter(f"{WORD}p"), 1):
                words.places.append((f"第{number}段", _docx_text(paragraph)))
    return words


def _has_words(part):
    return part.startswith("word/") and part.endswith(".xml") and "/theme/" not in part


def _docx_rows(table):
    return [[_docx_text(cell) for cell in row.iter(f"{WORD}tc")] for row in table.iter(f"{WORD}tr")]


def _docx_text(node):
    tags = (f"{WORD}t", f"{WORD}delText")
    return "".join(each.text or "" for each in node.iter() if each.tag in tags)


def _xlsx(data):
    """Every sheet, hidden ones too, cell by cell; the comments, which no cell shows."""
    words = Words()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in book.sheet_names:
        rows = [
            [_cell(value) for value in row] for row in book.get_sheet_by_name(sheet).to_python()
        ]
        words.tables.append((f"工作表“{sheet}”", rows))
        words.places += [
            (f"工作表“{sheet}”第{down}行第{across}列", text)
            for down, row in enumerate(rows, 1)
            for across, text in enumerate(row, 1)
            if text
        ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in (each for each in archive.namelist() if "comments" in each.lower()):
            texts = ElementTree.fromstring(archive.read(part)).itertext()
            words.places.append(("批注", "".join(texts)))
    return words


def _cell(value):
    """A whole number in the digits that a workbook shows, not in those of its binary form."""
    is_whole = isinstance(value, float) and value.is_integer()
    return f"{Decimal(repr(value)):.0f}" if is_whole else str(value)


def _text(data):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("文本文件的编码不能识别，请另存为 UTF-8")
    lines = [(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
    return Words(lines, [("全文", list(csv.reader(text.splitlines())))])


def _image(data):
    return Words()


_READERS = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "text": _text, "image": _image}
