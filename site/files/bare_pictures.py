"""A picture without what it says beside its pixels, which stay as they are, byte for byte.

For pictures inside papers, where writing them anew would cost quality: where and when a photo was
taken, with what, and remarks go. Colours, and which way is up, stay.
"""

import io
import struct

from PIL import Image

from .bare_rarer_pictures import bare_gif, bare_tiff, bare_webp
from .opening import END, MARKER
from .unreadable import BROKEN

SCAN, REMARK = 0xDA, 0xFE
#: How the segments of programs begin that say how colours are meant.
COLOURS = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
#: Chunks of a PNG that are words, moments or EXIF.
REMARKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
ORIENTATION, EXIF = 0x0112, b"Exif\0\0"


def without_remarks(data, *, is_turned=True):
    """``data`` without EXIF, XMP, IPTC and comments; the very same bytes where it has none.

    ``is_turned``: which way is up is kept. What is broken, or no JPEG, PNG, GIF, WebP or TIFF
    (drawings as EMF and WMF, JPEG XR), stays as it is.
    """
    try:
        if data.startswith(b"\xff\xd8"):
            return _bare_jpeg(data, _segment(_exif(data)) if is_turned else b"")
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return bare_webp(data, _exif(data).removeprefix(EXIF) if is_turned else b"")
        return next((bare(data) for starts, bare in _BARE if data.startswith(starts)), data)
    except BROKEN:
        return data


def _bare_jpeg(data, orientation):
    """The segments that the picture needs, before the first scan and between scans, to its end.

    A second picture or a film may stand behind it; what fills the room between segments is nothing.
    """
    parts, at, is_drawn = [data[:2], orientation], 2, False
    while marker := MARKER.search(data, at):
        start, kind = marker.end() - 2, data[marker.end() - 1]
        if is_drawn:
            parts.append(data[at:start])
        if kind == END:
            parts.append(data[start : start + 2])
            break
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
        if _is_of_picture(kind, data[start:at]):
            parts.append(data[start:at])
        is_drawn |= kind == SCAN
    else:
        parts.append(data[at:])
    return b"".join(parts) if is_drawn else data


def _is_of_picture(kind, segment):
    """Tables, JFIF, a profile of colours, Adobe's note on colours; no EXIF, XMP, IPTC, remark."""
    if kind in COLOURS:
        return segment[4:].startswith(COLOURS[kind])
    return not (kind == REMARK or 0xE0 <= kind <= 0xEF)


def _exif(data):
    """EXIF that says which way is up, and nothing else; empty where none can be read."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            turned = image.getexif().get(ORIENTATION, 1)
    except (*BROKEN, Image.DecompressionBombError):
        return b""
    if turned == 1 or not isinstance(turned, int):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    return exif.tobytes()


def _segment(exif):
    return exif and b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _bare_png(data):
    parts, at = [data[:8]], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at : at + 12 + length]
        at += len(chunk)
        if chunk[4:8] not in REMARKS:
            parts.append(chunk)
        if chunk[4:8] == b"IEND":
            break
    return b"".join(parts)


_BARE = (
    (b"\x89PNG", _bare_png),
    ((b"GIF87a", b"GIF89a"), bare_gif),
    ((b"II*\0", b"MM\0*"), bare_tiff),
)
