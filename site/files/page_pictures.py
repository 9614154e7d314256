"""Pictures of pages as people have them: several photographs made one PDF, a page that says what
it was shown for.

Works in the child like everything that opens strange files; nothing of Django here.
"""

import io
import struct
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont, ImageOps

from .phone_pictures import as_jpeg, is_phone_picture
from .unreadable import Unreadable

LENGTH = struct.Struct(">Q")
#: [ours] An A4 page at 300 dpi; so many of them are one file.
SIDE, MOST_PAGES, DOTS = 3508, 20, 300
#: Where Debian and others keep a font with Chinese characters.
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)
GREY, STRENGTH, SLANT = 96, 70, 30
NOT_PICTURES = "只有照片可以合成一个 PDF，请只选 JPG、PNG、HEIC、WebP 图片"


def packed(parts):
    """Several byte strings as one, for the way to the child."""
    return b"".join(LENGTH.pack(len(part)) + part for part in parts)


def unpacked(data):
    """The parts that :func:`packed` put together, one after the other."""
    at = 0
    while at < len(data):
        (length,) = LENGTH.unpack_from(data, at)
        yield data[at + LENGTH.size : at + LENGTH.size + length]
        at += LENGTH.size + length


def one_pdf(data):
    """A PDF with one upright page for each of the packed pictures, in their order."""
    pages = (_page(part) for part in unpacked(data))
    first = next(pages)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=pages, resolution=DOTS, quality=85)
    return out.getvalue()


def _page(data):
    if is_phone_picture(data):
        data = as_jpeg(data)
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        raise Unreadable(NOT_PICTURES)
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((SIDE, SIDE))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain


def stamped(data):
    """The packed ``(words, file)``: a picture or a PDF with the words across every page."""
    words, file = unpacked(data)
    text = words.decode()
    return _stamped_pdf(file, text) if file.startswith(b"%PDF-") else _stamped_picture(file, text)


def _stamped_picture(data, text):
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
        form, plain = image.format, ImageOps.exif_transpose(image).convert("RGB")
    plain.paste((GREY, GREY, GREY), mask=_veil(text, plain.size))
    out = io.BytesIO()
    plain.save(out, form, **({"quality": 88} if form == "JPEG" else {}))
    return out.getvalue()


def _stamped_pdf(data, text):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(each) for each in page.cropbox)
            wide, high = right - left, top - bottom
            name = page.add_resource(_ink(document, text, wide, high), pikepdf.Name.XObject)
            placed = f"Q q {wide} 0 0 {high} {left} {bottom} cm {name} Do Q".encode()
            page.contents_add(b"q", prepend=True)
            page.contents_add(placed)
        document.save(out)
    return out.getvalue()


def _ink(document, text, wide, high):
    """Grey of one pixel, seen through the words: laid over a page it hides nothing."""
    scale = 1000 / max(wide, high)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    veil = document.make_stream(_veil(text, size).tobytes())
    ink = document.make_stream(bytes([GREY]))
    for stream, (width, height) in ((veil, size), (ink, (1, 1))):
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height = width, height
        stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    ink.SMask = veil
    return ink


def _veil(text, size):
    """How much of the grey is seen at each point: the words, slanting, again and again."""
    width, height = size
    veil = Image.new("L", size, 0)
    letter = max(14, max(size) // 48)
    font = ImageFont.truetype(_font(), letter)
    wide = round(font.getlength(text)) + 4
    line = Image.new("L", (wide, letter * 2), 0)
    ImageDraw.Draw(line).text((2, letter // 3), text, STRENGTH, font)
    line = line.rotate(SLANT, expand=True)
    for row, top in enumerate(range(-line.height // 2, height, line.height + letter * 2)):
        for left in range(-(row % 2) * line.width // 2, width, line.width + letter):
            veil.paste(line, (left, top), line)
    return veil


def _font():
    file = next((path for path in FONTS if Path(path).is_file()), None)
    if file is None:
        raise Unreadable("服务器没有安装中文字体，不能加注水印")
    return file
