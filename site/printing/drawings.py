"""What a drawing consists of before a template makes SVG of it: bars of a chart, a QR code."""

from dataclasses import dataclass
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


def qr_svg(text: str) -> str:
    """An inline ``<svg>`` with the QR code of ``text``, without XML head, in ``currentColor``."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    out = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue().decode().partition("?>")[2].strip().replace("#000000", "currentColor")
