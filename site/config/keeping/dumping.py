"""The whole database as one file at one moment, and how many rows each table had then."""

import json
import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager

from django.db import connection, transaction

from records.models import AuditSeal

from . import tables

#: Below ``DATA_ROOT``: where a dump is written, and what else is kept.
DUMPS, MEDIA = "var/backup", "media"
DUMP, MANIFEST = "database.dump", "manifest.json"


class DumpFailed(Exception):
    """What ``pg_dump`` or ``pg_restore`` said."""


def dump(folder, *, at):
    """Write :data:`DUMP` and :data:`MANIFEST` into ``folder``; what the manifest says.

    Both are of one moment: on PostgreSQL the rows are counted in the very snapshot that ``pg_dump``
    reads, on SQLite in a transaction that lets nobody write while the file is copied.
    """
    with _one_moment() as snapshot:
        seal = AuditSeal.objects.first()
        manifest = {
            "at": at.isoformat(timespec="seconds"),
            "engine": connection.vendor,
            "tables": tables.counts(),
            "audit_head": seal.digest if seal else "",
        }
        _write(folder / DUMP, snapshot)
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


@contextmanager
def _one_moment():
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            yield None
            return
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _write(path, snapshot):
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as copy, closing(_reader()) as source:
            source.backup(copy)
        return
    postgres("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")


def _reader():
    return sqlite3.connect(connection.settings_dict["NAME"])


def postgres(program, *words):
    """Run one of PostgreSQL's programs on our database; its password is in the environment."""
    access = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": access["HOST"],
        "PGPORT": str(access["PORT"] or 5432),
        "PGUSER": access["USER"],
        "PGPASSWORD": access["PASSWORD"],
    }
    try:
        done = subprocess.run(
            [program, "--no-owner", f"--dbname={access['NAME']}", *words],
            env=environment,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise DumpFailed(f"没有安装 {program}（apt-get install postgresql-client）") from error
    if done.returncode:
        raise DumpFailed(f"{program}：{done.stderr.strip()[-500:]}")
