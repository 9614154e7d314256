"""Editions and sized pictures lie on the disk as they were drawn: what was swapped is drawn anew.

Their digests are in the database. A difference goes on record; no reader gets what was put there.
"""

import hashlib

from records.audit import record

from ..models import DrawnFile


def note_drawn(name, sha256):
    """The file ``name`` has been drawn and has this digest."""
    DrawnFile.objects.update_or_create(name=name, defaults={"sha256": sha256})


def is_as_drawn(name, sha256, *, at):
    """Whether the file ``name`` is the one that was drawn; False, too, where nobody noted it.

    A difference leaves an audit row.
    """
    row = DrawnFile.objects.filter(name=name).first()
    if row is not None and row.sha256 != sha256:
        record("pages.drawn_file_changed", row, by=None, at=at, drawn=row.sha256, actual=sha256)
    return row is not None and row.sha256 == sha256


def digest_of_bytes(data):
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
