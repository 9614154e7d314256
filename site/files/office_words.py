"""The words of DOCX and XLSX files, part by part: also those that no page or sheet shows."""

import io
import re
import zipfile
from decimal import Decimal
from pathlib import PurePath
from xml.etree.ElementTree import Element, ParseError

from PIL import Image
from python_calamine import CalamineError, CalamineWorkbook

from .part_places import BODY, place_of, sheets_of
from .pdf_words import LEAST_PICTURE
from .unreadable import DAMAGED, Unreadable
from .word_places import BOX, TABLE, cells_of, places_in
from .xml_names import COMPATIBLE, SHEET, STRICT, WORD
from .xml_parts import root_of

#: Parts that only a printer, a font engine or a list of files reads.
DUMB = re.compile(r"\.rels$|printersettings|/fonts/|thumbnail\.(?:jpe?g|png)$", re.IGNORECASE)
XML = (".xml", ".vml", ".svg")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
#: Attributes that hold words: alternative texts, cached values, names of columns, choices, hints.
HINTS = {"prompt", "promptTitle", "error", "tooltip", "display", "comment", "description", "help"}
WORDY = HINTS | {"descr", "title", "alt", "string", "v", "val", "name", "displayText", "instr"}
#: Attributes that draw lines: rows of numbers that are nobody's.
DRAWN = {"path", "d", "points", "adj", "wrapcoords", "connectlocs", "transform"}
#: Parts that only say how something looks; of them only long numbers are anybody's.
LOOKS = re.compile(
    r"content_types|/theme/|/styles|fonttable|/settings|websettings|numbering\.xml"
    r"|calcchain|/persons?/|stylesWithEffects|volatile",
    re.IGNORECASE,
)
#: Fewer digits are no personal number; what stands between two keeps them from being read as one.
FEWEST_DIGITS, APART = 11, "\n；\n"
REMARKS = re.compile("<!--(.*?)-->", re.DOTALL)
REMARKS_AT = ("comment", "threadedComment")
WORD_TAGS = ("t", "delText", "instrText")


def docx_words(data, words):
    """Body, headers, notes, text boxes, comments, hidden and deleted words; then all else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        words.links += _links(archive)
        for part, root in _xml_parts(archive, words):
            paragraphs = paragraphs_of(root)
            _read_paragraphs(root, paragraphs, place_of(part), words)
            rest = _attributes(root) if paragraphs or LOOKS.search(part) else _all_words(root)
            words.places.append((place_of(part), rest))


def _read_paragraphs(root, paragraphs, part, words):
    """Tables row by row; paragraphs by their numbers, of which blank ones have none."""
    is_body, number = part == BODY, 0
    places, tables = places_in(root, "" if is_body else part)
    words.tables += [(where, _rows(table)) for where, table in tables]
    for paragraph in paragraphs:
        text = _words_under(paragraph)
        where = places.get(paragraph)
        if not where:
            number += bool(text.strip())
            where = f"{'正文' if is_body else part}第{number}段"
        words.places.append((where, text))


def _rows(table):
    return [[_words_under(cell, but=(BOX, TABLE)) for cell in row] for row in cells_of(table)]


def paragraphs_of(root):
    """What is shown first, then what stands in for it in an older program."""
    older = {
        each
        for stand_in in root.iter(f"{COMPATIBLE}Fallback")
        for each in stand_in.iter(f"{WORD}p")
    }
    paragraphs = list(root.iter(f"{WORD}p"))
    return sorted(paragraphs, key=lambda each: each in older)


def within(node, but=(BOX,)):
    """``node`` and all in it but the paragraphs of text boxes, which are read by themselves.

    Elements may lie in each other more deeply than functions of Python can.
    """
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        if each.tag not in but:
            waiting += reversed(each)


def _words_under(node, but=(BOX,)):
    """The words under ``node`` in their order; a tab or a line's end parts them."""
    pieces = []
    for each in within(node, but):
        local = _local(each)
        if local in WORD_TAGS:
            pieces.append(each.text or "")
        elif local in ("tab", "br", "cr"):
            pieces.append(" ")
    return "".join(pieces)


