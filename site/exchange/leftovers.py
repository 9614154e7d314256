"""What a killed process left on the disk of the packages that it was building or sending."""

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from records.jobs import job

#: A workbook is written by openpyxl, whose files bear its own name.
OURS = ("gongshi-batch-*", "gongshi-parcel-*", "openpyxl.*")
#: Far longer than anything of ours takes.
KEPT_FOR = timedelta(hours=12)


@job("exchange_leftovers", "清理中断的报送文件", order=186, every=timedelta(hours=1))
def clear_leftovers(at):
    """Remove what was left behind; how many files and folders."""
    return sum(map(_remove, left_behind()))


def left_behind():
    """Paths of ours that nobody wrote to for :data:`KEPT_FOR`.

    By the disk's own clock, as their times are: on a simulated one everything would look old, also
    what a process is writing.
    """
    folder = Path(tempfile.gettempdir())
    with tempfile.TemporaryFile(dir=folder) as probe:
        before = os.fstat(probe.fileno()).st_mtime - KEPT_FOR.total_seconds()
    paths = [path for pattern in OURS for path in folder.glob(pattern)]
    return [path for path in paths if _is_mine(path) and _last_written(path) < before]


def _is_mine(path):
    """No link, and not of another account: who may write here can give a file any name."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    return status.st_uid == os.getuid() and not path.is_symlink()


def _last_written(path):
    """When anything in ``path`` was last written; now, if it goes away meanwhile."""
    try:
        return max(each.lstat().st_mtime for each in (path, *path.glob("**/*")))
    except FileNotFoundError:
        return float("inf")


def _remove(path):
    """Whether it is gone; another clock may have been quicker."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return not path.exists()
