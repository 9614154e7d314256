"""Files that were taken while no scanner answered: looked at as soon as one does."""

import logging
from datetime import timedelta
from time import monotonic

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from files.models import Scan, StoredFile
from files.scanning import scan_for_viruses
from files.vault import opened
from records.audit import record
from records.jobs import job
from records.waking import PASS_SECONDS

AT_ONCE = 20
#: After so many files that settle nothing the scanner is taken to be away until the next pass.
PATIENCE = 3
#: So long a file that settled nothing is left alone: one that is lost wants no pass for itself.
REST = timedelta(minutes=5)
log = logging.getLogger(__name__)


def _wait(at):
    """Files wait, so the scanner is asked about each."""
    return bool(settings.MATERIAL_SCANNER) and _due(at).exists()


def _due(at):
    """Those that nobody was asked about, or not of late; or in a future that was a mistake."""
    rested = Q(scanned_at__lte=at - REST) | Q(scanned_at__gt=at + REST)
    return StoredFile.objects.unsettled().filter(rested | Q(scanned_at=None))


@job("scans", "补做病毒扫描", order=130, is_long=_wait)
def scan_unsettled(at):
    """Ask the scanner about some of the files nobody has looked at; how many were settled."""
    if not settings.MATERIAL_SCANNER:
        return 0
    silent, ends = [], monotonic() + PASS_SECONDS

    def attempt(file):
        is_enough = len(silent) >= PATIENCE or monotonic() >= ends
        if is_enough or not _claim(file, at):
            return 0
        verdict = _ask(file)
        if verdict == Scan.WAITING:
            silent.append(file)
        return verdict in (Scan.CLEAN, Scan.INFECTED) and _settle(file, verdict, at)

    longest_ago = F("scanned_at").asc(nulls_first=True)
    rows = _due(at).order_by(longest_ago, "pk")[:AT_ONCE]
    return sum(scan_unsettled.each(rows, attempt, at=at, atomic=False).done)


def _claim(file, at):
    """Before asking, so that of two passes one asks, and what settles nothing comes last."""
    free = StoredFile.objects.unsettled().filter(pk=file.pk, scanned_at=file.scanned_at)
    return free.update(scanned_at=at)


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
