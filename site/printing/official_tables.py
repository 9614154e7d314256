"""Tables of an official paper in Word: joint issuers, 版记, tables of figures (GB/T 9704-2012)."""

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from .official_word import RIGHT, SONG, dress

#: The width of the type area, in points.
WIDTH = 156 / 25.4 * 72
IMPRINT_LINE = 23
#: 4号, in points.
SMALL = 14
#: What a line of the red head needs beside its characters, in characters.
HEAD_ROOM = 0.2


def joint_head(document, names, word, points):
    """The names of joint issuers under each other, 文件 at their right in the middle (7.2.4)."""
    table = document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    widest = max(len(name) for name in names)
    set_widths(table, [points * (widest + HEAD_ROOM), points * (len(word) + HEAD_ROOM)], points=0)
    for place, name in enumerate(names):
        line = left.paragraphs[0] if place == 0 else left.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.DISTRIBUTE
        _head_line(line, name, points)
    _head_line(right.paragraphs[0], word, points)
    right.paragraphs[0].alignment = RIGHT
    right._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    return table


def set_widths(table, widths, *, points):
    """Columns as wide as said, in points; the room beside the words of a cell too."""
    table.autofit = False
    room = "".join(
        f'<w:{side} w:w="{int(points * 20)}" w:type="dxa"/>' for side in ("left", "right")
    )
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{room}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table._tbl.tr_lst:
        place = 0
        for cell in row.tc_lst:
            cell.width = Pt(sum(widths[place : place + cell.grid_span]))
            place += cell.grid_span


def _head_line(line, text, points):
    line.paragraph_format.line_spacing = 1.0
    dress(line.add_run(text), face=SONG, points=points, is_red=True)


def part_tables(document):
    """Two tables without a paragraph between them would be one: a line of no height parts them."""
    body = document.element.body
    elements = [each for each in body if each.tag != qn("w:sectPr")]
    if elements and elements[-1].tag == qn("w:tbl"):
        document.add_paragraph().paragraph_format.line_spacing = Pt(1)


def imprint(document, rows):
    """版记 at the foot of the type area of the last page (7.4): ``rows`` of one text or of two."""
    part_tables(document)
    table = document.add_table(len(rows), 2)
    set_widths(table, [WIDTH / 2] * 2, points=SMALL)
    place = parse_xml(
        f'<w:tblpPr {nsdecls("w")} w:vertAnchor="margin" w:horzAnchor="margin" '
        'w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
    )
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>")
    # Word wants the properties of a table in the order of its schema
    properties = table._tbl.tblPr
    properties.insert_element_before(place, "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    properties.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for row, texts in zip(table.rows, rows, strict=True):
        first, last = row.cells
        if len(texts) == 1:
            first = last = first.merge(last)
        _imprint_line(first.paragraphs[0], texts[0], None)
        if len(texts) > 1:
            _imprint_line(last.paragraphs[0], texts[1], RIGHT)


def _imprint_line(line, text, side):
    line.alignment = side
    line.paragraph_format.line_spacing = Pt(IMPRINT_LINE)
    line.add_run(text).font.size = Pt(SMALL)


def repeat_row(row):
    """A row of headings stands on every page that its table reaches."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def whole_row(row):
    """A row is not torn over two pages."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
