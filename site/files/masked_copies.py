"""A copy of a file in which what names or numbers a person is hidden, made in the child.

DOCX, XLSX, TXT and CSV only: what was drawn (PDF, scans) cannot be hidden without drawing it anew.
A copy has no properties, and a workbook no formulas: their results stand there.
"""

import io
import json
import struct
from functools import partial

import openpyxl
from lxml import etree

from rules.masking import Masked, mask_rows, mask_text, names_somebody, spans

from .inspection import MASK, answered
from .inspection import serve as serve_orders
from .masked_parts import bytes_of, mask_rest, tree_of
from .metadata import parts_of, without_properties
from .office_words import (
    APART,
    WORD_TAGS,
    cell_words,
    paragraphs_of,
    within,
)
from .opening import DOCX, XLSX, mime_of
from .plain_texts import plain_text, readings, rows_of, written
from .unreadable import Unreadable
from .word_places import BOX, TABLE, cells_of
from .xml_names import WORD

#: How large a sheet may become while it is written.
MOST = 128 * 1024 * 1024
REPORT = struct.Struct(">Q")
NOT_MASKED = "PDF 和图片不能遮盖，请提供 Word 或者 Excel 原稿"
NOWHERE = "#"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def serve():
    """The child's end: see ``files/inspection.py``; a workbook is written by way of a file."""
    serve_orders(partial(answered, orders={MASK: masked_copy}), file_size=MOST)


def masked_copy(data):
    """The length of a report, the report as JSON (``counts``, ``headings``), and the copy."""
    done = Masked()
    copy = _copy(data, done)
    report = json.dumps({"counts": done.counts, "headings": list(dict.fromkeys(done.headings))})
    return REPORT.pack(len(report)) + report.encode() + copy


def _copy(data, done):
    if not data.startswith((b"PK\x03\x04", b"%PDF-", b"\xff\xd8", b"\x89PNG")):
        return _text(data, done)
    mask = {DOCX: _docx, XLSX: _xlsx}.get(mime_of(data))
    if mask is None:
        raise Unreadable(NOT_MASKED)
    return without_properties(mask(data, done))


def _text(data, done):
    """Plain text in its own encoding; one that is a table is masked cell by cell, too."""
    whole = plain_text(data)
    words = _cells_hidden(whole.words, done)
    return whole.encoded(mask_text(words, done))


def _cells_hidden(text, done):
    """Cells as the marks part them, first those of the mark by which the most is hidden."""
    hidden = {mark: _hidden_in(rows) for mark, rows in readings(text).items()}
    for mark in sorted(filter(hidden.get, hidden), key=hidden.get, reverse=True):
        text = written(mask_rows(rows_of(text, mark), done), mark, text)
        if '"' in text:  # by another mark its quotes would say something else
            break
    return text


def _hidden_in(rows):
    done = Masked()
    mask_rows(rows, done)
    return sum(done.counts.values())


def _xlsx(data, done):
    book, out = openpyxl.load_workbook(io.BytesIO(data), data_only=True), io.BytesIO()
    for sheet in book.worksheets:
        cells = [list(row) for row in sheet.iter_rows()]
        rows = [[_words_of_cell(cell.value) for cell in row] for row in cells]
        for row, before, after in zip(cells, rows, mask_rows(rows, done), strict=True):
            for cell, old, new in zip(row, before, after, strict=True):
                _write(cell, old, new, done)
        _mask_page(sheet, done)
        sheet._charts, sheet._pivots = [], []  # they keep the cells that they were made from
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        _drop_names(names, done)
    book.save(out)
    parts = parts_of(out.getvalue())
    mask_rest(parts, done)
    return parts


def _drop_names(names, done):
    """A name that somebody gave a cell or a constant, if it or what it stands for says too much."""
    for name, defined in list(names.items()):
        words = APART.join(filter(None, (name, defined.value, defined.comment)))
        if mask_text(words, done) != words:
            del names[name]


def _words_of_cell(value):
    return "" if value is None else cell_words(value)


def _write(cell, old, new, done):
    if old != new:
        cell.value = new
    if cell.hyperlink and names_somebody(cell.hyperlink.target or "", done):
        cell.hyperlink = None
    if cell.comment:
        cell.comment.text = mask_text(cell.comment.text, done)


def _mask_page(sheet, done):
    """Heads and feet of the printed page, and the sheet's name."""
    for when in ("odd", "even", "first"):
        for what in ("Header", "Footer"):
            strip = getattr(sheet, f"{when}{what}")
            for part in (strip.left, strip.center, strip.right):
                part.text = part.text and mask_text(part.text, done)
    sheet.title = mask_text(sheet.title, done).replace("*", "某")


def _docx(data, done):
    parts = parts_of(data)
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            parts[name] = _word_part(content, done)
        elif name.endswith(".rels"):
            parts[name] = _links(content, done)
    mask_rest(parts, done)
    return parts


def _word_part(content, done):
    root = tree_of(content)
    tables = list(root.iter(f"{WORD}tbl"))
    for table in tables:
        _mask_table(table, done)
    paragraphs = paragraphs_of(root)
    for paragraph in paragraphs:
        _mask_pieces(_pieces(paragraph), done)
    if not tables:  # figures in neighbouring cells are no telephone
        _mask_pieces([piece for each in paragraphs for piece in (*_pieces(each), END)], done)
    return bytes_of(root)


#: What parts two paragraphs, and no word.
END = (None, "\n")


def _pieces(node, but=(BOX,)):
    """(what holds a word or None, the word) in the order in which the gate reads them."""
    for each in within(node, but):
        local = etree.QName(each).localname if isinstance(each.tag, str) else ""
        if local in WORD_TAGS:
            yield each, each.text or ""
        elif local in ("tab", "br", "cr"):
            yield None, " "


def _mask_pieces(pieces, done):
    pieces = list(pieces)
    _replace(pieces, spans("".join(word for _, word in pieces), done))


def _links(content, done):
    """Where the links of a part lead; one that names somebody leads nowhere."""
    root = tree_of(content)
    for entry in root:
        is_link = entry.get("Type", "").endswith("/hyperlink")
        if is_link and names_somebody(entry.get("Target", ""), done):
            entry.set("Target", NOWHERE)
    return bytes_of(root)


def _mask_table(table, done):
    """Names of a roster and numbers over several cells; a nested table is asked by itself."""
    pieces = [[list(_pieces(cell, but=(BOX, TABLE))) for cell in row] for row in cells_of(table)]
    rows = [["".join(word for _, word in cell) for cell in row] for row in pieces]
    for row, before, after in zip(pieces, rows, mask_rows(rows, done), strict=True):
        for cell, old, new in zip(row, before, after, strict=True):
            if old != new:
                _replace(cell, [(0, len(old), new)])


def _replace(pieces, masks):
    """Put each mask where its first character stood; the rest of what it hides goes."""
    for start, end, mask in reversed(masks):
        at, instead = 0, mask
        for node, word in pieces:
            first, last = max(start - at, 0), min(end - at, len(word))
            at += len(word)
            if node is not None and first < last:
                node.text = word[:first] + instead + word[last:]
                node.set(SPACE, "preserve")
                instead = ""
