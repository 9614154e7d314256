"""A table of the page in Word: merged cells, headings on every page, figures at the right."""

from docx.shared import Pt

from printing.official_word import CENTRE, RIGHT, part_tables, repeat_row, whole_row

SIDES = {"cell--centre": CENTRE, "cell--right": RIGHT}
#: How large the words of a table are, by how many columns it has.
POINTS = {"": 12, "wide": 10.5, "widest": 8}


def write_table(document, node):
    """Add the table of an HTML ``node`` at the end of ``document``."""
    rows = node.findall(".//tr")
    cells = list(_placed(rows))
    if not cells:
        return
    width = max(column + across for _, column, _, across, _ in cells)
    part_tables(document)
    table = document.add_table(len(rows), width, style="Table Grid")
    points = POINTS[next((name for name in _classes(node) if name in POINTS), "")]
    for row, column, down, across, each in cells:
        cell = table.cell(row, column)
        if down > 1 or across > 1:
            cell = cell.merge(table.cell(row + down - 1, column + across - 1))
        _fill(cell, each, points)
    heads = len(node.findall("thead/tr"))
    for place, row in enumerate(table.rows):
        whole_row(row)
        if place < heads:
            repeat_row(row)


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
