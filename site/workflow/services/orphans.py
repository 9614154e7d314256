"""Destroying what no row names, with a row in the trail for each: nothing goes without a word."""

import logging
from datetime import timedelta

from django.db import transaction

from files import orphans
from files.models import StoredFile
from records.audit import record
from records.jobs import job
from records.models import JobBeat
from records.numbering import exclude_others
from rules.periods import local_day

from ..models import Preservation
from .preservations import SERIES

JOB = "orphans"
#: Longer than any upload, any rollback and any restoring of yesterday's database take.
KEPT_FOR = timedelta(days=7)
#: More than this, and more than a tenth of all, is no accident: it is another database's store.
MANY, SHARE = 50, 0.1
WHY = "没有记录指向的文件，保留期满"
log = logging.getLogger(__name__)


class ForeignStore(Exception):
    """So many files are unknown that the database is not the one that they belong to."""


@job(JOB, "销毁没有记录的文件", order=141, every=timedelta(days=1))
def destroy_orphans(at):
    """Destroy old files without a row; how many. Raises :class:`ForeignStore`.

    None while anything is preserved as evidence: nobody can tell whose they are.
    """
    if Preservation.objects.standing(local_day(at)).exists():
        return 0
    names = orphans.names(before=at - KEPT_FOR)
    if len(names) > max(MANY, StoredFile.objects.count() * SHARE):
        raise ForeignStore(f"{len(names)} files in the store have no row")
    return sum(_destroy(name, at) for name in names)


@transaction.atomic
def _destroy(name, at):
    """The row in the trail first: a crash between the two leaves the file, and another row.

    False where another clock was quicker, or something is preserved since. The pass is not over:
    it has no beat for that yet.
    """
    exclude_others(SERIES)
    if Preservation.objects.standing(local_day(at)).exists():
        return False
    try:
        facts = orphans.facts(name)
    except FileNotFoundError:
        return False
    beat, _ = JobBeat.objects.get_or_create(name=JOB, defaults={"done_at": at - KEPT_FOR})
    record("files.destroy_orphan", beat, by=None, at=at, because=WHY, **facts)
    log.warning("destroyed a file that no row names: %s", name)
    transaction.on_commit(lambda: orphans.delete(name))
    return True
