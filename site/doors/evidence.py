"""Keeping what is handed in as evidence, and reading it with a trace."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from files.kinds import EXTENSIONS, plain_name, reasons_against_file
from files.models import Scan
from files.scanning import refused_if_infected
from files.vault import opened, seal
from records.audit import record
from rules.refusal import refuse_fields, refuse_if

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
TOO_MANY = f"最多上传{MAX_FILES}个文件"


@dataclass(frozen=True)
class Examined:
    """A file that was opened, found sound and shown to the scanner."""

    name: str
    data: bytes
    scan: str


def reasons_against_sizes(files):
    """Why these ``(name, bytes)`` cannot be taken, told without opening one of them."""
    if len(files) > MAX_FILES:
        return [TOO_MANY]
    most = MAX_BYTES // (1024 * 1024)
    return [
        f"{plain_name(name)}：文件超过{most}MB" for name, data in files if len(data) > MAX_BYTES
    ]


def examine(files, *, is_strange=False):
    """Open every ``(name, bytes)`` and ask the scanner; :class:`Examined` ones, or all reasons.

    To be done before a transaction: it takes seconds. A stranger's file gets few of them.
    """
    reasons = reasons_against_sizes(files) or [
        f"{plain_name(name)}：{reason}"
        for name, data in files
        for reason in reasons_against_file(name, data, max_bytes=MAX_BYTES, is_strange=is_strange)
    ]
    refuse_fields([("evidence", reason) for reason in reasons])
    return [Examined(plain_name(name), data, refused_if_infected(data)) for name, data in files]


def examined(files):
    """All of ``files`` as :class:`Examined`: what is ``(name, bytes)`` yet is opened now.

    Called by an act before its transaction, which a slow file must not hold open.
    """
    ready = [each for each in files if isinstance(each, Examined)]
    return ready + examine([each for each in files if not isinstance(each, Examined)])


def keep_evidence(owner, files, *, at):
    """Encrypt and keep the :class:`Examined` files as ``owner.evidence``; part of its act."""
    for each in files:
        owner.evidence.create(
            file=ContentFile(seal(each.data), name="evidence"),
            name=each.name,
            size=len(each.data),
            mime=EXTENSIONS[PurePath(each.name).suffix.lower()],
            sha256=hashlib.sha256(each.data).hexdigest(),
            scan=each.scan,
            added_at=at,
        )


@transaction.atomic
def read_evidence(evidence, *, by, at):
    """The plain bytes; every look leaves a row. Raises ``InvalidToken`` when tampered with."""
    refuse_if(_reasons_against_reading(evidence))
    evidence.views.create(user=by, viewed_at=at)
    record("doors.read_evidence", evidence, by=by, at=at)
    return opened(evidence.file)


def _reasons_against_reading(evidence):
    if evidence.scan == Scan.INFECTED:
        return ["该文件发现病毒，已隔离，不能打开"]
    if evidence.scan == Scan.WAITING:
        return ["该文件正在等待病毒扫描，扫描后才能打开"]
    return []
