"""The words in pictures: scans, photos and whole pages as they look, read by a machine.

Run in a child of its own (``files/seeing.py``): what reads pixels is large, slow and optional
(``requirements-ocr.txt``). Its models come in its wheel; no network is asked.
"""

import io
import json
import logging
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from statistics import median

import pypdfium2
from PIL import Image, ImageOps

from .inspection import BAD, GOOD
from .inspection import serve as serve_orders
from .office_words import PICTURES, could_hold_words
from .opening import DOCX, JPEG, PNG, XLSX, mime_of
from .part_places import place_of
from .pdf_files import PDF
from .pdf_words import gaps_of_pages
from .unreadable import BROKEN, Unreadable

MEMORY = 3 * 1024 * 1024 * 1024
#: A page as it is rendered: characters of 12 points are 25 pixels high.
DPI = 150
#: The longest side that is read; a larger picture is shrunk to it. Small print is lost in that.
LONGEST = 4000
#: A picture is read in bands of this height, the next beginning before the last one ends.
BAND, OVERLAP = 1200, 160
#: A part of what is looked at again, how far apart two are, and how many at most each way.
PART, STEP, LOOKS, MARGIN = 1300, 800, 3, 40
#: A band whose greys differ by less is blank.
BLANK = 24
#: A line that was read with less certainty, or is lower, may say something else.
SURE, LEAST_HEIGHT = 0.8, 11
#: No character is wider than so many heights of its line: of a wider line some were left out.
WIDEST = 1.3
#: Marks from so many to so many pixels may be characters; so few that are in no line are dirt.
MARK, FEW_MARKS = (6, 90), 4
#: Lines whose middles lie within so much of their height stand in one row.
SAME_ROW = 0.6
FEW, MANY = b"1", b"A"
#: How many pictures are read at one order.
LIMITS = {FEW: 1, MANY: 60}


@dataclass(frozen=True)
class Line:
    """Words that stand beside each other, where they stand, and how sure the reader is of them."""

    left: float
    right: float
    top: float
    bottom: float
    text: str
    score: float
    slope: float = 0.0

    @property
    def middle(self):
        return (self.top + self.bottom) / 2

    @property
    def is_sure(self):
        """High enough, read with certainty, and no shorter in words than on the page."""
        height = self.bottom - self.top
        reaches = (len(self.text) + 1) * height * WIDEST >= self.right - self.left
        return self.score >= SURE and height >= LEAST_HEIGHT and reaches


def read(order, data):
    """``{"seen": [{"where", "rows", "is_sure"}], "left": [where]}`` as JSON.

    ``rows`` are lines of cells as they stand beside each other; ``left`` is what was not read.
    """
    pages, left = [], []
    for number, (where, picture) in enumerate(_pictures(data)):
        if number >= LIMITS[order] or picture is None:
            left.append(where)
        else:
            pages.append({"where": where, **_read(picture())})
    return json.dumps({"seen": pages, "left": left}).encode()


def _pictures(data):
    """(where, a function that gives its pixels) of all that gave no words."""
    mime = mime_of(data)
    if mime in (JPEG, PNG):
        yield "", lambda: Image.open(io.BytesIO(data))
    elif mime == PDF:
        yield from _pages(data)
    elif mime in (DOCX, XLSX):
        yield from _media(data)


def _pages(data):
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    for number in sorted(gaps_of_pages(data)):
        page = document[number - 1]
        yield f"第{number}页", lambda page=page: page.render(scale=DPI / 72).to_pil()


