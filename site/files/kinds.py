"""What an uploaded file really is: decided by opening it, never by its name (§2.5)."""

import re
from pathlib import PurePath

from .inspection import inspected_mime, marks_on, plain_photo, plain_picture
from .opening import DOCX, HEIC_ADVICE, JPEG, PDF, PNG, TYPES, XLSX
from .unreadable import Unreadable

EXTENSIONS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
#: File types that a browser displays by itself.
BROWSER_TYPES = (PDF, JPEG, PNG)
STARTS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG", PNG))
LONGEST_NAME = 200
UNNAMED = "application/octet-stream"

__all__ = [
    "BROWSER_TYPES",
    "EXTENSIONS",
    "HEIC",
    "HEIC_ADVICE",
    "PDF",
    "Unreadable",
    "marks_on",
    "mime_by_start",
    "mime_of",
    "plain_name",
    "plain_photo",
    "plain_picture",
    "reasons_against_file",
]

mime_of = inspected_mime


#: Marks that turn the reading direction: ``exe.fdp`` would read as ``pdf.exe``.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
HEIC = (".heic", ".heif")
#: What else people have, and what they can do with it.
ADVICE = {
    **dict.fromkeys(HEIC, HEIC_ADVICE),
    **dict.fromkeys((".doc", ".wps", ".rtf"), "请另存为 DOCX 或者 PDF 后上传"),
    **dict.fromkeys((".xls", ".et", ".csv"), "请另存为 XLSX 后上传"),
    **dict.fromkeys((".ofd", ".ppt", ".pptx"), "请打开后另存为或者打印成 PDF 再上传"),
    **dict.fromkeys((".bmp", ".gif", ".tif", ".tiff", ".avif", ".webp"), "请另存为 JPG 后上传"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "请解压缩以后逐个上传"),
}
SMALLER = "扫描件请用 200 dpi 重新扫描，照片请缩小，或者分成几个文件上传"


def reasons_against_file(name, data, *, max_bytes, is_strange=False):
    """Why the file cannot be taken; an empty list means it can (R62–R66, bad input is normal).

    ``is_strange``: it comes from somebody who is not signed in, and gets little time.
    """
    if not data:
        return ["文件是空的"]
    if len(data) > max_bytes:
        return [f"文件超过{max_bytes // (1024 * 1024)}MB。{SMALLER}"]
    if TURNING.search(name):
        return ["文件名中有改变文字方向的特殊字符，请改名后上传"]
    extension = PurePath(name).suffix.lower()
    claimed = EXTENSIONS.get(extension)
    if claimed is None:
        return ["。".join(filter(None, (f"只接受{TYPES}文件", ADVICE.get(extension))))]
    try:
        mime = inspected_mime(data, is_strange=is_strange)
    except Unreadable as error:
        return [str(error)]
    return [] if mime == claimed else ["文件内容与扩展名不符，请检查后重新上传"]


def mime_by_start(data):
    """The type of a file that was opened when it was taken: what a browser shows, else unnamed.

    Nothing is opened or judged anew, so that it can be read whatever the rules are by then.
    """
    return next((mime for start, mime in STARTS if data.startswith(start)), UNNAMED)


def plain_name(name):
    """The last part of an uploader's name, as data; its end says the kind and stays."""
    path = PurePath(PurePath(name.replace("\\", "/")).name.replace("\x00", ""))
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"[:LONGEST_NAME]
