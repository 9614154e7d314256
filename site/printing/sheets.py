"""Workbooks with openpyxl: every cell a text that nothing computes, the same bytes again."""

import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.xml.functions import tostring

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What makes a spreadsheet compute a cell once somebody edits it or saves it as CSV.
FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]")
NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest a zip can say; it knows no zone
FACTS = "docProps/core.xml"


def workbook(headings, rows, *, title):
    """The bytes of one sheet; ``rows`` hold texts in the order of ``headings``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (headings, *rows):
        sheet.append([_cell(sheet, text) for text in row])
    return _without_time(book)


def _cell(sheet, text):
    text = UNPRINTABLE.sub("\ufffd", text)
    cell = WriteOnlyCell(sheet, f"'{text}" if FORMULA.match(text) else text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _without_time(book):
    """The saved book with the moment of saving taken out of its facts and of its zip."""
    book.properties.creator = "gongshi"
    saved, steady = io.BytesIO(), io.BytesIO()
    book.save(saved)
    book.properties.created = book.properties.modified = NO_TIME
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(steady, "w") as target:
        for name in sorted(source.namelist()):
            facts = name == FACTS
            content = tostring(book.properties.to_tree()) if facts else source.read(name)
            entry = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()
