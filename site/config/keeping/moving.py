"""From the small installation to the large: every row of an SQLite file into PostgreSQL."""

import sqlite3
from contextlib import closing

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, transaction

from . import tables
from .noting import note


class CannotMove(Exception):
    """Why nothing was moved; the PostgreSQL database is as it was."""


def move(path, *, at):
    """Every row of the SQLite database at ``path`` into ours; ``{table: rows}``.

    Ours is PostgreSQL, freshly migrated by the same version; what `migrate` put into it goes. All
    of it is one transaction. Search is indexed anew afterwards: each engine has its own.
    """
    if connection.vendor != "postgresql":
        raise CannotMove("DATABASE_URL 不是 PostgreSQL")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
        source.execute("BEGIN")
        _refuse(source)
        names = tables.names()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            emptied = ", ".join(map(_quoted, (*names, tables.SEARCH_ORDER)))
            cursor.execute(f"TRUNCATE {emptied} CASCADE")
            moved = {name: _copy(name, source, cursor) for name in names}
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(True)):
                cursor.execute(statement)
    wrong = tables.differences(moved, tables.counts())
    if wrong:
        raise CannotMove("；".join(wrong))
    note("move_database", at=at, rows=sum(moved.values()))
    return moved


def _refuse(source):
    """The two have to be of one version, and nobody may have worked in ours yet."""
    present = {name for (name,) in source.execute("SELECT name FROM sqlite_master")}
    if "django_migrations" not in present:
        raise CannotMove("不是本系统的数据库")
    query = "SELECT app, name FROM django_migrations"
    with connection.cursor() as cursor:
        cursor.execute(query)
        ours = set(cursor.fetchall())
    differing = ours ^ set(source.execute(query))
    if differing:
        raise CannotMove(f"两边的版本不同：{', '.join(sorted(f'{a}.{n}' for a, n in differing))}")
    missing = set(tables.names()) - present
    if missing:
        raise CannotMove(f"缺少表 {', '.join(sorted(missing))}")
    if get_user_model().objects.exists():
        raise CannotMove("PostgreSQL 里已经有业务数据")


def _copy(name, source, cursor):
    """COPY of one table's rows, each value as PostgreSQL reads it; how many."""
    kinds = _kinds(name, cursor)
    columns = ", ".join(map(_quoted, kinds))
    rows = source.execute(f"SELECT {columns} FROM {_quoted(name)}")
    number = 0
    with cursor.copy(f"COPY {_quoted(name)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            pairs = zip(row, kinds.values(), strict=True)
            copy.write_row([_value(value, kind) for value, kind in pairs])
            number += 1
    return number


def _kinds(name, cursor):
    """``{column: PostgreSQL's type}`` of what is stored, not of what the database computes."""
    cursor.execute(
        "SELECT column_name, udt_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [name],
    )
    return dict(cursor.fetchall())


def _value(value, kind):
    """SQLite keeps moments as text in UTC, truth as 0 and 1, JSON as text."""
    if value is None:
        return None
    if kind == "bool":
        return bool(value)
    if kind == "timestamptz":
        return f"{value}+00"
    if kind in ("numeric", "date", "jsonb", "uuid"):
        return f"{value}"
    return value


def _quoted(name):
    return connection.ops.quote_name(name)
