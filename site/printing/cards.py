"""The picture that a shared link shows: a title, two lines and a name, drawn with Pillow."""

from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 90
BRAND, SEAL, PAPER, INK = "#14503f", "#a8281e", "#f7f8f5", "#1f2933"
#: Where Debian and others keep a font with Chinese characters.
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)


@cache
def font_file():
    """A font that has Chinese characters, the office's own first; None when there is none."""
    own = sorted(Path(settings.PRINT_FONTS).glob("*.[ot]tf")) if settings.PRINT_FONTS else []
    return next((f"{path}" for path in (*own, *map(Path, FONTS)) if path.is_file()), None)


def card(title: str, lines: list[str], name: str) -> bytes:
    """A PNG of 1200 × 630; without a Chinese font the frame alone, never boxes for characters."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 24), fill=BRAND)
    draw.rectangle((MARGIN, HEIGHT - 130, WIDTH - MARGIN, HEIGHT - 127), fill=SEAL)
    draw.rectangle((MARGIN, 96, MARGIN + 12, 176), fill=SEAL)
    file = font_file()
    if file:
        _write(draw, file, title, lines, name)
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw, file, title, lines, name):
    at, size = 90, 62
    for row in _rows(title, 16, 3):
        draw.text((MARGIN + 36, at), row, INK, ImageFont.truetype(file, size))
        at += size + 24
    at += 20
    for row in lines[:2]:
        text = row if len(row) <= 32 else f"{row[:31]}…"
        draw.text((MARGIN + 36, at), text, "#52606d", ImageFont.truetype(file, 32))
        at += 52
    draw.text((MARGIN, HEIGHT - 104), name, BRAND, ImageFont.truetype(file, 36))


def _rows(text, width, most):
    """``text`` cut in rows of ``width`` characters; what does not fit ends in an ellipsis."""
    rows = [text[start : start + width] for start in range(0, len(text), width)]
    if len(rows) > most:
        rows = [*rows[: most - 1], f"{rows[most - 1][: width - 1]}…"]
    return rows
