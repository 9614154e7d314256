"""Records as tables for people: CSV and XLSX in which nothing is ever a formula.

``columns`` maps the names of a record to headings; a list serves where they are the same.
"""

import csv
import io
import re
import shutil
import tempfile
import zipfile
from datetime import datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .characters import printable

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What makes a spreadsheet compute a cell, in either width, behind any blank or control character.
FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001, the earliest a zip can say; it knows no zone
CORE = "docProps/core.xml"


class CsvTable:
    """Rows written one after the other to an open binary file: BOM, CRLF, every cell quoted.

    Lists are joined by ``;``. A cell that a spreadsheet would take for a formula is led by an
    apostrophe; a plain negative number stays a number.
    """

    def __init__(self, target, columns):
        self.columns = columns
        self.text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
        self.text.write(BOM)
        self.writer = csv.writer(self.text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self.writer.writerow(_headings(columns))

    def add(self, record):
        self.writer.writerow([harmless(cell) for cell in _cells(record, self.columns)])

    def save(self):
        """Everything written; the file stays open and is the caller's again."""
        self.text.detach()


class XlsxTable:
    """A workbook of one sheet; its rows wait on the disk, not in memory.

    Every cell is text, but for the numbers in the columns named in ``numbers``: those add up.
    """

    def __init__(self, columns, *, title, numbers=()):
        from openpyxl import Workbook  # a tenth of a second: only who makes a workbook pays
        from openpyxl.cell import WriteOnlyCell

        self.columns, self.numbers = columns, frozenset(numbers)
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet(title)
        self.sheet.freeze_panes = "A2"
        self.styled = [_text_cell(self.sheet) for _ in columns]
        self.plain = [WriteOnlyCell(self.sheet) for _ in columns]
        self._append(_headings(columns))

    def add(self, record):
        values = [record.get(name) if name in self.numbers else None for name in self.columns]
        self._append(_cells(record, self.columns), values)

    def _append(self, texts, numbers=()):
        for cell, text in zip(self.styled, texts, strict=True):
            cell.value, cell.data_type = text, "s"
        row = list(self.styled)
        for place, number in enumerate(numbers):
            if isinstance(number, int | float | Decimal):
                row[place] = self.plain[place]
                row[place].value, row[place].data_type = number, "n"
        self.sheet.append(row)

    def discard(self):
        """Give up a workbook that nobody will save; its rows on the disk go with it."""
        if not self.sheet.closed:  # saving closes it
            self.sheet.close()

    def save(self, target):
        """Write the workbook to an open binary file; the same records give the same bytes."""
        with tempfile.TemporaryFile() as saved:
            self.book.properties.creator = "gongshi"
            self.book.save(saved)
            _copy_without_time(self.book, saved, target)


def as_csv(records, columns):
    """CSV text of :class:`CsvTable`."""
    target = io.BytesIO()
    table = CsvTable(target, columns)
    for record in records:
        table.add(record)
    table.save()
    return target.getvalue().decode()


def as_xlsx(records, columns, *, title, numbers=()):
    """XLSX bytes of :class:`XlsxTable`."""
    table, target = XlsxTable(columns, title=title, numbers=numbers), io.BytesIO()
    for record in records:
        table.add(record)
    table.save(target)
    return target.getvalue()


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


def _cells(record, columns):
    """The cells of a record as text, in the order of the columns."""
    return [printable(_text(record.get(name))) for name in columns]


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
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.number_format = "@"
    return cell


def _copy_without_time(book, saved, target):
    """Copy a saved workbook without the moment of saving, in its properties and in its zip."""
    from openpyxl.xml.functions import tostring

    book.properties.created = book.properties.modified = NO_TIME
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as copy:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            with copy.open(entry, "w", force_zip64=_is_large(source, name)) as written:
                if name == CORE:
                    written.write(tostring(book.properties.to_tree()))
                else:
                    with source.open(name) as read:
                        shutil.copyfileobj(read, written)


def _is_large(source, name):
    return source.getinfo(name).file_size > zipfile.ZIP64_LIMIT // 2
