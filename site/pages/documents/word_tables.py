"""A table of the page in Word: merged cells, headings on every page, figures at the right."""

import re

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Pt

from printing.official_tables import WIDTH, part_tables, repeat_row, set_widths, whole_row
from printing.official_word import CENTRE, RIGHT

SIDES = {"cell--centre": CENTRE, "cell--right": RIGHT}
#: How large the words of a table are, by how many columns it has.
POINTS = {"": 12, "wide": 10.5, "widest": 8}
#: What stays free at either side of a cell's words, in points.
SHARE = re.compile(r"width: ([\d.]+)%")
ROOM = {"": 5.4, "wide": 2.8, "widest": 1.4}


def write_table(document, node):
    """Add the table of an HTML ``node`` at the end of ``document``."""
    rows = node.findall(".//tr")
    cells = list(_placed(rows))
    if not cells:
        return
    width = max(column + across for _, column, _, across, _ in cells)
    part_tables(document)
    table = document.add_table(len(rows), width, style="Table Grid")
    breadth = next((name for name in _classes(node) if name in POINTS), "")
    points = POINTS[breadth]
    for row, column, down, across, each in cells:
        cell = table.cell(row, column)
        if down > 1 or across > 1:
            cell = cell.merge(table.cell(row + down - 1, column + across - 1))
        _fill(cell, each, points)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_widths(table, _widths(node, width), points=ROOM[breadth])
    heads = len(node.findall("thead/tr"))
    for place, row in enumerate(table.rows):
        whole_row(row)
        if place < heads:
            repeat_row(row)


def _widths(node, columns):
    """The width of each column in points, by the shares that the page says."""
    styles = [SHARE.search(each.get("style") or "") for each in node.findall("colgroup/col")]
    shares = [float(style[1]) for style in styles if style]
    if len(shares) != columns:
        shares = [1] * columns
    return [WIDTH * share / sum(shares) for share in shares]


def _placed(rows):
    """``(row, column, rows, columns, cell)`` of each cell, as a browser places them."""
    taken = set()
    for at, row in enumerate(rows):
        column = 0
        for each in row:
            if each.tag not in {"td", "th"}:
                continue
            while (at, column) in taken:
                column += 1
            down = min(_span(each, "rowspan"), len(rows) - at)
            across = _span(each, "colspan")
            taken |= {(at + x, column + y) for x in range(down) for y in range(across)}
            yield at, column, down, across, each


def _span(node, name):
    text = node.get(name) or "1"
    return max(int(text), 1) if text.isdecimal() else 1


def _classes(node):
    return (node.get("class") or "").split()


def _fill(cell, node, points):
    line = cell.paragraphs[0]
    line.alignment = next((SIDES[name] for name in _classes(node) if name in SIDES), None)
    line.paragraph_format.line_spacing = Pt(points * 1.6)
    for place, text in enumerate(_lines(node)):
        if place:
            line.add_run().add_break()
        line.add_run(text).font.size = Pt(points)


def _lines(node):
    """The words of a cell, parted where the page parts them."""
    lines = [""]
    for piece in node.xpath(".//text() | .//br"):
        if isinstance(piece, str):
            lines[-1] += " ".join(piece.split())
        else:
            lines.append("")
    return lines
