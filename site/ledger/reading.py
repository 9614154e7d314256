"""The child process of :mod:`ledger.sheets`: a workbook on stdin, its first sheet's text on stdout.

Reading a workbook costs memory that its size does not tell; here it is bounded, and given back.
"""

import io
import json
import resource
import sys
from datetime import date, datetime

MEGABYTES = 600


def main():
    limit = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    rows = int(sys.argv[1])
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=rows)
    lines = [[text(cell) for cell in row[:60]] for row in sheet]
    sys.stdout.write(json.dumps(lines))


def text(cell):
    """A cell as people see it: whole numbers without a point, days as ISO."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    return str(cell)[:400]


if __name__ == "__main__":
    main()
