"""Records as tables for people: CSV and XLSX in which nothing is ever a formula.

``columns`` maps the names of a record to headings; a list serves where they are the same.
"""

import csv
import io
import re
import zipfile
from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.xml.functions import tostring

from .characters import printable

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What makes a spreadsheet compute a cell, in either width, behind any blank or control character.
FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001, the earliest a zip can say; it knows no zone
CORE = "docProps/core.xml"


def as_csv(records, columns):
    """CSV text: BOM, CRLF, Chinese headings, every cell quoted, lists joined by ``;``.

    A cell that a spreadsheet would take for a formula is led by an apostrophe; a plain negative
    number stays a number.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_headings(columns))
    writer.writerows([harmless(cell) for cell in row] for row in _rows(records, columns))
    return BOM + target.getvalue()


def as_xlsx(records, columns, *, title):
    """XLSX bytes, every cell text; the same records give the same bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    cells = [_text_cell(sheet) for _ in columns]
    for row in (_headings(columns), *_rows(records, columns)):
        for cell, text in zip(cells, row, strict=True):
            cell.value, cell.data_type = text, "s"
        sheet.append(cells)
    return _without_time(book)


def download(records, columns, *, form, name, title):
    """The response with the table as a file: ``form`` is ``csv`` or ``xlsx``; never cached."""
    if form == "csv":
        response = HttpResponse(as_csv(records, columns), content_type=CSV)
    else:
        response = HttpResponse(as_xlsx(records, columns, title=title), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    response["Cache-Control"] = "private, no-store"
    return response


def _headings(columns):
    return columns.values() if isinstance(columns, dict) else columns


def _rows(records, columns):
    """The cells of each record as text, in the order of the columns."""
    for record in records:
        yield [printable(_text(record.get(name))) for name in columns]


def _text(value):
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def harmless(cell):
    """``cell`` as no spreadsheet computes it; a plain number stays one."""
    computes = FORMULA.match(cell) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if computes else cell


def _text_cell(sheet):
    """A cell that no spreadsheet computes, not even after someone edits it; one serves a whole
    column, since styling each anew takes longer than all the rest.
    """
    cell = WriteOnlyCell(sheet)
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
