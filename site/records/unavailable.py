"""Whether an error says that the database is away or too busy, and commands that then say so."""

import json
import sqlite3
import sys

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

#: What SQLite says of a file that it cannot get at now; a missing table is a fault of ours.
AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
}
NO_ANSWER = "数据库没有应答"


def is_unavailable(error):
    """Whether ``error``, or what it came of, is the database's being away, cut off or too busy."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return _is_away(error)
        error = error.__cause__ or error.__context__
    return False


def _is_away(error):
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in AWAY


class ReportCommand(BaseCommand):
    """A command whose JSON a monitor reads: also while the database is away, with exit 1."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except (OperationalError, InterfaceError) as error:
            if not is_unavailable(error):
                raise
        self.stdout.write(json.dumps({"total": 1, "database": [NO_ANSWER]}, ensure_ascii=False))
        sys.exit(1)
