"""What an editor's file really is, by its content; which files the site may offer for download."""

import io
import zipfile
from pathlib import PurePath

import pikepdf
from PIL import Image, UnidentifiedImageError

TYPES = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".txt": "text",
    ".csv": "text",
}
NAMES = "PDF、DOCX、XLSX、JPG、PNG、TXT、CSV"
MAX_BYTES = 20 * 1024 * 1024
MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_DEPTH = 20
ACTIVE_PDF_KEYS = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile"}
ACTIVE_PARTS = (".bin", "/embeddings/", "/activeX/", "/externalLinks/")


class Unreadable(Exception):
    """The bytes are no sound file of an accepted type; the text says why, in Chinese."""


def kind_of(name, data):
    """``pdf``, ``docx``, ``xlsx``, ``image`` or ``text``; raises :class:`Unreadable` with why."""
    claimed = TYPES.get(PurePath(name).suffix.lower())
    if claimed is None:
        raise Unreadable(f"只接受{NAMES}文件")
    if not data:
        raise Unreadable("文件是空的")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"文件超过{MAX_BYTES // (1024 * 1024)}MB")
    try:
        _CHECKS[claimed](data)
    except (pikepdf.PdfError, zipfile.BadZipFile, UnidentifiedImageError, OSError) as error:
        raise Unreadable("文件已损坏，或者内容与扩展名不符") from error
    except Image.DecompressionBombError as error:
        raise Unreadable("图片像素过大，请缩小后上传") from error
    return claimed


def _pdf(data):
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            keys = {key for thing in document.objects for key in _keys(thing)}
    except pikepdf.PasswordError as error:
        raise Unreadable("PDF 已加密，请去除密码后上传") from error
    if not ACTIVE_PDF_KEYS.isdisjoint(keys):
        raise Unreadable("PDF 含有脚本或者嵌入的文件，请另存为普通 PDF 后上传")


def _keys(thing, depth=0):
    """Every key and type name of an object, down into what it holds directly."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if depth > MAX_DEPTH or not isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        return
    is_row = isinstance(thing, pikepdf.Array)
    for key, held in enumerate(thing) if is_row else thing.items():
        yield str(key)
        yield str(held) if isinstance(held, pikepdf.Name) else ""
        if isinstance(held, pikepdf.Object) and not held.is_indirect:
            yield from _keys(held, depth + 1)


def _image(data):
    with Image.open(io.BytesIO(data)) as image:
        if image.format not in {"JPEG", "PNG"}:
            raise Unreadable("文件内容与扩展名不符")
        image.verify()


def _office(main):
    """A check for Office files whose main part is ``main``; macros and bombs are refused unread."""

    def check(data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable("文件展开后过大，请精简后上传")
        if main not in names:
            raise Unreadable("文件内容与扩展名不符")
        if any(_is_active(name) for name in names):
            raise Unreadable("文件含有宏、控件、嵌入对象或者外部链接，请另存为普通文件后上传")

    return check


def _is_active(name):
    """Printer settings are harmless ``.bin`` parts that Excel writes into most workbooks."""
    return "printerSettings" not in name and any(part in name for part in ACTIVE_PARTS)


def _text(data):
    if b"\x00" in data:
        raise Unreadable("文件内容与扩展名不符")


_CHECKS = {
    "pdf": _pdf,
    "image": _image,
    "docx": _office("word/document.xml"),
    "xlsx": _office("xl/workbook.xml"),
    "text": _text,
}
