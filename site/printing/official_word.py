"""The layout of GB/T 9704-2012 in Word: page, styles, red rule, page numbers, 版记.

Lengths are in points unless a name says otherwise; a line of the standard is 29 points, 22 of them
fill the type area, and a character of 3号 is 16 points, 28 to the line.
"""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from .word import blank

FANG, HEI, KAI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xE6, 0x00, 0x12)
LINE, EM = 29, 16
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
#: From the upper edge of the type area to that of the red head (7.2.4).
HEAD_DOWN = 35 / 25.4 * 72
TITLE, PART_TITLE, CAPTION, LABEL = "公文标题", "附件标题", "题注", "附件标注"
#: Level of a heading → its face (7.3.3); the third and fourth are set like the text.
FACES = {1: HEI, 2: KAI, 3: FANG, 4: FANG}


def official_document(title):
    """An empty document with the page, the styles and the page numbers of the standard."""
    document = blank(title=title)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)
    _styles(document)
    _page_numbers(document, section)
    document.core_properties.language = "zh-CN"
    return document


def _styles(document):
    normal = document.styles["Normal"]
    shape = normal.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = True
    for level, face in FACES.items():
        _restyle(document.styles[f"Heading {level}"], face, EM)
        document.styles[f"Heading {level}"].paragraph_format.first_line_indent = Pt(2 * EM)
    for name, outline in ((TITLE, None), (PART_TITLE, 0)):
        style = _new_style(document, name, SONG, 22)
        style.paragraph_format.alignment = CENTRE
        style.paragraph_format.line_spacing = Pt(34)
        style.paragraph_format.keep_with_next = True
        if outline is not None:
            _outline(style, outline)
    caption = _new_style(document, CAPTION, HEI, 12)
    caption.paragraph_format.alignment = CENTRE
    caption.paragraph_format.keep_with_next = True
    _new_style(document, LABEL, HEI, EM).paragraph_format.keep_with_next = True


def _new_style(document, name, face, points):
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _restyle(style, face, points)
    return style


def _restyle(style, face, points):
    style.font.name, style.font.size = face, Pt(points)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:eastAsia", "w:hAnsi", "w:ascii"):
        fonts.set(qn(name), face)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)


def _outline(style, level):
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(mark)


def _page_numbers(document, section):
    """— 1 —, at the right on odd pages and at the left on even ones, a character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, None)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = side
        shape = line.paragraph_format
        shape.left_indent, shape.right_indent = (Pt(0), Pt(14)) if side else (Pt(14), Pt(0))
        line.add_run("— ").font.size = Pt(14)
        for part in ("begin", "PAGE", "end"):
            run = line.add_run()
            run.font.size, run.font.name = Pt(14), "宋体"
            run._r.append(_field(part))
        line.add_run(" —").font.size = Pt(14)


def _field(part):
    if part == "PAGE":
        code = OxmlElement("w:instrText")
        code.text = part
        return code
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), part)
    return mark


def draw_red_rule(paragraph):
    """A red line as wide as the type area, 4 mm below a paragraph (7.2.8)."""
    line = 'w:val="single" w:sz="16" w:space="11" w:color="E60012"'
    rule = f"<w:pBdr {nsdecls('w')}><w:bottom {line}/></w:pBdr>"
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(rule), *("w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
    )


def dress(run, *, face="", points=0, is_red=False, is_bold=False):
    """Face, size and colour of a run where they differ from its style."""
    run.bold = True if is_bold else None
    if face:
        run.font.name = face
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if points:
        run.font.size = Pt(points)
    if is_red:
        run.font.color.rgb = RED


def link(paragraph, run, address):
    """Make the last ``run`` of a paragraph lead to a web address."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), relation)
    run._r.addprevious(around)
    around.append(run._r)


def joint_head(document, names, word, points):
    """The names of joint issuers under each other, 文件 at their right in the middle (7.2.4)."""
    table = document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    widest = max(len(name) for name in names)
    for cell, width in ((left, widest + 1), (right, 3)):
        cell.width = Pt(points * width)
    for place, name in enumerate(names):
        line = left.paragraphs[0] if place == 0 else left.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.DISTRIBUTE
        _head_line(line, name, points)
    _head_line(right.paragraphs[0], word, points)
    right._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    return table


def _head_line(line, text, points):
    line.paragraph_format.line_spacing = 1.0
    dress(line.add_run(text), face=SONG, points=points, is_red=True)


def part_tables(document):
    """Two tables without a paragraph between them would be one: a line of no height parts them."""
    body = document.element.body
    elements = [each for each in body if each.tag != qn("w:sectPr")]
    if elements and elements[-1].tag == qn("w:tbl"):
        document.add_paragraph().paragraph_format.line_spacing = Pt(1)


def imprint_table(document, rows):
    """版记 at the foot of the type area of the last page (7.4): ``rows`` of one text or of two."""
    part_tables(document)
    table = document.add_table(len(rows), 2)
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
    shape = line.paragraph_format
    shape.left_indent, shape.right_indent = (Pt(0), Pt(14)) if side else (Pt(14), Pt(0))
    shape.line_spacing = Pt(23)
    line.add_run(text).font.size = Pt(14)


def repeat_row(row):
    """A row of headings stands on every page that its table reaches."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def whole_row(row):
    """A row is not torn over two pages."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
