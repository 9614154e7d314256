"""Plain text as programs of an office write it: its encoding, and what parts its cells.

Nothing of Django here: the child that makes masked copies reads texts, too.
"""

import codecs
import csv
import io
from dataclasses import dataclass

from .unreadable import UNPARTED, Unreadable

#: What programs and people put between the cells of a line.
MARKS = ",\t;；|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: How a file begins, and the encodings in which it may then be written. The mark of UTF-32 begins
#: as that of UTF-16 does, by which there would be a NUL between any two letters.
STARTS = (
    (codecs.BOM_UTF32_LE, ("utf-32-le",)),
    (codecs.BOM_UTF16_LE, ("utf-16-le",)),
    (codecs.BOM_UTF16_BE, ("utf-16-be",)),
    (codecs.BOM_UTF8, ("utf-8",)),
    (b"", ("utf-8", "gb18030")),
)


@dataclass(frozen=True)
class PlainText:
    """The ``words`` of a file, and how they were written there."""

    words: str
    encoding: str
    start: bytes = b""

    def encoded(self, words):
        """Other words as this file is written, behind the same mark of their encoding."""
        return self.start + words.encode(self.encoding)


def plain_text(data):
    """The :class:`PlainText` of a file; Excel's “Unicode 文本” begins with a mark of UTF-16."""
    start, encodings = next(each for each in STARTS if data.startswith(each[0]))
    for encoding in encodings:
        try:
            return PlainText(data[len(start) :].decode(encoding), encoding, start)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文本文件的编码不能识别，请另存为 UTF-8")


def rows_of(text, mark):
    """The rows of a table whose cells ``mark`` parts; a line's end within a cell stays there."""
    try:
        return list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
    except csv.Error as error:
        raise Unreadable(UNPARTED) from error


def readings(text):
    """The rows as each mark would part them: which of the marks parts cells, and which stands in
    the words of a cell, nobody can count."""
    return {mark: rows_of(text, mark) for mark in MARKS if mark in text}


def written(rows, mark, text):
    """``rows`` parted by ``mark``, their lines ended as those of ``text`` are."""
    out, end = io.StringIO(), "\r\n" if "\r\n" in text else "\n"
    csv.writer(out, delimiter=mark, lineterminator=end).writerows(rows)
    return out.getvalue() if text.endswith(end) else out.getvalue().removesuffix(end)
