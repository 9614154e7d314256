"""A backup put back on an empty machine, and compared with what was kept."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection
from django.utils import timezone

from files.models import StoredFile
from files.vault import opened
from records.audit_faults import faults
from records.models import OutgoingMail

from . import restic, tables
from .dumping import DUMP, DUMPS, MANIFEST, MEDIA, postgres
from .noting import note

State = OutgoingMail.State
AGAIN = "从备份恢复，不知道备份以后是否已经发出"


class NotEmpty(Exception):
    """There is something here already; nothing was touched."""


def restore(snapshot):
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
    found = _compared(manifest)
    mails = _doubted()
    note("restore", of=manifest["at"])
    return {"of": manifest["at"], **found, "mails": mails}


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


def _compared(manifest):
    found = tables.counts()
    at = timezone.now()
    files, broken = _files()
    wrong = [
        *tables.differences(manifest["tables"], found),
        *broken,
        *(f"审计：{fault}" for fault in faults(head=manifest["audit_head"], at=at)),
    ]
    return {"tables": len(found), "files": files, "faults": wrong}


def _files():
    """How many sealed files there are, and a line for each that does not open to its digest."""
    kept = StoredFile.objects.filter(destroyed_at__isnull=True)
    broken = [
        f"文件 {file.pk}：{why}" for file in kept.iterator(chunk_size=200) if (why := _fault(file))
    ]
    return kept.count(), broken


def _fault(file):
    try:
        is_whole = hashlib.sha256(opened(file.sealed)).hexdigest() == file.sha256
    except FileNotFoundError:
        return "没有"
    except InvalidToken:
        return "打不开，MATERIAL_KEY 是否是备份时的"
    return "" if is_whole else "与登记的摘要不符"


def _doubted():
    waiting = OutgoingMail.objects.filter(state__in=(State.WAITING, State.SENDING))
    return waiting.update(state=State.DOUBTFUL, error=AGAIN)
