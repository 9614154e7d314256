"""Files that were taken while no scanner answered: looked at as soon as one does."""

import logging

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from applications.models import Authorisation
from files.models import Scan, StoredFile
from files.scanning import look_at
from files.vault import opened
from records.audit import record
from records.jobs import job
from supervision.models import EvidenceFile

AT_ONCE = 20
#: After so many files that settle nothing the scanner is taken to be away until the next pass.
PATIENCE = 3
log = logging.getLogger(__name__)


@job("scans", "补做病毒扫描", order=130)
def scan_unsettled(at):
    """Ask the scanner about some of the files nobody has looked at; how many were settled."""
    if not settings.MATERIAL_SCANNER:
        return 0
    silent = []

    def attempt(row):
        verdict = None if len(silent) >= PATIENCE else _ask(row)
        if verdict == Scan.WAITING:
            silent.append(row)
        return verdict in (Scan.CLEAN, Scan.INFECTED) and _settle(row, verdict, at)

    return sum(scan_unsettled.each(_unsettled(), attempt, at=at, atomic=False).done)


def _unsettled():
    for model in (StoredFile, Authorisation, EvidenceFile):
        yield from model.objects.unsettled().order_by("pk")[:AT_ONCE]


def _ask(row):
    """What the scanner says; None of a file that is lost, which is another watch's to report."""
    try:
        return look_at(opened(row.sealed if isinstance(row, StoredFile) else row.file))
    except (InvalidToken, FileNotFoundError):
        log.warning("%s %s cannot be opened for scanning", row._meta.label, row.pk)
        return None


def _settle(row, said, at):
    verdict = {"scan": said}
    if isinstance(row, StoredFile):
        verdict["scanned_at"] = at
    with transaction.atomic():
        if not type(row).objects.unsettled().filter(pk=row.pk).update(**verdict):
            return 0
        record("workflow.scan", row, by=None, at=at, verdict=said.label)
    return 1
