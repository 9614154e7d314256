"""The third answer: what could not be read whole is looked at by a named person, on record."""

from django.db import transaction

from records.audit import record
from rules.refusal import refuse_fields

from ..models.confirmations import SHORTEST_NOTE, FileConfirmation
from .file_types import Unreadable
from .stored import digest_of, examined


def unread_parts(thing):
    """Sentences about what of a library file or picture nobody has read; may be empty.

    The words of what has gaps are judged elsewhere: this is only about what gave no words.
    """
    if not thing.file:
        return []
    try:
        doubts = examined(thing.file).doubts
    except Unreadable:  # the gate refuses it for that
        return []
    return doubts if doubts and confirmation_of(thing) is None else []


def confirmation_of(thing):
    """The :class:`FileConfirmation` of these very bytes, or None."""
    return (
        FileConfirmation.objects.filter(sha256=digest_of(thing.file))
        .select_related("confirmed_by")
        .first()
    )


def confirmations_of(things):
    """``[(thing, confirmation)]`` of those library files and pictures that somebody looked at."""
    rows = ((thing, confirmation_of(thing)) for thing in things if thing.file)
    return [(thing, row) for thing, row in rows if row is not None]


def reasons_against_unread(thing):
    """Why a library file or picture may not stand on a public page yet; empty means it may."""
    doubts = unread_parts(thing)
    if not doubts:
        return []
    return [f"{'；'.join(doubts)}。请打开该文件，由专人查看后勾选确认不含个人信息，再公开"]


@transaction.atomic
def confirm(thing, *, note, by, at):
    """Record that ``by`` looked at ``thing``, once for the same bytes.

    Raises ``Refused`` without a ``note`` that says how it was looked at.
    """
    short = len(note.strip()) < SHORTEST_NOTE
    refuse_fields([("note", f"请写明如何查看（至少{SHORTEST_NOTE}个字）")] if short else [])
    row, is_new = FileConfirmation.objects.get_or_create(
        sha256=digest_of(thing.file),
        defaults={
            "name": thing.title,
            "gaps": [list(gap) for gap in examined(thing.file).gaps],
            "note": note.strip(),
            "confirmed_by": by,
            "confirmed_at": at,
        },
    )
    if is_new:
        record("pages.confirm_file", thing, by=by, at=at, note=row.note, sha256=row.sha256)
    return row
