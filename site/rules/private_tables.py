"""Personal numbers in tables: one digit to a cell, a number over several, or one that a workbook
rounded, which only the heading of its column still tells.

Sources: requirements §5.7. A form prints eighteen boxes for a resident number; a spreadsheet keeps
fifteen digits of a number that was typed as a number, so that its check digit no longer fits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rules.form_words import without_blanks
from rules.privacy import Finding, scan

Rows = Sequence[Sequence[str]]
HEADING = re.compile("身份证|身份号|证件号|证件|公民身份|卡号|账号|帐号|存折")
LABEL = re.compile("电话|手机|联系|卡号|账号|帐号|存折")
BOXES = re.compile("[0-9]{11,19}")
PIECE = re.compile("[0-9 ()（）-]+")
LONGEST_HEADING = 14
BETWEEN_CELLS = "\t"


@dataclass(frozen=True)
class CellFinding:
    """What ``finding`` is, and the row and column of its first cell, from 1."""

    row: int
    column: int
    finding: Finding


def scan_rows(rows: Rows) -> list[CellFinding]:
    """The numbers that no cell of ``rows`` shows by itself: parted, or named by a heading only."""
    return [*_parted(rows), *_in_boxes(rows), *_behind_labels(rows), *_under_headings(rows)]


def number_heading(cell: str) -> str:
    """``cell`` as the heading of a column of numbers, or nothing."""
    heading = without_blanks(cell)
    is_one = len(heading) <= LONGEST_HEADING and HEADING.search(heading)
    return heading if is_one else ""


def _parted(rows: Rows) -> Iterator[CellFinding]:
    """Resident numbers over neighbouring cells of a row, or after a cell that names them."""
    for down, row in enumerate(rows, 1):
        cells = [re.sub(r"\s+", " ", cell) for cell in row]
        for finding in scan(BETWEEN_CELLS.join(cells)):
            column = _column(cells, finding.start)
            if finding.kind == "resident_id" and not scan(cells[column - 1]):
                yield CellFinding(down, column, finding)


def _in_boxes(rows: Rows) -> Iterator[CellFinding]:
    """Telephones and cards with every digit in a cell of its own, behind a cell that names them."""
    for down, row in enumerate(rows, 1):
        for boxes in BOXES.finditer("".join(cell if len(cell) == 1 else "■" for cell in row)):
            label = without_blanks(row[boxes.start() - 1]) if boxes.start() else ""
            if LABEL.search(label):
                for finding in scan(f"{label}：{boxes[0]}"):
                    if finding.kind != "resident_id":
                        yield CellFinding(down, boxes.start() + 1, finding)


def _behind_labels(rows: Rows) -> Iterator[CellFinding]:
    for down, row in enumerate(rows, 1):
        for first, _, finding in numbers_behind_labels(row):
            yield CellFinding(down, first + 1, finding)


def numbers_behind_labels(row: Sequence[str]) -> Iterator[tuple[int, int, Finding]]:
    """First cell and the cell behind the last of a telephone or card that stands in several.

    Only behind a cell that names it: two figures in neighbouring cells are no telephone.
    """
    for place, cell in enumerate(row[:-2]):
        if not LABEL.search(label := without_blanks(cell)):
            continue
        pieces = list(takewhile(PIECE.fullmatch, row[place + 1 :]))
        if len(pieces) > 1 and max(map(len, pieces)) > 1 and not any(map(scan, pieces)):
            for finding in scan(f"{label}：{' '.join(pieces)}"):
                if finding.kind != "resident_id":
                    yield place + 1, place + 1 + len(pieces), finding


def _column(cells: Sequence[str], place: int) -> int:
    """The number of the cell in which ``place`` of the joined row lies."""
    end = 0
    for column, cell in enumerate(cells, 1):
        end += len(cell) + len(BETWEEN_CELLS)
        if place < end:
            return column
    return len(cells)


def _under_headings(rows: Rows) -> Iterator[CellFinding]:
    headings: dict[int, str] = {}
    for down, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if heading := number_heading(cell):
                headings[column] = heading
            elif column in headings and not scan(cell):
                for finding in scan(f"{headings[column]}：{cell}"):
                    yield CellFinding(down, column, finding)