def _media(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if PurePath(part.lower()).suffix in PICTURES and could_hold_words(archive.read(part)):
                yield place_of(part), lambda part=part: Image.open(io.BytesIO(archive.read(part)))


def _read(picture):
    """The rows of a picture, and whether every mark on it was read for sure."""
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    page.thumbnail((LONGEST, LONGEST))
    lines = _lines(page)
    if _lies_on_its_side(lines):
        page = page.rotate(90, expand=True)
        lines = _lines(page)
    marks = _marks_beside(page, lines)
    if len(marks) >= FEW_MARKS:
        lines += _lines_around(page, marks)
        marks = _marks_beside(page, lines)
    is_sure = all(line.is_sure for line in lines)
    return {"rows": _rows(lines), "is_sure": is_sure and len(marks) < FEW_MARKS}


def _lines_around(page, marks):
    """Small print that was lost on a large page: where marks are left, a part is read by itself.

    A line on the edge of two parts is there twice, and whole in one of them.
    """
    left, top, right, bottom = _frame(marks)
    lines = []
    for down in range(top, min(bottom, top + LOOKS * BAND), BAND):
        for across in range(left, min(right, left + LOOKS * STEP), STEP):
            place = (across, down, min(across + PART, right), min(down + BAND, bottom))
            lines += _in_band(page.crop(place), down, across)
    return lines


def _frame(marks):
    """What all marks lie in, with a margin: left, top, right, bottom."""
    left, top = marks[:, 0].min() - MARGIN, marks[:, 1].min() - MARGIN
    right, bottom = (marks[:, 0] + marks[:, 2]).max(), (marks[:, 1] + marks[:, 3]).max()
    return max(0, int(left)), max(0, int(top)), int(right) + MARGIN, int(bottom) + MARGIN


def _lies_on_its_side(lines):
    words = [line for line in lines if len(line.text) > 2]
    tall = [line for line in words if line.bottom - line.top > line.right - line.left]
    return len(tall) * 2 > len(words)


def _marks_beside(page, lines):
    """(left, top, width, height, area) of the marks as large as characters that no line has."""
    import cv2
    import numpy

    grey = numpy.asarray(page.convert("L"))
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, marks, middles = cv2.connectedComponentsWithStats(ink)
    for line in lines:
        more = (line.bottom - line.top) / 3
        across = (middles[:, 0] > line.left - more) & (middles[:, 0] < line.right + more)
        down = (middles[:, 1] > line.top - more) & (middles[:, 1] < line.bottom + more)
        marks, middles = marks[~(across & down)], middles[~(across & down)]
    width, height = marks[:, cv2.CC_STAT_WIDTH], marks[:, cv2.CC_STAT_HEIGHT]
    least, most = MARK
    is_mark = (height >= least) & (height <= most) & (width >= least / 3) & (width <= most)
    return marks[is_mark]


def _lines(page):
    """Each :class:`Line` once, whichever band shows it whole."""
    lines = []
    for top in range(0, page.height, BAND - OVERLAP):
        band = page.crop((0, top, page.width, min(top + BAND, page.height)))
        darkest, lightest = band.convert("L").getextrema()
        if lightest - darkest >= BLANK:
            lines += [line for line in _in_band(band, top) if _is_of_band(line, top, page.height)]
    return lines


def _is_of_band(line, top, height):
    """Whether the middle of a line lies where this band, and not the next, is asked."""
    half = OVERLAP / 2
    starts = top + half if top else 0
    ends = top + BAND - half if top + BAND - OVERLAP < height else height
    return starts <= line.middle < ends


def _in_band(band, top, left=0):
    """The lines of a part of a page that begins at ``left`` and ``top``."""
    import numpy

    answer = _machine()(numpy.asarray(band)[:, :, ::-1])
    if answer.boxes is None:
        return
    for box, text, score in zip(answer.boxes, answer.txts, answer.scores, strict=True):
        across, down = [float(corner[0]) for corner in box], [float(corner[1]) for corner in box]
        slope = (down[1] - down[0]) / max(1.0, across[1] - across[0])
        place = (left + min(across), left + max(across), top + min(down), top + max(down))
        yield Line(*place, text, float(score), slope)


def _rows(lines):
    """The texts, row by row from above, and from left to right within a row."""
    slope = median([line.slope for line in lines if len(line.text) > 1] or [0])
    height = median([line.bottom - line.top for line in lines] or [0])
    rows, reached = [], 0.0
    for down, line in sorted(
        ((line.middle - slope * line.left, line) for line in lines), key=lambda pair: pair[0]
    ):
        if rows and down - reached < SAME_ROW * height:
            rows[-1].append(line)
        else:
            rows.append([line])
            reached = down
    return [[line.text for line in sorted(row, key=lambda line: line.left)] for row in rows]


#: It keeps lines that it is unsure of, and shrinks nothing.
PARAMETERS = {"Global.text_score": 0.0, "Global.max_side_len": LONGEST}
_machines = []


def _machine():
    """The reader of pixels, loaded at the first picture."""
    if not _machines:
        from rapidocr import RapidOCR

        logging.disable(logging.CRITICAL)
        one = {f"EngineConfig.onnxruntime.{each}_op_num_threads": 1 for each in ("intra", "inter")}
        _machines.append(RapidOCR(params={**PARAMETERS, **one}))
    return _machines[0]


def _answer(order, data):
    try:
        return GOOD + read(order, data)
    except (Unreadable, MemoryError, RecursionError, RuntimeError, *BROKEN) as error:
        return BAD + type(error).__name__.encode()


def serve():
    """The child's end: see ``files/inspection.py``."""
    serve_orders(_answer, MEMORY)
