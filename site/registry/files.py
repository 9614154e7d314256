"""What an uploaded file really is: decided by parsing it, never by its name (§2.5)."""

import io
import zipfile
from pathlib import PurePath

import pikepdf
from PIL import Image, UnidentifiedImageError

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
TYPES = "PDF、JPG、PNG、DOCX、XLSX"

MAX_PIXELS = 50_000_000
MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
ACTIVE_PDF_KEYS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile")


class Unreadable(Exception):
    """The bytes are no sound file of an accepted type; the text says why, in Chinese."""


def reasons_against_file(name, data, *, max_bytes):
    """Why the file cannot be taken; an empty list means it can (R62–R66, bad input is normal)."""
    if not data:
        return ["文件是空的"]
    if len(data) > max_bytes:
        return [f"文件超过{max_bytes // (1024 * 1024)}MB"]
    claimed = EXTENSIONS.get(PurePath(name).suffix.lower())
    if claimed is None:
        return [f"只接受{TYPES}文件"]
    try:
        found = mime_of(data)
    except Unreadable as error:
        return [str(error)]
    return [] if found == claimed else ["文件内容与扩展名不符，请检查后重新上传"]


def mime_of(data):
    """The MIME type by content. Raises :class:`Unreadable` with the reason."""
    for starts, reader in _READERS:
        if data.startswith(starts):
            return reader(data)
    raise Unreadable(f"不能识别的文件内容，只接受{TYPES}文件")


def _pdf(data):
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if len(document.pages) == 0:
                raise Unreadable("PDF 没有页面")
            names = (key for thing in document.objects for key in _keys(thing))
            if any(key in ACTIVE_PDF_KEYS for key in names):
                raise Unreadable("PDF 含有脚本或附件，请另存为普通 PDF 后上传")
    except pikepdf.PasswordError as error:
        raise Unreadable("PDF 已加密，请去除密码后上传") from error
    except pikepdf.PdfError as error:
        raise Unreadable("PDF 文件已损坏，不能打开") from error
    return PDF


def _keys(thing):
    if isinstance(thing, pikepdf.Stream):
        return [*thing.stream_dict.keys(), str(thing.stream_dict.get("/Type", ""))]
    return list(thing.keys()) if isinstance(thing, pikepdf.Dictionary) else []


def _image(data):
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Unreadable("图片像素过大，请缩小后上传")
            mime = {"JPEG": JPEG, "PNG": PNG}[image.format]
            image.load()
    except (UnidentifiedImageError, OSError, KeyError, SyntaxError) as error:
        raise Unreadable("图片文件已损坏，不能打开") from error
    except Image.DecompressionBombError as error:
        raise Unreadable("图片像素过大，请缩小后上传") from error
    return mime


def _office(data):
    """DOCX or XLSX by the parts in its directory; archives, macros and bombs are refused unread."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable("文件已损坏，不能打开") from error
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("文件展开后过大，请精简后上传")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("文件含有宏，请另存为不含宏的文件")
    for part, mime in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if part in names:
            return mime
    raise Unreadable("不接受压缩包，请直接上传文件")


_READERS = (
    (b"%PDF-", _pdf),
    (b"\xff\xd8\xff", _image),
    (b"\x89PNG", _image),
    (b"PK\x03\x04", _office),
)
