"""What a machine read in scans and photos of the library: found, nothing, or still not whole.

Optional (``files/seeing.py``). What is kept is the answer with what it hides masked, never the
words; only a page of which every mark was read for sure needs no person's eyes any more.
"""

import re

from django.conf import settings
from django.db import transaction

from files.seeing import READER, is_installed, words_seen
from records.audit import record

from ..models.confirmations import PictureReading
from .answers import Breach, Examination, examine, in_table, in_text

#: Kinds of gaps that show on a page or are a picture.
VISIBLE = {"picture", "drawing", "font", "remark"}
#: So many digits that were taken for nobody's number may be one that was misread.
LONG_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9]{15,}X?(?![0-9A-Z])")


def is_reading():
    """Whether this office lets a machine read its pictures, and has one that can."""
    return settings.READ_PICTURES and is_installed()


def examine_seen(name, data, *, at_once=False):
    """``(Examination, whether all was asked)`` of a file with its pictures; raises ``Unreadable``.

    Nobody remembers it: see :func:`see`.
    """
    examination = examine(name, data)
    if not is_reading() or not any(kind in VISIBLE for _, kind in examination.gaps):
        return examination, True
    answer = words_seen(data, at_once=at_once)
    if answer is None:
        return examination, not at_once
    return _with(examination, answer), not (at_once and answer["left"])


def see(name, data, sha256, *, at, at_once=False):
    """:func:`examine_seen`, kept by the digest of the file once all of it was asked."""
    examination, is_whole = examine_seen(name, data, at_once=at_once)
    if is_whole and is_reading():
        _keep(examination, sha256, at)
    return examination


def reading_of(sha256):
    """The :class:`PictureReading` of these bytes by the reader of today, or None."""
    return PictureReading.objects.filter(sha256=sha256, reader=READER).first()


def with_reading(examination, sha256):
    """What was found in a file's words, and what was read in its pictures meanwhile."""
    reading = reading_of(sha256) if examination.gaps else None
    if reading is None:
        return examination
    breaches = [Breach(*breach) for breach in reading.breaches]
    return Examination(breaches, [tuple(gap) for gap in reading.gaps])


@transaction.atomic
def note_found(thing, examination, *, at):
    """An audit row of what was found in a picture that is in the library already."""
    kinds = sorted({breach.kind for breach in examination.breaches})
    record("pages.read_picture", thing, by=None, at=at, found=kinds)


def _keep(examination, sha256, at):
    values = {
        "reader": READER,
        "breaches": [[each.kind, each.where, each.sentence] for each in examination.breaches],
        "gaps": [list(gap) for gap in examination.gaps],
        "read_at": at,
    }
    PictureReading.objects.update_or_create(sha256=sha256, defaults=values)


def _with(examination, answer):
    """The examination with what was seen: what is there, and what nobody need look at."""
    breaches, unsure = list(examination.breaches), set(answer["left"])
    for page in answer["seen"]:
        private = _judged(page["rows"], page["where"] or "图片")
        breaches += private
        text = "\n".join(" ".join(row) for row in page["rows"])
        if not page["is_sure"] or (LONG_NUMBER.search(text) and not private):
            unsure.add(page["where"])
    places = {page["where"] for page in answer["seen"]}
    gaps = [
        (where, kind)
        for where, kind in examination.gaps
        if kind not in VISIBLE or where in unsure or where not in places
    ]
    return Examination(list(dict.fromkeys(breaches)), gaps)


def _judged(rows, where):
    """What stands in the rows; a page that lies upside down is read from its end as well."""
    text = "\n".join("  ".join(row) for row in rows)
    turned = [row[::-1] for row in rows[::-1]]
    return [*in_text(text, where), *in_table(rows, where), *in_table(turned, where)]
