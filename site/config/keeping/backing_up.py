"""A backup: the database as one file, then the files it names; kept, thinned out, read back."""

import fcntl
import shutil
from contextlib import contextmanager

from django.conf import settings

from records.models import JobBeat
from records.witnesses import witness

from . import restic
from .dumping import DUMPS, MEDIA, dump
from .noting import note

NAME = "backup"
#: Two backups a day are planned; one that failed is no alarm yet, a day without any is.
PATIENCE_HOURS = 26


def back_up(*, share, at):
    """Keep everything; ``{"snapshot", "at", "tables", "rows"}``. ``share`` of it is read back.

    First the database, then the files: what a row names was written before the row. A file that
    was destroyed between the two is missing in the backup, as it should be.
    """
    restic.open_repository()
    (settings.DATA_ROOT / MEDIA).mkdir(parents=True, exist_ok=True)
    with _alone() as folder:
        manifest = dump(folder, at=at)
        # The same names each time, by which restic finds what it has already read.
        snapshot = restic.save(f"{DUMPS}", MEDIA, cwd=settings.DATA_ROOT)
    restic.forget_old()
    restic.check(share)
    note(NAME, at=at, snapshot=snapshot[:8])
    rows = manifest["tables"]
    return {
        "snapshot": snapshot[:8],
        "at": manifest["at"],
        "tables": len(rows),
        "rows": sum(rows.values()),
    }


@contextmanager
def _alone():
    """The empty folder for the dump, which nobody else may read, while no other backup runs."""
    folder = settings.DATA_ROOT / DUMPS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise restic.RepositoryFailed("另一个备份正在进行") from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@witness(
    NAME,
    "备份",
    remedy="在备份的主机上执行 manage.py backup 看原因；多为备份存储不可达或者空间不足",
)
def late_backups(at):
    """Nothing where no repository is set: somebody else keeps the machine, then."""
    if not restic.is_set_up():
        return []
    beat = JobBeat.objects.filter(name=NAME).first()
    if beat is None:
        return ["从未备份"]
    hours = int((at - beat.done_at).total_seconds() // 3600)
    return [f"最近一次成功的备份在 {hours} 小时以前"] if hours >= PATIENCE_HOURS else []
