"""A JPEG or PNG without what it says beside its pixels, which stay as they are, byte for byte.

For pictures inside papers, where writing them anew would cost quality: where and when a photo was
taken, with what, and remarks go. Colours, and which way is up, stay.
"""

import io
import struct

from PIL import Image

from .opening import END, MARKER
from .unreadable import BROKEN

SCAN, REMARK = 0xDA, 0xFE
#: Chunks of a PNG that are words, moments or EXIF.
REMARKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
ORIENTATION = 0x0112


def without_remarks(data, *, is_turned=True):
    """``data`` without EXIF, XMP, IPTC and comments; the very same bytes where it has none.

    What is no JPEG or PNG, or is broken, stays as it is. ``is_turned``: which way is up is kept.
    """
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _bare_jpeg(data, _orientation(data) if is_turned else b"")
        return _bare_png(data) if data.startswith(b"\x89PNG") else data
    except BROKEN:
        return data


def _bare_jpeg(data, orientation):
    """The segments before the first scan that colours need, and the picture up to its end."""
    parts, at = [data[:2], orientation], 2
    while data[at + 1] != SCAN:
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        at += len(segment)
        if _is_of_picture(segment):
            parts.append(segment)
    return b"".join([*parts, data[at : _end(data, at)]])


def _is_of_picture(segment):
    """Tables, JFIF, a profile of colours, Adobe's note on colours; no EXIF, XMP, IPTC, remark."""
    marker = segment[1]
    if marker == 0xE2:
        return segment[4:].startswith(b"ICC_PROFILE")
    return marker in (0xE0, 0xEE) or not (marker == REMARK or 0xE0 <= marker <= 0xEF)


def _end(data, at):
    """Where the first picture ends: a second one or a film may stand behind it."""
    while (marker := MARKER.search(data, at)) and data[marker.end() - 1] != END:
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return marker.end() if marker else len(data)


def _orientation(data):
    """The segment that says which way is up, and nothing else; empty where it says: as it is."""
    with Image.open(io.BytesIO(data)) as image:
        turned = image.getexif().get(ORIENTATION, 1)
    if turned == 1:
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    content = exif.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


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
