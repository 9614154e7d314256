"""What an editor's file really is, by its content; which files the site may offer for download."""

from pathlib import PurePath

from files.kinds import ADVICE, Unreadable, mime_of
from files.opening import DOCX, JPEG, PDF, PNG, XLSX
from files.plain_texts import UTF_16

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
MIMES = {"pdf": (PDF,), "docx": (DOCX,), "xlsx": (XLSX,), "image": (JPEG, PNG)}
NAMES = "PDF、DOCX、XLSX、JPG、PNG、TXT、CSV"
MAX_BYTES = 20 * 1024 * 1024

__all__ = ["Unreadable", "kind_of"]


def kind_of(name, data):
    """``pdf``, ``docx``, ``xlsx``, ``image`` or ``text``; raises :class:`Unreadable` with why.

    What is no plain text is opened like every strange file, in a child with limits.
    """
    extension = PurePath(name).suffix.lower()
    claimed = TYPES.get(extension)
    if claimed is None:
        advice = ADVICE.get(extension)
        raise Unreadable("。".join(filter(None, (f"只接受{NAMES}文件", advice))))
    if not data:
        raise Unreadable("文件是空的")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"文件超过{MAX_BYTES // (1024 * 1024)}MB")
    if not _is_what_it_claims(claimed, data):
        raise Unreadable("文件已损坏，或者内容与扩展名不符")
    return claimed


def _is_what_it_claims(claimed, data):
    if claimed == "text":
        return b"\x00" not in data or data.startswith(UTF_16)
    return mime_of(data) in MIMES[claimed]
