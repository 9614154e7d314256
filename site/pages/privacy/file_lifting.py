"""What the gate mistook in a file: who brings it says why, a signer decides, all on record.

Until then the file is the staff's alone and no public page may name it. It belongs to the bytes:
another file in its place is asked again.
"""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import page_permission_policy

from records.audit import record
from rules.refusal import refuse_fields

from ..documents.signed_files import reasons_against_deleting
from ..models.lifted import SHORTEST_REASON, FileClaim, LiftedFileObjection
from .answers import FORBIDDEN
from .lifting import LONGEST_REASON
from .stored import digest_of, lifted_sentences, reasons_in_stored

GONE = "文件已丢失，不能打开检查，也不能解除；请删除后重新上传，或者告知运维人员"


@transaction.atomic
def claim(data, *, name, sentences, reason, by, at):
    """Record that ``by`` calls ``sentences`` about the file ``data`` mistaken, once.

    A file that has left the library since, and comes back, is claimed anew by who brings it.
    """
    refuse_fields(reasons_against_claiming(reason))
    sha256 = hashlib.sha256(data).hexdigest()
    row = FileClaim.objects.select_for_update().filter(sha256=sha256).first()
    if row is not None and _holds(row):
        return row
    values = {
        "file_hash": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        "name": name,
        "sentences": sentences,
        "reason": reason.strip(),
        "claimed_by": by,
        "claimed_at": at,
    }
    row, _ = FileClaim.objects.update_or_create(sha256=sha256, defaults=values)
    words = {"because": row.reason, "claimed": sentences, "sha256": sha256}
    record("pages.claim_file", row, by=by, at=at, **words)
    return row


def _holds(row):
    """Whether the library still has the bytes of a claim; what left is claimed anew."""
    models = (get_document_model(), get_image_model())
    return any(model.objects.filter(file_hash=row.file_hash).exists() for model in models)


def reasons_against_claiming(reason):
    """(field, why) against the words with which a file is called mistaken."""
    return _length("mistake_note", reason, "请写明为什么属于误判")


def claim_of(thing):
    """The :class:`FileClaim` of the bytes of a library file or picture, or None."""
    rows = FileClaim.objects.filter(sha256=_sha256(thing))
    return rows.select_related("claimed_by").first()


def may_lift_files(user):
    """Whoever signs documents."""
    return page_permission_policy.user_has_permission(user, "publish")


def file_objections(thing):
    """The sentences against the content of ``thing`` that a signer may lift.

    Of what is gone from the disk :data:`GONE`, which nobody lifts: one such file stops no list.
    """
    try:
        return [each for each in reasons_in_stored(thing.file) if FORBIDDEN in each]
    except FileNotFoundError:
        return [GONE]


def lifted_of_file(thing):
    """The rows for the bytes of ``thing``."""
    return lifted_sentences(_sha256(thing)).select_related("lifted_by")


def lifted_of_files(things):
    """``[(thing, rows)]`` of those library files and pictures of which something was lifted."""
    rows = ((thing, list(lifted_of_file(thing))) for thing in things if thing.file)
    return [(thing, lifted) for thing, lifted in rows if lifted]


def claimed_things(claimed_by=None):
    """``[(thing, claim, standing sentences)]`` of what lies in the library, newest first.

    Each is read: where ``claimed_by`` is given, only what that person called mistaken.
    """
    claims = FileClaim.objects.select_related("claimed_by")
    if claimed_by is not None:
        claims = claims.filter(claimed_by=claimed_by)
    rows = {row.file_hash: row for row in claims}
    things = [
        thing
        for model in (get_document_model(), get_image_model())
        for thing in model.objects.filter(file_hash__in=rows).order_by("-pk")
    ]
    lines = [(thing, rows[thing.file_hash], file_objections(thing)) for thing in things]
    return sorted(lines, key=lambda each: each[1].claimed_at, reverse=True)


@transaction.atomic
def lift_of_file(thing, *, sentences, reason, by, at):
    """Record that ``by`` lets ``sentences`` of the gate pass for the bytes of ``thing``.

    Raises ``PermissionDenied`` for who does not sign, :class:`Refused` with the reasons against.
    """
    thing = _locked(thing, by)
    standing = [each for each in file_objections(thing) if each != GONE]
    refuse_fields(
        [
            *_against_selection(sentences, standing),
            *_length("reason", reason, "请写明理由"),
            *_against_own(thing, by),
        ]
    )
    for sentence in sentences:
        LiftedFileObjection.objects.create(
            sha256=digest_of(thing.file),
            sentence=sentence,
            reason=reason.strip(),
            lifted_by=by,
            lifted_at=at,
        )
    words = {"because": reason.strip(), "lifted": sentences}
    record("pages.lift_file_objection", thing, by=by, at=at, **words)


@transaction.atomic
def discard_file(thing, *, reason, by, at):
    """The gate was right: the file leaves the library, and the record says why.

    Raises like :func:`lift_of_file`, and with what still holds the file.
    """
    thing = _locked(thing, by)
    holders = [("", why) for why in reasons_against_deleting(thing)]
    refuse_fields([*_length("reason", reason, "请写明理由"), *holders])
    words = {"because": reason.strip(), "sha256": _sha256(thing)}
    record("pages.discard_file", thing, by=by, at=at, **words)
    thing.delete()


def _sha256(thing):
    """Of the bytes of ``thing``; empty where they are gone from the disk."""
    try:
        return digest_of(thing.file)
    except FileNotFoundError:
        return ""


def _locked(thing, by):
    if not may_lift_files(by):
        raise PermissionDenied("只有签发人员可以判断检查意见")
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def _against_selection(sentences, standing):
    if not sentences:
        return [("sentences", "请选择要解除的检查意见")]
    return [("sentences", "文件或者检查意见刚刚变动，请重新查看")] * bool(
        set(sentences) - set(standing)
    )


def _against_own(thing, by):
    row = claim_of(thing)
    brought_by = {thing.uploaded_by_user_id, row and row.claimed_by_id}
    return [("", "本人上传的文件，由其他签发人员判断")] * (by.pk in brought_by)


def _length(name, reason, missing):
    length = len(reason.strip())
    if length < SHORTEST_REASON:
        return [(name, f"{missing}（至少{SHORTEST_REASON}个字）")]
    return [(name, f"理由不超过{LONGEST_REASON}字")] * (length > LONGEST_REASON)
