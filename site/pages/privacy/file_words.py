"""The words inside a file that the site offers, each with the place an editor finds it at."""

from files.inspection import words_in
from files.plain_texts import plain_text, readings
from files.words import Words

from .file_types import kind_of


def words_of_file(name, data):
    """The :class:`files.words.Words` of a file; raises ``Unreadable`` when it is refused."""
    if kind_of(name, data) == "text":
        return _text(data)
    return Words(**words_in(data))


def _text(data):
    text = plain_text(data).words
    lines = [(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
    return Words(lines, [("", rows) for rows in readings(text).values()])
