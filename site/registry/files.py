"""What an uploaded file really is: decided by opening it, never by its name (§2.5)."""

from pathlib import PurePath

from .inspection import inspected_mime, marks_on, plain_photo
from .opening import DOCX, JPEG, PDF, PNG, TYPES, XLSX, Unreadable

EXTENSIONS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
#: What a browser shows by itself.
SHOWN = (PDF, JPEG, PNG)

__all__ = [
    "EXTENSIONS",
    "PDF",
    "SHOWN",
    "Unreadable",
    "marks_on",
    "mime_of",
    "plain_name",
    "plain_photo",
    "reasons_against_file",
]

mime_of = inspected_mime


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


def plain_name(name):
    """The last part of an uploader's name, as data; it is never used as a path."""
    return PurePath(name.replace("\\", "/")).name.replace("\x00", "")[:200]
