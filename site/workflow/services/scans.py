"""Files that were taken while no scanner answered: looked at as soon as one does."""

import logging

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import F

from files.models import Scan, StoredFile
from files.scanning import scan_for_viruses
from files.vault import opened
from records.audit import record
from records.jobs import job

AT_ONCE = 20
#: After so many files that settle nothing the scanner is taken to be away until the next pass.
PATIENCE = 3
log = logging.getLogger(__name__)


def _wait(at):
    """Files wait, so the scanner is asked about each."""
    return bool(settings.MATERIAL_SCANNER) and StoredFile.objects.unsettled().exists()


@job("scans", "补做病毒扫描", order=130, is_long=_wait)
def scan_unsettled(at):
    """Ask the scanner about some of the files nobody has looked at; how many were settled."""
    if not settings.MATERIAL_SCANNER:
        return 0
    silent = []

    def attempt(file):
        if len(silent) >= PATIENCE or not _put_last(file, at):
            return 0
        verdict = _ask(file)
        if verdict == Scan.WAITING:
            silent.append(file)
        return verdict in (Scan.CLEAN, Scan.INFECTED) and _settle(file, verdict, at)

    longest_ago = F("scanned_at").asc(nulls_first=True)
    rows = StoredFile.objects.unsettled().order_by(longest_ago, "pk")[:AT_ONCE]
    return sum(scan_unsettled.each(rows, attempt, at=at, atomic=False).done)


def _put_last(file, at):
    """Before asking, so that what settles nothing, however it ends, keeps no other waiting."""
    return StoredFile.objects.unsettled().filter(pk=file.pk).update(scanned_at=at)


def _ask(file):
    """What the scanner says; None of a file that is lost, which is another watch's to report."""
    try:
        return scan_for_viruses(opened(file.sealed))
    except (InvalidToken, FileNotFoundError):
        log.warning("stored file %s cannot be opened for scanning", file.pk)
        return None


def _settle(file, verdict, at):
    with transaction.atomic():
        unsettled = StoredFile.objects.unsettled().filter(pk=file.pk)
        if not unsettled.update(scan=verdict, scanned_at=at):
            return 0
        record("workflow.scan", file, by=None, at=at, verdict=verdict.label, sha256=file.sha256)
    return 1
