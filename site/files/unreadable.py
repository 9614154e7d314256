"""What the readers of strange files have in common: how they refuse, and what they all refuse.

Nothing of Django here: the child starts quickly, and has nothing to lose.
"""

import io
import struct
import zipfile
import zlib

import pikepdf

DAMAGED = "文件已损坏，不能打开"
UNPARTED = "文本中有一格过长，不能分列读取（多为引号不成对），请补上或者删去多余的引号后重新保存"
#: What readers raise for bytes that were damaged, or made to break them.
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
    pikepdf.PdfError,
)
#: What a link in a document may lead to.
WEB = ("http://", "https://", "mailto:", "tel:")
#: Characters before an address that readers pass over.
CONTROLS = "".join(map(chr, range(33)))


class Unreadable(Exception):
    """The bytes are no sound file of an accepted type; the text says why, in Chinese."""


def refuse_second_face(data, where):
    """A file that is also an archive, a page or a PDF is meant to be taken for something else."""
    is_page = any(mark in where.lower() for mark in (b"<script", b"<html", b"<?php"))
    is_pdf = b"%PDF-" in where[1:]
    if is_page or is_pdf or zipfile.is_zipfile(io.BytesIO(data)):
        raise Unreadable("文件中夹带了其他内容，请重新扫描或者另存后上传")
