"""The layout of GB/T 9704-2012 in Word: page, styles, red rule, page numbers, 版记.

Lengths are in points unless a name says otherwise; a line of the standard is 29 points, 22 of them
fill the type area, and a character of 3号 is 16 points, 28 to the line.
"""

from docx.enum.style import WD_STYLE_TYPE
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
#: Faces of government computers and how Windows and WPS call the like of them.
SUBSTITUTES = {FANG: "仿宋", KAI: "楷体", SONG: "华文中宋"}
FONT_TABLE = "/word/fontTable.xml"
TITLE, PART_TITLE, CAPTION, LABEL = "公文标题", "附件标题", "题注", "附件标注"
#: Level of a heading → its face (7.3.3); the third and fourth are set like the text.
FACES = {1: HEI, 2: KAI, 3: FANG, 4: FANG}


def official_document(title, author="", day=None):
    """An empty document with the page, the styles and the page numbers of the standard."""
    document = blank(title=title, author=author, day=day)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)
    _styles(document)
    _page_numbers(document, section)
    _name_substitutes(document)
    document.core_properties.language = "zh-CN"
    return document


def _styles(document):
    normal = document.styles["Normal"]
    shape = normal.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = True
    _leave_no_gaps(normal)
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
    for name in ("List Bullet", "List Number"):
        shape = document.styles[name].paragraph_format
        shape.left_indent, shape.first_line_indent = Pt(3 * EM), Pt(-EM)


def _leave_no_gaps(style):
    """28 characters to the line: Word adds nothing between Chinese and figures or letters."""
    properties = style.element.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN"):
        mark = parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>')
        properties.insert_element_before(mark, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _name_substitutes(document):
    """By which other name a reader's computer may have a face of the standard."""
    package = document.part.package
    table = next(part for part in package.iter_parts() if part.partname == FONT_TABLE)
    words = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in SUBSTITUTES.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", f"{words}</w:fonts>".encode())


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
