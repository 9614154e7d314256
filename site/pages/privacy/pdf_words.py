"""The words of a PDF, page by page, read with pikepdf alone: enough to find personal numbers.

Text is drawn as glyph codes; a font's ToUnicode map says what they mean (ISO 32000-1, 9.10).
Scanned pages have no words, and say so by giving none.
"""

import io
import re

import pikepdf

HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
SHOWS = {"Tj", "'", '"', "TJ"}
MOVES = {"Td", "TD", "T*", "Tm", "'", '"', "ET"}
WIDE_GAP = -200
MAX_DEPTH = 4


def pdf_pages(data):
    """The text of each page, one line for each line drawn."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return ["".join(_drawn(page.obj, page.obj, 0)).strip() for page in document.pages]


def _drawn(stream_owner, holder, depth):
    """The pieces of text that a page, or a form drawn on it, shows."""
    resources = holder.get("/Resources", pikepdf.Dictionary())
    fonts = {name: _Font(font) for name, font in (resources.get("/Font") or {}).items()}
    font = None
    for operands, operator in pikepdf.parse_content_stream(stream_owner):
        name = str(operator)
        if name == "Tf":
            font = fonts.get(str(operands[0]))
        if name in MOVES:
            yield "\n"
        if name in SHOWS and font is not None:
            yield font.text(operands[-1])
        if name == "Do" and depth < MAX_DEPTH:
            yield from _form(resources, str(operands[0]), depth)


def _form(resources, name, depth):
    drawing = (resources.get("/XObject") or {}).get(name)
    if drawing is not None and drawing.get("/Subtype") == "/Form":
        yield from _drawn(drawing, drawing, depth + 1)


class _Font:
    """Decodes what one font shows."""

    def __init__(self, font):
        self.wide = font.get("/Subtype") == "/Type0"
        meanings = font.get("/ToUnicode")
        self.map = _to_unicode(meanings.read_bytes()) if meanings is not None else {}

    def text(self, operand):
        if isinstance(operand, pikepdf.Array):
            return "".join(self._piece(piece) for piece in operand)
        return self._piece(operand)

    def _piece(self, piece):
        if not isinstance(piece, pikepdf.String):
            return " " if float(piece) < WIDE_GAP else ""
        raw = bytes(piece)
        if not self.wide:
            return "".join(self.map.get(code, chr(code)) for code in raw)
        codes = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
        return "".join(self.map.get(code, "") for code in codes)


def _to_unicode(cmap):
    meanings = {}
    for kind, body in SECTION.findall(cmap):
        if kind == b"bfchar":
            codes = [bytes.fromhex(code.decode()) for code in HEX.findall(body)]
            pairs = zip(codes[::2], codes[1::2], strict=False)
            meanings |= {int.from_bytes(code): _utf16(text) for code, text in pairs}
        else:
            for first, last, target in RANGE.findall(body):
                meanings |= _range(int(first, 16), int(last, 16), HEX.findall(target), target)
    return meanings


def _range(first, last, targets, written):
    texts = [bytes.fromhex(target.decode()) for target in targets]
    if written.startswith(b"["):
        return {first + step: _utf16(text) for step, text in enumerate(texts)}
    start = int.from_bytes(texts[0])
    width = len(texts[0])
    return {
        first + step: _utf16((start + step).to_bytes(width))
        for step in range(min(last - first + 1, 65_536))
    }


def _utf16(raw):
    return raw.decode("utf-16-be", errors="replace")
