"""Pictures as telephones save them, HEIC and WebP: what is seen in them, as a JPEG.

Opened in the child like everything strange. A JPEG is what every browser, printer and reader of
the next decades shows; turned upright, and without where, when and with what it was taken.
"""

import io
import warnings

from PIL import Image, ImageOps

from .unreadable import BROKEN, Unreadable

#: The four letters after ``ftyp`` by which telephones mark their HEIC pictures.
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
TOO_LARGE = "图片像素过大（超过4000万像素），请缩小后上传"
DAMAGED = "照片文件已损坏，不能打开，请在手机上另存为 JPG 后上传"


def is_heic(data):
    return data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS


def is_webp(data):
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def is_phone_picture(data):
    """Whether ``data`` begins like a picture that only telephones and browsers know."""
    return is_heic(data) or is_webp(data)


def as_jpeg(data):
    """The first picture of ``data`` as an upright JPEG with nothing beside its pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _open(data) as image:
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(TOO_LARGE) from error
    except (*BROKEN, RuntimeError) as error:
        raise Unreadable(DAMAGED) from error
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()


def _open(data):
    """Only the reader that the first bytes name is asked; the one for HEIC is large and rare."""
    if is_heic(data):
        from pillow_heif import register_heif_opener

        register_heif_opener()
        return Image.open(io.BytesIO(data), formats=["HEIF"])
    return Image.open(io.BytesIO(data), formats=["WEBP"])
