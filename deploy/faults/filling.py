"""``python -m deploy.faults.filling FOLDER LEFT``: files come until the disk of FOLDER is full.

LEFT megabytes are free when they begin. Then room is made, and everything is looked at. JSON.
"""

import json
import secrets
import shutil
import sys
import time
from pathlib import Path

import django
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

REFUSALS = 5
SIZE = 200_000


def main(folder, left):
    django.setup()
    from tests.conftest import create_office

    create_office()
    filler = Path(folder) / "filler"
    _take_room(filler, Path(folder), int(left) * 2**20)
    taken, refused, faults = _take_until_full()
    faults += _backup_is_refused()
    filler.unlink()
    _wait_for_database()
    more, _, again = _take_until_full(most=3)
    lost = sum(not _is_whole(key, data) for key, data in (taken | more).items())
    answer = {
        "taken": len(taken),
        "refused": refused,
        "lost": lost,
        "faults": [*faults, *again, *_after(len(more))],
        "loose": len(loose()),
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _wait_for_database():
    """Somebody starts it again where it fell, as systemd does."""
    deadline = time.monotonic() + 300
    while True:
        try:
            connection.ensure_connection()
        except Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        else:
            return


def _take_room(filler, folder, left):
    with filler.open("wb") as file:
        size = shutil.disk_usage(folder).free - left
        file.write(b"\0" * max(size, 0))


def _take_until_full(most=200):
    """``({key: bytes}, refusals, faults)`` of files that are handed in one after the other."""
    from rules.refusal import Refused

    taken, refused, faults = {}, 0, []
    while refused < REFUSALS and len(taken) < most:
        data = secrets.token_bytes(SIZE)
        try:
            taken[_take(data)] = data
        except (OSError, Error, Refused) as error:
            refused += 1
            faults += _reasons_against(error)
    return taken, refused, faults


def _take(data):
    """Hand in a file and let the act be audited; its key once all of it has landed."""
    from django.utils import timezone

    from demo.acts import holder
    from files.intake import SoundFile, take
    from records.audit import record

    by, at = holder("fpb_clerk@fpb"), timezone.now()
    with transaction.atomic():
        file = take(SoundFile("照片.jpg", data, "image/jpeg", "unscanned"), by=by, at=at)
        record("doors.read_evidence", file, by=by, at=at, padding=secrets.token_hex(50_000))
    return file.pk


def _reasons_against(error):
    """Whether a refusal is one that the doors know: no space (507), or no database (503)."""
    from files.storage import NoSpace
    from records.unavailable import is_unavailable

    connection.close()
    known = isinstance(error, NoSpace) or is_unavailable(error)
    return [] if known else [f"{type(error).__name__}: {error}"[:120]]


def _backup_is_refused():
    try:
        call_command("backup", stdout=sys.stderr)
    except CommandError:
        return []
    except Error:
        connection.close()
        return []
    return ["没有空间，备份却说成功"]


def _is_whole(key, data):
    from files.delivery import read
    from files.models import StoredFile

    file = StoredFile.objects.filter(pk=key).first()
    return file is not None and bytes(read(file, is_own=True)) == data


def _after(more):
    """What must hold once there is room again."""
    from django.conf import settings
    from django.utils import timezone

    from files.models import StoredFile
    from records.audit_faults import faults
    from records.sealing import seal

    seal(timezone.now())
    yield from ([] if more == 3 else ["腾出空间后仍然不能上传"])
    yield from faults(at=timezone.now())
    stored = [path for path in (settings.DATA_ROOT / "media/private").rglob("*") if path.is_file()]
    if len(stored) < StoredFile.objects.count():
        yield f"{len(stored)} 个文件，{StoredFile.objects.count()} 条记录"
    yield from (f"半个文件 {path.name}" for path in stored if "unfinished" in path.name)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        yield from ([] if answer == "ok" else [answer])
    try:
        call_command("backup", stdout=sys.stderr)
    except CommandError as error:
        yield f"腾出空间后备份失败：{error}"


def loose():
    """The names of files that no row stands for; a job destroys them after a week."""
    from django.utils import timezone

    from files.orphans import names

    return names(before=timezone.now())


if __name__ == "__main__":
    main(*sys.argv[1:])
