"""What a drawing consists of before a template makes SVG of it: bars of a chart, a QR code."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its figure as shown, its length in thousandths of the longest."""

    label: str
    figure: str
    length: int


def bars(rows):
    """Bars for ``rows`` of (label, number, figure); numbers below zero have no length."""
    rows = list(rows)
    longest = max((number for _, number, _ in rows), default=0) or 1
    return [
        Bar(label, figure, max(0, round(1000 * number / longest))) for label, number, figure in rows
    ]


#: From so many characters on a code is drawn with less correction: on paper its squares would be
#: too small for a telephone before dirt on them mattered.
LONG = 400


@lru_cache(maxsize=512)  # of some kilobytes each; every page has one of its address
def qr_svg(text: str, title: str = "") -> str:
    """An inline ``<svg>`` with the QR code of ``text``, without XML head, in ``currentColor``.

    ``title`` is read aloud from a PDF; a page on the web says it in its own way.
    """
    correction = qrcode.ERROR_CORRECT_M if len(text) < LONG else qrcode.ERROR_CORRECT_L
    code = qrcode.QRCode(error_correction=correction, border=2)
    code.add_data(text)
    out = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    drawn = out.getvalue().decode().partition("?>")[2].strip()
    # a page may hold several: no name that must be its only one
    drawn = drawn.replace(' id="qr-path"', "").replace("#000000", "currentColor")
    return drawn.replace(">", f"><title>{escape(title)}</title>", 1) if title else drawn


@dataclass(frozen=True)
class Tile:
    """One square of a tile map: where it stands, its words, its number, its shade of 0 to 4."""

    x: int
    y: int
    label: str
    number: int
    shade: int


def tile_map(rows, *, side=120, per_line=4):
    """``(tiles, width, height)`` for ``rows`` of (label, number), each area a square of its own.

    A map of shapes would make large areas look important; here each area has the same room.
    """
    rows = list(rows)
    most = max((number for _, number in rows), default=0) or 1
    tiles = [
        Tile(
            side * (place % per_line),
            side * (place // per_line),
            label,
            number,
            -(-4 * number // most),
        )
        for place, (label, number) in enumerate(rows)
    ]
    return tiles, side * min(per_line, len(rows)), side * -(-len(rows) // per_line)
