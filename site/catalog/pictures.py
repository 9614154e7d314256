"""Pictures as they may be kept: decoded, turned upright, bounded, and written anew.

What is written holds pixels and nothing else: no place, no camera, no thumbnail, no second file.
"""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from rules.refusal import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
LEAST = (400, 300)
LONGEST = 1600
QUALITY = 84
#: What Pillow raises for files that are damaged or made to be slow.
DAMAGES = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    EOFError,
    struct.error,
    zlib.error,
)


def reencoded(name, content):
    """The picture as JPEG bytes, at most 1600 pixels long; ``name`` is only for the reasons.

    Raises :class:`Refused` for what is no picture, too large to decode, or too small to show.
    """
    if len(content) > MAX_BYTES:
        raise Refused([f"“{name}”超过{MAX_BYTES // 1024 // 1024}MB，请压缩后再上传"])
    picture = _decoded(name, content)
    if picture.width < LEAST[0] or picture.height < LEAST[1]:
        raise Refused([f"“{name}”太小，至少需要{LEAST[0]}×{LEAST[1]}像素"])
    picture.thumbnail((LONGEST, LONGEST))
    written = BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _decoded(name, content):
    """Upright RGB pixels, on white where the picture was transparent."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise Refused([f"“{name}”像素过多，请缩小后再上传"])
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except DAMAGES as error:
        raise Refused([f"“{name}”不是完整的JPEG、PNG或WebP图片"]) from error
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    return ground
