"""Keeping what is handed in as evidence, and reading it with a trace."""

import hashlib
from pathlib import PurePath

from django.db import transaction

from files.kinds import EXTENSIONS, reasons_against_file
from files.vault import opened, sealed
from records.audit import record
from rules.refusal import refuse_fields

from ..models import EvidenceFile, EvidenceView

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5


def reasons_against_evidence(files):
    """Why these ``(name, bytes)`` cannot be taken, each named by its file."""
    if len(files) > MAX_FILES:
        return [f"最多上传{MAX_FILES}个文件"]
    return [
        f"{_plain(name)}：{reason}"
        for name, data in files
        for reason in reasons_against_file(name, data, max_bytes=MAX_BYTES)
    ]


def keep_evidence(files, *, at, **owner):
    """Check, encrypt and keep ``(name, bytes)`` pairs for one ``owner``; part of its act."""
    refuse_fields([("evidence", reason) for reason in reasons_against_evidence(files)])
    for name, data in files:
        evidence = EvidenceFile(
            name=_plain(name),
            size=len(data),
            mime=EXTENSIONS[PurePath(name).suffix.lower()],
            sha256=hashlib.sha256(data).hexdigest(),
            added_at=at,
            **owner,
        )
        evidence.file.save("evidence", sealed(data), save=False)
        evidence.save()


@transaction.atomic
def read_evidence(evidence, *, by, at):
    """The plain bytes; every look leaves a row. Raises ``InvalidToken`` when tampered with."""
    EvidenceView.objects.create(evidence=evidence, user=by, viewed_at=at)
    record("supervision.read_evidence", evidence, by=by, at=at)
    return opened(evidence.file)


def _plain(name):
    return PurePath(name.replace("\\", "/")).name[:200]
