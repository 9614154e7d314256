"""Opening strange files: the readers that run in a child process with little memory and time.

Nothing of Django here: the child starts quickly, and has nothing to lose.
"""

import io
import warnings
import zipfile

import pikepdf
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import Image, ImageOps, UnidentifiedImageError

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = "PDF、JPG、PNG、DOCX、XLSX"

MAX_PAGES = 300
MAX_PIXELS = 40_000_000
#: A camera or a scanner writes a JPEG in 1 to about 12 scans; thousands take minutes to decode.
MAX_SCANS = 60
MAX_PARTS = 2_000
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_RELATIONS = 2 * 1024 * 1024
PHOTO_SIDE = 1600
PHOTO_LEAST = (400, 300)

ACTIVE_KEYS = {"/JavaScript", "/JS", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMediaContent"}
ACTIVE_KEYS |= {"/XFA"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}
ACTIVE_ACTIONS |= {"/GoToR", "/GoToE"}
#: What a link in a document may lead to.
WEB = ("http://", "https://", "mailto:", "tel:")
MACRO_PARTS = ("vbaproject", "ms-word.vba", "macroenabled")
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "是旧版或者加密的 Office 文件，请去除密码并另存为 DOCX、XLSX 后上传"),
    (b"Rar!", "不接受压缩包，请直接上传文件"),
    (b"7z\xbc\xaf", "不接受压缩包，请直接上传文件"),
    (b"\x1f\x8b", "不接受压缩包，请直接上传文件"),
)


class Unreadable(Exception):
    """The bytes are no sound file of an accepted type; the text says why, in Chinese."""


def be_strict():
    """Pillow's limit of pixels is one for a whole process: it is set in the child only."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def mime_of(data):
    """The MIME type by content. Raises :class:`Unreadable` with the reason."""
    for start, reason in OTHERS:
        if data.startswith(start):
            raise Unreadable(reason)
    for starts, reader in _READERS:
        if data.startswith(starts):
            return reader(data)
    raise Unreadable(f"不能识别的文件内容，只接受{TYPES}文件")


def photo(data):
    """A JPEG of the photo ``data`` and nothing but its picture: upright, without EXIF, small."""
    if mime_of(data) not in (JPEG, PNG):
        raise Unreadable("照片只接受 JPG、PNG 图片")
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

    Where it was taken, when and with what is gone; a second picture in the file (MPO) too.
    """
    if _image(data) not in (JPEG, PNG):  # pragma: no cover - _image knows no other
        raise Unreadable("图片只接受 JPG、PNG")
    with Image.open(io.BytesIO(data)) as image:
        form = "PNG" if image.format == "PNG" else "JPEG"
        upright = _upright(image)
        upright.info = {}
    if form == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    out = io.BytesIO()
    upright.save(out, form, **({"quality": 90} if form == "JPEG" else {}), optimize=True)
    return out.getvalue()


def _upright(image):
    """The pixels as they are meant to be seen; 16-bit greys in the 8 bits that all else knows."""
    try:
        upright = ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError):  # broken remarks, sound pixels
        upright = image.copy()
    if upright.mode.startswith("I"):
        upright = upright.point(lambda value: value / 256).convert("L")
    return upright


def _pdf(data):
    _refuse_second_face(data, data[:1024])
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _refuse_pdf(document)
    except pikepdf.PasswordError as error:
        raise Unreadable("PDF 已加密，请去除密码后上传") from error
    except pikepdf.PdfError as error:
        raise Unreadable("PDF 文件已损坏，不能打开") from error
    return PDF


def _refuse_pdf(document):
    if len(document.pages) == 0:
        raise Unreadable("PDF 没有页面")
    if len(document.pages) > MAX_PAGES:
        raise Unreadable(f"PDF 超过{MAX_PAGES}页，请分成几个文件上传")
    if any(_is_active(thing) for thing in document.objects):
        raise Unreadable("PDF 含有脚本或附件，请另存为普通 PDF 后上传")
    if any(_leads_out(thing) for thing in document.objects) or _opens_by_itself(document):
        raise Unreadable("PDF 含有自动打开的链接或者指向本机文件的链接，请另存为普通 PDF 后上传")


def _leads_out(thing):
    """A link whose address is no web page, mail or telephone: scripts, files, shares."""
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        return False
    if isinstance(thing, pikepdf.Array):
        return any(_leads_out(each) for each in thing if _is_nested(each))
    if str(thing.get("/S", "")) == "/URI" and not _is_web(str(thing.get("/URI", ""))):
        return True
    return any(_leads_out(each) for _, each in thing.items() if _is_nested(each))


def _is_web(address):
    """An address of the web, or one within the document's own folder."""
    address = address.strip().lower()
    if address.startswith(("\\\\", "//")):
        return False
    return address.startswith(WEB) or ":" not in address.split("/")[0]


