"""The gate's answer about a stored file, read once for the same bytes."""

import hashlib

from ..models.lifted import FileClaim, LiftedFileObjection
from .answers import Examination, examine
from .file_types import Unreadable
from .pictures import with_reading

MOST_REMEMBERED = 1000


def examined(file):
    """The :class:`Examination` of a library file's content; raises ``Unreadable``.

    A page's files are looked at again at each saving, so that their answers are remembered.
    """
    data = content_of(file)
    key = (file.name, hashlib.sha256(data).hexdigest())
    if key not in _answers:
        if len(_answers) >= MOST_REMEMBERED:
            _answers.clear()
        _answers[key] = examine(file.name, data)
    return with_reading(_answers[key], key[1])


_answers: dict[tuple[str, str], Examination] = {}


def digest_of(file):
    """SHA-256 of a library file's content, in hexadecimal."""
    return hashlib.sha256(content_of(file)).hexdigest()


def content_of(file):
    """The bytes of a library file, which is left where it was."""
    with _opened(file) as content:
        return content.read()


def reasons_in_stored(file):
    """Why a stored file may not be offered: its type, its macros, or what was found inside it.

    Without what a signer found mistaken of these very bytes.
    """
    try:
        reasons = examined(file).reasons
    except Unreadable as error:
        return [str(error)]
    if not reasons:
        return []
    lifted = set(lifted_sentences(digest_of(file)).values_list("sentence", flat=True))
    return [reason for reason in reasons if reason not in lifted]


def is_claimed(file):
    """Whether who brought these bytes called what the gate found in them mistaken, on record."""
    try:
        breaches = examined(file).breaches
    except Unreadable:
        return False
    return bool(breaches) and FileClaim.objects.filter(sha256=digest_of(file)).exists()


def lifted_sentences(sha256):
    """The :class:`LiftedFileObjection` rows of the file with this digest."""
    return LiftedFileObjection.objects.filter(sha256=sha256)


class _opened:
    """A file read from its start and left where it was; a stored one is closed again."""

    def __init__(self, file):
        self.file, self.was_closed = file, file.closed

    def __enter__(self):
        if self.was_closed:
            self.file.open("rb")
        self.file.seek(0)
        return self.file

    def __exit__(self, *_):
        self.file.close() if self.was_closed else self.file.seek(0)