def xlsx_words(data, words):
    """Every sheet cell by cell, hidden ones too; then every part that no cell shows."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = [book.get_sheet_by_name(name) for name in book.sheet_names]
        contents = [(each.name, each.start or (0, 0), each.to_python()) for each in pages]
    except CalamineError as error:
        raise Unreadable(DAMAGED) from error
    in_cells = set()
    for name, start, values in contents:
        rows = [[cell_words(value) for value in row] for row in values]
        where = f"工作表“{name}”"
        words.tables.append((where, rows))
        words.starts[where] = start
        for down, row in enumerate(rows, 1):
            for across, text in enumerate(row, 1):
                if text:
                    in_cells.add(text)
                    words.places.append((words.cell(where, down, across), text))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        words.links += _links(archive)
        parts = dict(_xml_parts(archive, words))
        sheets = _sheets(archive, parts)
    _pivots(parts, words)
    for part, root in parts.items():
        words.places += _remarks(root)
        where = f"{sheets[part]}的{place_of(part)}" if part in sheets else place_of(part)
        words.places.append((where, _unshown(part, root, in_cells)))


def _sheets(archive, parts):
    """``{part: 工作表“…”}``; a workbook may also lie elsewhere than Office puts it."""
    relations = "xl/_rels/workbook.xml.rels"
    if "xl/workbook.xml" not in parts or relations not in archive.namelist():
        return {}
    return sheets_of(parts["xl/workbook.xml"], _root(archive.read(relations)))


def _remarks(root):
    """(where, text) of the remarks at cells, which are taken out of ``root``."""
    for holder in list(root.iter()):
        for each in [each for each in holder if _local(each) in REMARKS_AT and each.get("ref")]:
            yield f"单元格{each.get('ref')}的批注", "".join(each.itertext())
            for piece in each.iter():
                piece.text = piece.tail = None


def cell_words(value):
    """A whole number in the digits that a workbook shows, not in those of its binary form."""
    is_whole = isinstance(value, float) and value.is_integer()
    return f"{Decimal(repr(value)):.0f}" if is_whole else str(value)


def _unshown(part, root, in_cells):
    """What a part of a workbook says beside the cells that have been read."""
    if "/worksheets/" in part:
        texts = [each.text for each in root.iter() if _local(each) in SHEET_TEXTS and each.text]
        texts += [re.sub(r'"\s*&\s*"', "", text) for text in texts if "&" in text]
        lost = [text for text in _of_lost_sheet(root) if text not in in_cells]
        return "\n".join([*texts, *lost, _attributes(root, only=HINTS)])
    if part.endswith("sharedStrings.xml"):
        strings = (_words_under(each) for each in root.iter(f"{SHEET}si"))
        return "\n".join(text for text in strings if text not in in_cells)
    return _attributes(root) if LOOKS.search(part) else _all_words(root)


def _of_lost_sheet(root):
    """The texts and long numbers of cells: a sheet may be in the file and in no list of sheets."""
    for each in root.iter():
        if _local(each) == "is":
            yield _words_under(each)
        elif _local(each) == "v" and _is_long_number(each.text):
            yield cell_words(float(each.text))


def _is_long_number(text):
    try:
        return abs(float(text or 0)) >= 10 ** (FEWEST_DIGITS - 1)
    except ValueError:
        return False


#: Formulas, headers and footers, limits of input.
SHEET_TEXTS = {
    *("f", "formula1", "formula2"),
    *(f"{when}{what}" for when in ("odd", "even", "first") for what in ("Header", "Footer")),
}


def _pivots(parts, words):
    """The records that a pivot table keeps, as the tables they were made from."""
    for part, root in parts.items():
        if "pivotCacheDefinition" not in part:
            continue
        fields = list(root.iter(f"{SHEET}cacheField"))
        shared = [
            [each.get("v", "") for each in field.iter() if "v" in each.attrib] for field in fields
        ]
        records = parts.get(part.replace("Definition", "Records"))
        rows = [[field.get("name", "") for field in fields]]
        for record in () if records is None else records.iter(f"{SHEET}r"):
            rows.append([_cached(cell, column, shared) for column, cell in enumerate(record)])
        if records is None:
            width = max((len(values) for values in shared), default=0)
            rows += [
                [each[row] if row < len(each) else "" for each in shared] for row in range(width)
            ]
        words.tables.append(("数据透视表的缓存", rows))


def _cached(cell, column, shared):
    value = cell.get("v", "")
    if _local(cell) != "x":
        return cell_words(float(value)) if _local(cell) == "n" and value else value
    values = shared[column] if column < len(shared) else []
    return values[int(value)] if value.isdigit() and int(value) < len(values) else ""


def _links(archive):
    """(where, address) of the links of every part."""
    for part in archive.namelist():
        for entry in _root(archive.read(part)) if part.lower().endswith(".rels") else ():
            if entry.get("Type", "").lower().endswith("/hyperlink"):
                yield "", entry.get("Target", "")


def _xml_parts(archive, words):
    """(name, root) of the parts with words; what has none that can be read becomes a gap."""
    names = [*archive.namelist(), archive.comment.decode("utf-8", "replace")]
    words.places.append(("文件内部的名称", APART.join(names)))
    for part in archive.namelist():
        suffix = PurePath(part.lower()).suffix
        if part.endswith("/") or DUMB.search(part):
            continue
        if suffix in XML:
            remarks = REMARKS.findall(archive.read(part).decode("utf-8", "replace"))
            words.places += [(place_of(part), remark) for remark in remarks]
            yield part, _root(archive.read(part), is_loose=suffix == ".vml")
        elif suffix not in PICTURES or could_hold_words(archive.read(part)):
            words.gaps.append((place_of(part), "picture" if suffix in PICTURES else "other"))


def _root(data, *, is_loose=False):
    """``is_loose``: drawings of older programs, which hold HTML that ends no line."""
    for strict, ours in STRICT:
        data = data.replace(strict, ours)
    try:
        return root_of(data)
    except ParseError as error:
        if not is_loose:
            raise Unreadable(DAMAGED) from error
    loose = Element("xml")
    loose.text = re.sub(r"[<>]", "\n", data.decode("utf-8", "replace"))
    return loose


def could_hold_words(data):
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.width >= LEAST_PICTURE[0] and image.height >= LEAST_PICTURE[1]
    except (OSError, ValueError, SyntaxError):
        return True


def _all_words(root):
    return "\n".join(
        [*(text for each in root.itertext() if (text := each.strip())), _attributes(root)]
    )


def _attributes(root, only=WORDY):
    """The words of attributes; of all others the long numbers, each by itself."""
    words, numbers = [], []
    for each in root.iter():
        for name, value in each.items():
            if len(value) < 2:
                continue
            local = name.rpartition("}")[2]
            if local in only:
                words.append(value)
            elif len(value) >= FEWEST_DIGITS and local not in DRAWN and _is_numeric(value):
                numbers.append(value)
    return "\n".join(words) + APART + APART.join(numbers)


def _is_numeric(value):
    return sum(map(str.isdigit, value)) >= FEWEST_DIGITS


def _local(node):
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
