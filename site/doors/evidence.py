"""Keeping what is handed in as evidence, and reading it with a trace."""

from django.db import transaction

from files import delivery, intake
from files.intake import SoundFile
from files.kinds import plain_name
from records.audit import record
from rules.refusal import Refused, refuse_fields

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
TOO_MANY = f"最多上传{MAX_FILES}个文件"


def reasons_against_sizes(files):
    """Why these ``(name, bytes)`` cannot be taken, told without opening one of them."""
    if len(files) > MAX_FILES:
        return [TOO_MANY]
    most = MAX_BYTES // (1024 * 1024)
    return [
        f"{plain_name(name)}：文件超过{most}MB" for name, data in files if len(data) > MAX_BYTES
    ]


def examine(files, *, is_strange=False):
    """Open every ``(name, bytes)`` and ask the scanner; :class:`SoundFile` ones, or all reasons.

    To be done before a transaction: it takes seconds. A stranger's file gets few of them.
    """
    sound, reasons = [], reasons_against_sizes(files)
    for name, data in () if reasons else files:
        try:
            sound.append(intake.examine(name, data, max_bytes=MAX_BYTES, is_strange=is_strange))
        except Refused as refused:
            reasons += [f"{plain_name(name)}：{reason}" for reason in refused.reasons]
    refuse_fields([("evidence", reason) for reason in reasons])
    return sound


def examined(files):
    """All of ``files`` as :class:`SoundFile`: what is ``(name, bytes)`` yet is opened now.

    Called by an act before its transaction, which a slow file must not hold open.
    """
    ready = [each for each in files if isinstance(each, SoundFile)]
    return ready + examine([each for each in files if not isinstance(each, SoundFile)])


def keep_evidence(owner, files, *, by, at):
    """Encrypt and keep the :class:`SoundFile` files as ``owner.evidence``; part of its act."""
    for each in files:
        owner.evidence.create(file=intake.take(each, by=by, at=at))


@transaction.atomic
def read_evidence(evidence, *, by, at):
    """The plain bytes; every look leaves a row. Raises ``InvalidToken`` when tampered with."""
    data = delivery.read(evidence.file)
    evidence.views.create(user=by, viewed_at=at)
    record("doors.read_evidence", evidence, by=by, at=at)
    return data
