"""A backup put back on an empty machine, and compared with what was kept."""

import json
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from files.wholeness import examined_files
from records.audit_faults import faults
from records.models import OutgoingMail

from . import restic, tables
from .dumping import DUMP, DUMPS, MANIFEST, MEDIA, postgres
from .noting import note

State = OutgoingMail.State
AGAIN = "从备份恢复，不知道备份以后是否已经发出"


class NotEmpty(Exception):
    """There is something here already; nothing was touched."""


def restore(snapshot, *, at):
    """Put ``snapshot`` back; ``{"of", "tables", "files", "mails", "faults"}``, faults as lines.

    Nothing leaves by itself that may have left before: waiting mail becomes doubtful.
    """
    reasons = reasons_against()
    if reasons:
        raise NotEmpty("；".join(reasons))
    with tempfile.TemporaryDirectory(prefix="gongshi-restore-", dir=settings.DATA_ROOT) as folder:
        restic.fetch(snapshot, folder)
        manifest = json.loads(Path(folder, DUMPS, MANIFEST).read_text(encoding="utf-8"))
        if manifest["engine"] != connection.vendor:
            raise NotEmpty(f"备份来自 {manifest['engine']}，这里是 {connection.vendor}")
        _put_back(Path(folder))
    comparison = _compared(manifest, at)
    mails = _doubted()
    note("restore", at=at, of=manifest["at"])
    return {"of": manifest["at"], **comparison, "mails": mails}


def reasons_against():
    """Why nothing can be restored here: a database with tables, a store with files."""
    reasons = []
    if connection.introspection.table_names():
        reasons.append("数据库不是空的")
    media = settings.DATA_ROOT / MEDIA
    if any(path.is_file() and path.name != ".gitkeep" for path in media.rglob("*")):
        reasons.append(f"{media} 不是空的")
    return reasons


def _put_back(folder):
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copyfile(folder / DUMPS / DUMP, connection.settings_dict["NAME"])
    else:
        postgres(
            "pg_restore", "--exit-on-error", "--single-transaction", str(folder / DUMPS / DUMP)
        )
    if (folder / MEDIA).exists():
        shutil.copytree(folder / MEDIA, settings.DATA_ROOT / MEDIA, dirs_exist_ok=True)


def _compared(manifest, at):
    rows = tables.counts()
    files, broken = examined_files()
    wrong = [
        *tables.differences(manifest["tables"], rows),
        *broken,
        *(f"审计：{fault}" for fault in faults(head=manifest["audit_head"], at=at)),
    ]
    return {"tables": len(rows), "files": files, "faults": wrong}


def _doubted():
    waiting = OutgoingMail.objects.filter(state__in=(State.WAITING, State.SENDING))
    return waiting.update(state=State.DOUBTFUL, error=AGAIN)
