"""The child process of :mod:`ledger.sheets`: a workbook on stdin, its first sheet's text on stdout.

Reading a workbook costs memory that its size does not tell; here it is bounded, and given back.
"""

import io
import json
import re
import resource
import sys
from datetime import date, datetime

MEGABYTES = 600
WIDEST = 60
#: Excel and WPS keep so many digits of a number; what follows them they have made zeros.
EXACT_DIGITS = 15
#: Formats that show more than the number: 0000, "XS"0000, \X\S-0000.
PADDED = re.compile(r'(?:"(?P<quoted>[^"]*)"|(?P<bare>(?:\\.|-)+))?(?P<zeros>00+)(?:;.*)?')


def main():
    limit = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    rows = int(sys.argv[1])
    from python_calamine import CalamineWorkbook

    data = sys.stdin.buffer.read()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    table = first_table(book)
    sheet = table.to_python(skip_empty_area=False, nrows=rows)
    is_1904, formats = styles(data, rows, table.name)
    lines = (
        [written(cell, formats.get((line, place))) for place, cell in enumerate(row[:WIDEST])]
        for line, row in enumerate(sheet)
    )
    if sys.argv[2:] == ["lines"]:  # one by one, for whoever does not want them all in memory
        sys.stdout.write(json.dumps({"is_1904": is_1904}) + "\n")
        sys.stdout.writelines(json.dumps(line) + "\n" for line in lines)
    else:
        sys.stdout.write(json.dumps({"is_1904": is_1904, "lines": list(lines)}))


def first_table(book):
    """The first sheet that is seen and has more than a title; else the first.

    The library reads a sheet whole as it is taken, so each is taken once.
    """
    visible = (each.name for each in book.sheets_metadata if f"{each.visible}".endswith("Visible"))
    tables = (table for table in map(book.get_sheet_by_name, visible) if table.height > 1)
    return next(tables, None) or book.get_sheet_by_name(book.sheet_names[0])


def styles(data, rows, name):
    """Whether days count from 1904, and ``{(row, column): format}`` of numbers that are padded.

    What only decorates a sheet may be broken where its values can be read: then nothing is told.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import MAC_EPOCH

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        cells = book[name].iter_rows(max_row=rows, max_col=WIDEST)
        formats = {
            (cell.row - 1, cell.column - 1): match
            for row in cells
            for cell in row
            if cell.value is not None
            and cell.data_type == "n"
            and (match := PADDED.fullmatch(cell.number_format))
        }
    except Exception:  # noqa: BLE001 - whatever a stranger's styles break
        return False, {}
    return book.epoch == MAC_EPOCH, formats


def written(cell, padded=None):
    """A cell as people see it; a number that is shown otherwise, or was cut, says so beside it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell, padded)
    return str(cell)[:400]


def _number(cell, padded):
    text = f"{cell:.10f}".rstrip("0").rstrip(".") if isinstance(cell, float) else f"{cell}"
    if abs(cell) >= 10**EXACT_DIGITS:
        return {"text": text, "is_cut": True}
    if padded and cell >= 0 and cell == int(cell):
        head = (padded["quoted"] or padded["bare"] or "").replace("\\", "")
        return {"text": text, "label": f"{head}{text:>0{len(padded['zeros'])}}"}
    return text


if __name__ == "__main__":
    main()
