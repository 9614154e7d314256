"""The words inside a file that the site offers, each with the place an editor finds it at."""

import csv

from files.inspection import words_in
from files.words import Words

from .file_types import Unreadable, kind_of


def words_of_file(name, data):
    """The :class:`files.words.Words` of a file; raises ``Unreadable`` when it is refused."""
    if kind_of(name, data) == "text":
        return _text(data)
    return Words(**words_in(data))


def _text(data):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("文本文件的编码不能识别，请另存为 UTF-8")
    lines = [(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
    return Words(lines, [("全文", list(csv.reader(text.splitlines())))])
