"""The paper of a document as a Word file: read from the same HTML as the page, word for word."""

import base64
import io
from html.parser import HTMLParser

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from printing.characters import printable
from printing.word import blank, to_bytes

PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "li", "caption", "figcaption"}
CELLS = {"td", "th"}
HEI, KAI, SONG = "黑体", "楷体_GB2312", "方正小标宋简体"
FACES = {"h1": (SONG, 22), "h2": (HEI, 16), "h3": (KAI, 16), "h4": (KAI, 16)}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
CENTRED = {"h1", "caption", "figcaption"}
BY_CLASS = {
    "paper__issuer": "red",
    "paper__number": "centre",
    "paper__to": "flush",
    "paper__label": "flush",
    "paper__part-title": "title",
    "paper__urgency": "flush",
}
RED = RGBColor(0xE6, 0x00, 0x12)


def word_paper(html, *, title):
    """The bytes of a Word file in 3号仿宋 on A4 with the margins of GB/T 9704-2012."""
    document = blank(title=title)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    writer = _Writer(document)
    writer.feed(printable(html))
    writer.close()
    return to_bytes(document)


class _Writer(HTMLParser):
    """Writes paragraphs, tables and pictures as their tags come by."""

    def __init__(self, document):
        super().__init__()
        self.document = document
        self.paragraph = None
        self.bold = 0
        self.lists, self.areas = [], []
        self.in_part = False
        self.rows = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        names = (attrs.get("class") or "").split()
        self.bold += tag in {"b", "strong"}
        if tag in CELLS | {"table", "tr"}:
            self._begin_cells(tag)
        elif tag in LISTS:
            self.lists.append(LISTS[tag])
        elif tag == "div":
            self.areas.append(names[0] if names else "")
        elif tag == "section":
            self.in_part = True
        elif tag in PARAGRAPHS and (self.rows is None or tag == "caption"):
            self._open(tag, names)
        elif tag == "img":
            self._picture(attrs.get("src") or "")
        elif tag == "br" and self.paragraph is not None:
            self.paragraph.add_run().add_break()

    def _begin_cells(self, tag):
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        else:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag == "table":
            self._table()
        elif tag in LISTS:
            self.lists.pop()
        elif tag == "div":
            self.areas.pop()
        elif tag == "section":
            self.in_part = False
        elif tag in PARAGRAPHS:
            self.paragraph = None
        self.bold -= tag in {"b", "strong"}

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()
        elif self.paragraph is not None and (data.strip() or self.paragraph.runs):
            run = self.paragraph.add_run(" ".join(data.split("\n")))
            run.bold = bool(self.bold) or None
            self.style(run)

    def _open(self, tag, names):
        look = next((BY_CLASS[name] for name in names if name in BY_CLASS), "")
        style = self.lists[-1] if tag == "li" and self.lists else None
        self.paragraph = self.document.add_paragraph(style=style)
        shape = self.paragraph.paragraph_format
        shape.line_spacing, shape.space_after = Pt(29), Pt(0)
        signed = "paper__sign" in self.areas
        if signed:
            shape.alignment, shape.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(64)
        elif tag in CENTRED or look in {"red", "centre", "title"}:
            shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif not style and look != "flush":
            shape.first_line_indent = Pt(32)
        self.style = self._face("h1" if look == "title" else tag, look)

    def _face(self, tag, look):
        level = "h2" if self.in_part and tag == "h3" else tag
        face, points = (SONG, 30) if look == "red" else FACES.get(level, (None, None))

        def dress(run):
            if face:
                run.font.name, run.font.size = face, Pt(points)
                run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
            if look == "red":
                run.font.color.rgb = RED

        return dress

    def _table(self):
        rows, self.rows = [row for row in self.rows if row], None
        if not rows:
            return
        table = self.document.add_table(len(rows), max(len(row) for row in rows))
        table.style = "Table Grid"
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=False):
                cell.paragraphs[0].add_run(text).font.size = Pt(12)

    def _picture(self, source):
        """A picture that is inside the page; there is no other on paper."""
        if source.startswith("data:"):
            data = base64.b64decode(source.partition("base64,")[2])
            self.document.add_picture(io.BytesIO(data), width=Mm(150))
