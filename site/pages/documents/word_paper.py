"""The paper of a document as a Word file: read from the same HTML as the page, word for word."""

import base64
import io

from docx.shared import Mm, Pt
from lxml import html as markup
from PIL import Image

from printing.characters import printable
from printing.official_tables import imprint, joint_head
from printing.official_word import (
    CAPTION,
    CENTRE,
    EM,
    HEAD_DOWN,
    HEI,
    LABEL,
    LINE,
    PART_TITLE,
    RIGHT,
    SONG,
    TITLE,
    draw_red_rule,
    dress,
    link,
    official_document,
)
from printing.word import to_bytes

from .word_tables import write_table

HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
SIDES = {"line--centre": CENTRE, "line--right": RIGHT}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
#: Characters of a line, and what stays free at the right of who signs (7.3.5.2).
LINE_CHARACTERS, FREE_AT_RIGHT = 28, 2
#: Of the type area, in points, what the red head may take in width, and its largest characters.
HEAD_WIDTH, HEAD_POINTS = 400, 60
#: How wide a picture may be, and how high by its shape, in millimetres; the PDF has the same.
PICTURE_WIDTH = 156
PICTURE_HEIGHTS = {"": 74, "picture--upright": 90, "picture--tall": 200}
PIXEL = 25.4 / 96
WEB = ("http://", "https://")


def word_paper(html, *, title, author="", day=None):
    """The bytes of a Word file in the layout of GB/T 9704-2012; equal words give equal bytes.

    ``author`` (the issuing office) and ``day`` (成文日期) go into the file's particulars.
    """
    document = official_document(title, author, day)
    Writer(document).write(markup.fragment_fromstring(printable(html), create_parent="div"))
    return to_bytes(document)


