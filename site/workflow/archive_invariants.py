"""What must be true of the archive: filed whole, numbered without gap, destroyed only by a list.

Each function yields one Chinese sentence for each breach; :mod:`workflow.invariants` runs them.
"""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef

from rules.periods import local_day

from .models import ArchiveFile, DisposalLine, Preservation
from .policies.preservations import covers


def filed_under_way():
    """归档 comes after the end: nothing of a filed paper waits for anybody."""
    open_ones = ArchiveFile.objects.filter(application__items__outcome__isnull=True)
    early = ArchiveFile.objects.filter(application__items__outcome__at__gt=F("filed_at"))
    for row in (open_ones | early).distinct():
        yield f"案卷{row}尚未办结即归档"


def numbers_with_gaps():
    """DA/T 22: the serial of each year and retention has no gap."""
    serials = defaultdict(set)
    for year, retention, serial in ArchiveFile.objects.values_list("year", "retention", "serial"):
        serials[year, retention].add(serial)
    for (year, retention), numbers in sorted(serials.items()):
        if max(numbers) != len(numbers):
            yield f"{year}年{retention}案卷的件号有缺号"


def destroyed_without_a_list():
    """Nothing is destroyed but by an approved list, and never before its years are over."""
    lines = DisposalLine.objects.filter(
        archive_file=OuterRef("pk"),
        disposal__kind="destruction",
        disposal__is_approved=True,
        disposal__decided_at__lte=OuterRef("destroyed_at"),
    )
    destroyed = ArchiveFile.objects.filter(destroyed_at__isnull=False)
    for row in destroyed.filter(~Exists(lines)):
        yield f"案卷{row}没有批准的销毁清册即销毁"
    for row in destroyed:
        if row.kept_until is None or local_day(row.destroyed_at).year <= row.kept_until:
            yield f"案卷{row}保管期限未满即销毁"


def destroyed_while_preserved():
    """Nothing is destroyed between the hour in which it was preserved and the end of that."""
    rows = list(Preservation.objects.exclude(is_approved=False))
    destroyed = ArchiveFile.objects.filter(destroyed_at__isnull=False)
    for file in destroyed.select_related("application") if rows else ():
        own = (each for each in rows if covers(each, file.application))
        if any(_stood(each, file.destroyed_at) for each in own):
            yield f"案卷{file}在保全期间被销毁"


def _stood(preservation, moment):
    is_over = preservation.lifted_at is not None and preservation.lifted_at <= moment
    is_past = preservation.until is not None and preservation.until < local_day(moment)
    return preservation.entered_at <= moment and not is_over and not is_past


CHECKS = (
    *(filed_under_way, numbers_with_gaps, destroyed_without_a_list),
    destroyed_while_preserved,
)