def _opens_by_itself(document):
    """An action on opening that does more than go to a page of this document."""
    action = document.Root.get("/OpenAction")
    is_action = isinstance(action, pikepdf.Dictionary) and "/S" in action
    return "/AA" in document.Root or (is_action and str(action.S) not in ("/GoTo", "/Named"))


def _is_active(thing):
    """Whether an object, or what is written in it, runs, opens or carries something."""
    if isinstance(thing, pikepdf.Array):
        return any(_is_active(each) for each in thing if _is_nested(each))
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if not isinstance(thing, pikepdf.Dictionary):
        return False
    if not ACTIVE_KEYS.isdisjoint(thing.keys()) or str(thing.get("/Type", "")) in ACTIVE_KEYS:
        return True
    if str(thing.get("/S", "")) in ACTIVE_ACTIONS:
        return True
    return any(_is_active(each) for _, each in thing.items() if _is_nested(each))


def _is_nested(thing):
    """Written in place: what is referred to is an object of its own and is looked at itself."""
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and not thing.is_indirect


def _image(data):
    _refuse_second_face(data, data)
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MAX_SCANS:
        raise Unreadable("图片的编码方式过于复杂，请用手机或者扫描仪重新保存后上传")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                mime = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG}[image.format]
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("图片像素过大（超过4000万像素），请缩小后上传") from error
    except (UnidentifiedImageError, OSError, KeyError, SyntaxError, ValueError, TypeError) as error:
        raise Unreadable("图片文件已损坏，不能打开") from error
    return mime


def _refuse_second_face(data, where):
    """A file that is also an archive, a page or a PDF is meant to be taken for something else."""
    is_page = any(mark in where.lower() for mark in (b"<script", b"<html", b"<?php"))
    is_pdf = b"%PDF-" in where[1:]
    if is_page or is_pdf or zipfile.is_zipfile(io.BytesIO(data)):
        raise Unreadable("文件中夹带了其他内容，请重新扫描或者另存后上传")


def _office(data):
    """DOCX or XLSX by the parts in its directory; archives, macros and bombs are refused unread."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, len(data))
            mime = _office_kind({part.filename for part in parts})
            _refuse_lies(archive, parts)
            _refuse_parts(archive, parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("文件已损坏或者已加密，不能打开") from error
    return mime


def _refuse_bomb(parts, size):
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or packed > size:
        raise Unreadable("文件展开后过大，请精简后上传")
    if unpacked > 1024 * 1024 and unpacked > MAX_RATIO * packed:
        raise Unreadable("文件展开后过大，请精简后上传")


def _refuse_lies(archive, parts):
    """What unpacks to more than the directory says is a bomb in disguise."""
    for part in parts:
        with archive.open(part) as stream:
            if len(stream.read(part.file_size + 1)) > part.file_size:
                raise Unreadable("文件展开后过大，请精简后上传")


def _office_kind(names):
    if any("vbaproject" in name.lower() for name in names):
        raise Unreadable("文件含有宏，请另存为不含宏的文件")
    for part, mime in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if part in names and "[Content_Types].xml" in names:
            return mime
    raise Unreadable("不接受压缩包，请直接上传文件")


def _refuse_parts(archive, parts):
    for part in parts:
        name = part.filename.lower()
        if name.startswith("/") or ".." in name.split("/"):
            raise Unreadable("文件已损坏，不能打开")
        if "/embeddings/" in name or "/activex/" in name or "externallinks/" in name:
            raise Unreadable("文件含有嵌入对象或外部链接，请删除后上传")
        if name == "[content_types].xml" and _names_macros(archive.read(part)):
            raise Unreadable("文件含有宏，请另存为不含宏的文件")
        if name.endswith(".rels"):
            _refuse_relations(archive, part)


def _names_macros(types):
    """Whether the list of parts calls one a macro, whatever its name is."""
    return any(mark.encode() in types.lower() for mark in MACRO_PARTS)


def _refuse_relations(archive, part):
    """Links that are followed when the file is opened; a plain hyperlink is only text."""
    if part.file_size > MAX_RELATIONS:
        raise Unreadable("文件展开后过大，请精简后上传")
    try:
        found = ElementTree.fromstring(archive.read(part), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise Unreadable("文件已损坏，不能打开") from error
    for relation in found:
        kind = relation.get("Type", "")
        target = relation.get("Target", "").strip().lower()
        if kind.lower().endswith("vbaproject"):
            raise Unreadable("文件含有宏，请另存为不含宏的文件")
        if relation.get("TargetMode") != "External":
            continue
        if not kind.endswith("/hyperlink") or not target.startswith((*WEB, "#")):
            raise Unreadable("文件含有嵌入对象或外部链接，请删除后上传")


_READERS = (
    (b"%PDF-", _pdf),
    (b"\xff\xd8\xff", _image),
    (b"\x89PNG", _image),
    (b"PK\x03\x04", _office),
)
