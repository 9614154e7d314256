"""Records as tables for people: CSV and XLSX in which nothing is ever a formula."""

import csv
import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.xml.functions import tostring

BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What makes a spreadsheet compute a cell, in either width, behind any blank or control character.
FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001, the earliest a zip can say; it knows no zone
CORE = "docProps/core.xml"


def as_csv(records, columns):
    """CSV text: BOM, CRLF, Chinese headings, every cell quoted, lists joined by ``;``.

    A cell that a spreadsheet would take for a formula is led by an apostrophe.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns.values())
    writer.writerows([_harmless(cell) for cell in row] for row in _rows(records, columns))
    return BOM + target.getvalue()


def as_xlsx(records, columns, *, title):
    """XLSX bytes, every cell text; the same records give the same bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, heading) for heading in columns.values()])
    for row in _rows(records, columns):
        sheet.append([_text_cell(sheet, cell) for cell in row])
    return _without_time(book)


def _rows(records, columns):
    """The cells of each record as text, in the order of the columns."""
    for record in records:
        yield [UNPRINTABLE.sub("\ufffd", _text(record.get(name))) for name in columns]


def _text(value):
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _harmless(cell):
    return f"'{cell}" if FORMULA.match(cell) else cell


def _text_cell(sheet, text):
    """A cell that no spreadsheet computes, not even after someone edits it."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _without_time(book):
    """The saved workbook, with the moment of saving taken out of its properties and its zip."""
    book.properties.creator = "gongshi"
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    book.properties.created = book.properties.modified = NO_TIME
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == CORE:
                content = tostring(book.properties.to_tree())
            entry = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=6)
    return fixed.getvalue()
