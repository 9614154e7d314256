"""Opening strange files: the readers that run in a child process with little memory and time.

Nothing of Django here: the child starts quickly, and has nothing to lose.
"""

import io
import re
import warnings

from PIL import Image, ImageOps

from .office_files import DOCX, XLSX, read_office
from .pdf_files import PDF, read_pdf
from .phone_pictures import as_jpeg, is_heic, is_phone_picture
from .unreadable import BROKEN, Unreadable, refuse_second_face

JPEG = "image/jpeg"
PNG = "image/png"
TYPES = "PDF、JPG、PNG、DOCX、XLSX"
__all__ = ["DOCX", "JPEG", "PDF", "PNG", "TYPES", "XLSX", "Unreadable", "mime_of"]

MAX_PIXELS = 40_000_000
#: A camera or a scanner writes a JPEG in 1 to about 12 scans; thousands take minutes to decode.
MAX_SCANS = 60
#: A marker of a JPEG that something follows; within a scan only others stand.
MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]", re.DOTALL)
SCAN, END = 0xDA, 0xD9
PHOTO_SIDE = 1600
PHOTO_LEAST = (400, 300)

HEIC_ADVICE = "苹果手机的 HEIC 照片：请在“设置—相机—格式”中选“兼容性最佳”，或者另存为 JPG 后上传"
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "是旧版或者加密的 Office 文件，请去除密码并另存为 DOCX、XLSX 后上传"),
    (b"Rar!", "不接受压缩包，请直接上传文件"),
    (b"7z\xbc\xaf", "不接受压缩包，请直接上传文件"),
    (b"\x1f\x8b", "不接受压缩包，请直接上传文件"),
)


def be_strict():
    """Pillow's limit of pixels is one for a whole process: it is set in the child only."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def mime_of(data):
    """The MIME type by content. Raises :class:`Unreadable` with the reason."""
    for start, reason in OTHERS:
        if data.startswith(start):
            raise Unreadable(reason)
    if is_heic(data):
        raise Unreadable(HEIC_ADVICE)
    for starts, reader in _READERS:
        if data.startswith(starts):
            return reader(data)
    raise Unreadable(f"不能识别的文件内容，只接受{TYPES}文件")


def photo(data):
    """A JPEG of the photo ``data`` and nothing but its picture: upright, without EXIF, small."""
    if is_phone_picture(data):
        data = as_jpeg(data)
    if mime_of(data) not in (JPEG, PNG):
        raise Unreadable("照片只接受 JPG、PNG、HEIC、WebP 图片")
    with Image.open(io.BytesIO(data)) as image:
        upright = _upright(image)
        upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
        if upright.width < PHOTO_LEAST[0] or upright.height < PHOTO_LEAST[1]:
            raise Unreadable("照片太小或者过于狭长，至少需要400×300像素")
        plain = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def stripped(data):
    """The picture ``data`` upright in its own format, with nothing beside its pixels.

    Where it was taken, when and with what is gone; a second picture in the file (MPO) too. Which
    colour of a PNG is see-through belongs to its pixels.
    """
    if mime_of(data) not in (JPEG, PNG):
        raise Unreadable("图片只接受 JPG、PNG")
    with Image.open(io.BytesIO(data)) as image:
        form = "PNG" if image.format == "PNG" else "JPEG"
        upright = _upright(image)
        upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
    if form == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    out = io.BytesIO()
    upright.save(out, form, **({"quality": 90} if form == "JPEG" else {}), optimize=True)
    return out.getvalue()


def _upright(image):
    """The pixels as they are meant to be seen; 16-bit greys in the 8 bits that all else knows."""
    try:
        upright = ImageOps.exif_transpose(image)
    except BROKEN:  # broken remarks, sound pixels
        upright = image.copy()
    if upright.mode.startswith("I"):
        upright = upright.point(lambda value: value / 256).convert("L")
    return upright


def _image(data):
    refuse_second_face(data, data)
    if data.startswith(b"\xff\xd8") and _scans(data) > MAX_SCANS:
        raise Unreadable("图片的编码方式过于复杂，请用手机或者扫描仪重新保存后上传")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                mime = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG}[image.format]
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("图片像素过大（超过4000万像素），请缩小后上传") from error
    except BROKEN as error:
        raise Unreadable("图片文件已损坏，不能打开") from error
    return mime


def _scans(data):
    """How many scans the first picture of a JPEG has, from its markers alone.

    What stands behind its end (a film, a second picture) and within its remarks does not count.
    """
    number, at = 0, 2
    while (marker := MARKER.search(data, at)) and data[marker.end() - 1] != END:
        number += data[marker.end() - 1] == SCAN
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return number


_READERS = (
    (b"%PDF-", read_pdf),
    (b"\xff\xd8\xff", _image),
    (b"\x89PNG", _image),
    (b"PK\x03\x04", read_office),
)