class Writer:
    """Walks through the HTML once; a class or a tag says how something is set."""

    def __init__(self, document):
        self.document = document
        self.in_part = 0
        self.last = None

    def write(self, node):
        for each in node:
            if isinstance(each.tag, str):
                self._write_one(each)

    def _write_one(self, node):
        names = (node.get("class") or "").split()
        act = next((BY_CLASS[name] for name in names if name in BY_CLASS), None)
        (act or BY_TAG.get(node.tag, Writer.write))(self, node)

    # Paragraphs

    def add(self, text="", style=None):
        self.last = self.document.add_paragraph(style=style)
        if text:
            self.last.add_run(text)
        return self.last

    def paragraph(self, node):
        """A paragraph of the text: its first line two characters in."""
        line = self.add()
        side = SIDES.get(node.get("class") or "")
        line.alignment = side
        line.paragraph_format.first_line_indent = Pt(0 if side is not None else 2 * EM)
        self.runs(line, node)
        return line

    def flush(self, node):
        self.runs(self.add(), node)

    def runs(self, line, node, is_bold=False):
        """The words below ``node``; what is bold stays so, a line's end too."""
        self._say(line, node.text, is_bold)
        for each in node:
            if each.tag == "br":
                line.add_run().add_break()
            elif each.tag == "img":
                self.picture(each)
            elif each.tag == "a" and (each.get("href") or "").startswith(WEB):
                link(line, line.add_run(_text(each)), each.get("href"))
            elif isinstance(each.tag, str):
                self.runs(line, each, is_bold or each.tag in {"b", "strong"})
            self._say(line, each.tail, is_bold)

    def _say(self, line, text, is_bold):
        if text and (text.strip() or line.runs):
            dress(line.add_run(" ".join(text.split("\n"))), is_bold=is_bold)

    def heading(self, node):
        level = max(HEADINGS[node.tag] - bool(self.in_part), 1)
        self.runs(self.add(style=f"Heading {level}"), node)

    def items(self, node):
        for each in node:
            line = self.add(style=LISTS[node.tag])
            self.runs(line, each)

    # The head

    def red_head(self, node):
        """版头: the mark of the issuer 35 mm down, its number two lines below, the red rule."""
        urgency, (issuer,), (number,) = (
            node.find_class(name) for name in ("paper__urgency", "paper__issuer", "paper__number")
        )
        above = HEAD_DOWN
        for each in urgency:
            dress(self.add().add_run(_text(each)), face=HEI)
            above -= LINE
        self._issuers(issuer, above)
        line = self.add(_text(number))
        line.alignment = CENTRE
        line.paragraph_format.space_before = Pt(2 * LINE)
        draw_red_rule(line)

    def _issuers(self, node, above):
        names = [_text(each) for each in node.xpath('.//*[@class="paper__names"]/span')]
        word = "".join(_text(each) for each in node.find_class("paper__word"))
        points = min(HEAD_POINTS, HEAD_WIDTH // (max(map(len, names)) + 2))
        if len(names) > 1:
            self.add().paragraph_format.line_spacing = Pt(above)
            joint_head(self.document, names, word, points)
            return
        line = self.add()
        line.alignment, line.paragraph_format.line_spacing = CENTRE, 1.0
        line.paragraph_format.space_before = Pt(above)
        dress(line.add_run(f"{names[0]}{word}"), face=SONG, points=points, is_red=True)

    def title(self, node):
        """标题, two lines below the red rule, one line above the text."""
        line = self.add(style=TITLE)
        has_head = len(self.document.paragraphs) > 1
        line.paragraph_format.space_before = Pt(2 * LINE if has_head else 0)
        line.paragraph_format.space_after = Pt(LINE)
        self.runs(line, node)

    def red_line(self, node):
        line = self.add()
        line.alignment = CENTRE
        dress(line.add_run(_text(node)), face=SONG, points=30, is_red=True)

    def number(self, node):
        self.flush(node)
        self.last.alignment = CENTRE

    # The end

    def attached(self, node):
        """附件说明: an empty line above, the names hanging below each other (7.3.4)."""
        for place, each in enumerate(node):
            line = self.paragraph(each)
            shape, is_first = line.paragraph_format, place == 0
            hanging = 4 if is_first and len(node) > 1 else 3 if is_first else 1
            shape.left_indent = Pt((2 + 3 + bool(len(node) > 1)) * EM)
            shape.first_line_indent = Pt(-hanging * EM)
            shape.space_before = Pt(LINE if is_first else 0)
            shape.keep_with_next = True

    def signature(self, node):
        """署名 and 成文日期 (7.3.5.2): the date two characters to the right of the name's first.

        They and the end of the text hold together, so that no page has a signature alone.
        """
        if self.last is not None:
            self.last.paragraph_format.keep_with_next = True
        lines = list(node.iter("p")) or [node]
        texts = [_text(each) for each in lines]
        days = [_is_day(each) for each in lines]
        wide = max(_ems(text) + 2 * day for text, day in zip(texts, days, strict=True))
        start = max(LINE_CHARACTERS - FREE_AT_RIGHT - wide, 0)
        for place, (text, day) in enumerate(zip(texts, days, strict=True)):
            shape = self.add(text).paragraph_format
            shape.left_indent = Pt((start + 2 * day) * EM)
            # another face than the standard's may be wider: it runs out, it is not broken
            shape.right_indent = Pt(-FREE_AT_RIGHT * EM)
            shape.space_before = Pt(0 if place else LINE)
            shape.keep_together = True
            shape.keep_with_next = place + 1 < len(texts)

    def imprint(self, node):
        rows = []
        for each in node:
            spans = [_text(span) for span in each.findall("span")]
            rows.append(spans or [_text(each)])
        if rows:
            imprint(self.document, rows)
            self.add().paragraph_format.line_spacing = Pt(1)

    # Parts, tables, pictures

    def part(self, node):
        """What follows the text begins a page of its own."""
        before = len(self.document.paragraphs)
        self.in_part += 1
        self.write(node)
        self.in_part -= 1
        self.document.paragraphs[before].paragraph_format.page_break_before = True

    def label(self, node):
        self.runs(self.add(style=LABEL), node)

    def part_title(self, node):
        line = self.add(style=PART_TITLE)
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(LINE)
        self.runs(line, node)

    def table(self, node):
        caption = node.find("caption")
        if caption is not None:
            self.caption(caption)
        write_table(self.document, node)
        self.last = None

    def caption(self, node):
        self.runs(self.add(style=CAPTION), node)

    def picture(self, node):
        """A picture that is inside the page; there is no other on paper."""
        source = node.get("src") or ""
        if source.startswith("data:"):
            data = base64.b64decode(source.partition("base64,")[2])
            self.document.add_picture(io.BytesIO(data), width=_picture_width(data, node))
            self.last = self.document.paragraphs[-1]
            self.last.alignment, self.last.paragraph_format.line_spacing = CENTRE, 1.0
            self.last.paragraph_format.space_before = Pt(EM / 2)
            self.last.paragraph_format.keep_with_next = True
            shape = self.document.inline_shapes[-1]._inline.docPr
            shape.set("descr", node.get("alt") or "")


def _picture_width(data, node):
    """As wide as it is, and no wider or higher than its place."""
    with Image.open(io.BytesIO(data)) as image:
        wide, high = (each * PIXEL for each in image.size)
    most = PICTURE_HEIGHTS.get(node.get("class") or "", PICTURE_HEIGHTS[""])
    return Mm(wide * min(1, PICTURE_WIDTH / wide, most / high))


def _text(node):
    return " ".join(node.text_content().split())


def _is_day(node):
    return "paper__day" in (node.get("class") or "").split()


def _ems(text):
    """How wide a text is, in characters of Chinese; two digits take one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


BY_CLASS = {
    "paper__redhead": Writer.red_head,
    "paper__issuer": Writer.red_line,
    "paper__number": Writer.number,
    "paper__to": Writer.flush,
    "paper__attached": Writer.attached,
    "paper__sign": Writer.signature,
    "paper__imprint": Writer.imprint,
    "paper__part": Writer.part,
    "paper__label": Writer.label,
    "paper__part-title": Writer.part_title,
}
BY_TAG = {
    "h1": Writer.title,
    **dict.fromkeys(HEADINGS, Writer.heading),
    "p": Writer.paragraph,
    **dict.fromkeys(LISTS, Writer.items),
    "table": Writer.table,
    "figcaption": Writer.caption,
    "img": Writer.picture,
}
