"""Opening a strange DOCX or XLSX: archives, macros, bombs and links that lead out are refused."""

import io
import struct
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from .unreadable import BROKEN, CONTROLS, DAMAGED, WEB, Unreadable
from .xml_parts import root_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_PARTS = 2_000
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_RELATIONS = 2 * 1024 * 1024
MACRO_PARTS = ("vbaproject", "ms-word.vba", "macroenabled")
LOCAL_HEAD = struct.Struct("<26xHH")


def read_office(data):
    """DOCX or XLSX by the parts in its directory; archives, macros and bombs are refused unread."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, len(data))
            mime = _office_kind({part.filename for part in parts})
            _refuse_lies(archive, parts, data)
            _refuse_parts(archive, parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, *BROKEN) as error:
        raise Unreadable("文件已损坏或者已加密，不能打开") from error
    return mime


def _refuse_bomb(parts, size):
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or packed > size:
        raise Unreadable("文件展开后过大，请精简后上传")
    if unpacked > 1024 * 1024 and unpacked > MAX_RATIO * packed:
        raise Unreadable("文件展开后过大，请精简后上传")


def _refuse_lies(archive, parts, data):
    """What unpacks to another size than the directory says is a bomb in disguise.

    Python stops reading at the size that is claimed, Office does not: so it is measured here.
    """
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise Unreadable(DAMAGED)  # two parts of one name: readers disagree about which one counts
    for part in parts:
        archive.open(
            part
        ).close()  # it is where the directory says, under the same name, not locked
        if _unpacked_size(part, data) != part.file_size:
            raise Unreadable("文件展开后过大，请精简后上传")


def _unpacked_size(part, data):
    """The true size of a part; anything past what is claimed counts as one byte more."""
    name, extra = LOCAL_HEAD.unpack_from(data, part.header_offset)
    start = part.header_offset + LOCAL_HEAD.size + name + extra
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable(DAMAGED)  # the standard of Office files knows no other
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = len(inflater.decompress(packed, part.file_size + 1))
    return size if inflater.eof else part.file_size + 1


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
            raise Unreadable(DAMAGED)
        if "/embeddings/" in name or "/activex/" in name or "externallinks/" in name:
            raise Unreadable("文件含有嵌入对象或外部链接，请删除后上传")
        if name == "[content_types].xml":
            _refuse_macros(archive, part)
        if name.endswith(".rels"):
            _refuse_relations(archive, part)


def _refuse_macros(archive, part):
    """The list of parts calls a macro what it is, whatever its name."""
    for entry in _entries(archive, part):
        kind = entry.get("ContentType", "").lower()
        if any(mark in kind for mark in MACRO_PARTS):
            raise Unreadable("文件含有宏，请另存为不含宏的文件")


def _refuse_relations(archive, part):
    """Links that are followed when the file is opened, and those that leave the web."""
    for relation in _entries(archive, part):
        kind = relation.get("Type", "").lower()
        target = relation.get("Target", "").strip(CONTROLS).lower()
        if kind.endswith("vbaproject"):
            raise Unreadable("文件含有宏，请另存为不含宏的文件")
        if relation.get("TargetMode", "").strip().lower() != "external":
            continue
        if not kind.endswith("/hyperlink"):
            raise Unreadable("文件含有嵌入对象或外部链接，请删除后上传")
        if not target.startswith((*WEB, "#")):
            raise Unreadable("文件中有指向本机或者局域网文件的链接，请取消该链接后上传")


def _entries(archive, part):
    """The entries of one of the small lists of an Office file."""
    if part.file_size > MAX_RELATIONS:
        raise Unreadable("文件展开后过大，请精简后上传")
    try:
        return list(root_of(archive.read(part), forbid_dtd=True))
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable(DAMAGED) from error
