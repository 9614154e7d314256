"""The words inside a file that the site offers, each with the place an editor finds it at."""

import codecs
import csv

from files.inspection import words_in
from files.unreadable import UNPARTED
from files.words import Words

from .file_types import UTF_16, Unreadable, kind_of

#: What programs and people put between the cells of a line.
MARKS = ",\t;；|"


def words_of_file(name, data):
    """The :class:`files.words.Words` of a file; raises ``Unreadable`` when it is refused."""
    if kind_of(name, data) == "text":
        return _text(data)
    return Words(**words_in(data))


def _text(data):
    text = _decoded(data)
    lines = [(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
    return Words(lines, [("全文", rows) for rows in _readings(text)])


def _decoded(data):
    """The text of a file; Excel's “Unicode 文本” begins with a mark of UTF-16.

    The mark of UTF-32 begins like that one, and its text would have a NUL between any two letters.
    """
    marked = "utf-32" if data.startswith(codecs.BOM_UTF32_LE) else "utf-16"
    for encoding in (marked,) if data.startswith(UTF_16) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文本文件的编码不能识别，请另存为 UTF-8")


def _readings(text):
    """The rows of a table as each mark would part them: which of the marks parts cells, and which
    stands in the words of a cell, nobody can count."""
    try:
        return [
            list(csv.reader(text.splitlines(), delimiter=mark)) for mark in MARKS if mark in text
        ]
    except csv.Error as error:
        raise Unreadable(UNPARTED) from error
