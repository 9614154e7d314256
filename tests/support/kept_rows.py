"""A database of PostgreSQL as it stood: the rows of its tables, kept in memory and put back.

Emptying three hundred tables, making permissions anew and founding the office anew took seconds
for each test that commits, though it wrote to a few dozen of them. Only what changed is written
again: a table with another number of rows, or with a row of a younger transaction. No key and no
guard is asked meanwhile, since what was consistent becomes so again.
"""

from dataclasses import dataclass

from django.db import connection
from psycopg.sql import SQL, Identifier

from records.public_writes import begin_anew

#: Only a superuser may, as the cluster's own role is.
OFF = "SET LOCAL session_replication_role = replica"
#: All but the one with which a new generation begins each time.
TABLES = (
    "SELECT tablename FROM pg_tables"
    " WHERE schemaname = 'public' AND tablename <> 'records_publicwrite'"
)
SEQUENCES = (
    "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
)
SET_BACK = "SELECT setval(format('%%I', %s::text), coalesce(%s, %s), %s)"
#: Of a table: how many rows, and the transaction of the youngest.
MEASURE = SQL("SELECT {name}, count(*), max(xmin::text::bigint) FROM {table}")


@dataclass
class KeptRows:
    """The rows of a moment: ``copies[table]`` as COPY writes them, none of an empty table."""

    measures: dict[str, list]
    copies: dict[str, bytes]
    sequences: set[tuple]


class KeptRowStates:
    """What ``KeptStates`` of ``put_back.py`` is for SQLite: as migrated, and with the office."""

    def __init__(self, as_in_a_test):
        self._as_in_a_test, self._kept = as_in_a_test, {}

    def begin(self):
        """Before a test that may commit, outside of any transaction; nothing was left behind."""
        if "migrated" not in self._kept:
            self._kept["migrated"] = keep()

    def put_back(self):
        """After it: as migrated, whatever was committed since."""
        put_back(self._kept["migrated"])

    def found_office(self, create_office):
        """The office, created once. Where a test wrote before it asks, it is created as ever."""
        if connection.in_atomic_block or changed_since(self._kept["migrated"]):
            create_office()
        elif "office" in self._kept:
            put_back(self._kept["office"])
        else:
            with self._as_in_a_test():
                create_office()
            self._kept["office"] = keep()


def keep():
    """:class:`KeptRows` of the present."""
    with _cursor() as cursor:
        tables = [row[0] for row in cursor.execute(TABLES).fetchall()]
        measures = _measures(cursor, tables)
        copies = {table: _copy(cursor, table) for table in tables if measures[table][0]}
        return KeptRows(measures, copies, _sequences(cursor))


def changed_since(kept):
    """The tables that are not as they were."""
    with _cursor() as cursor:
        return _changed(cursor, kept)


def put_back(kept):
    """Whoever still writes is waited for, as long as this connection waits for a lock."""
    connection.close()  # with what a test was still reading
    with _cursor() as cursor, cursor.connection.transaction():
        tables = SQL(", ").join(map(Identifier, kept.measures))
        cursor.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))
        cursor.execute(OFF)
        cursor.execute("DELETE FROM records_publicwrite")
        changed = _changed(cursor, kept)
        for table in changed:
            _write(cursor, table, kept.copies.get(table))
        if changed:
            kept.measures |= _measures(cursor, changed)
        for name, start, last in kept.sequences - _sequences(cursor):
            cursor.execute(SET_BACK, [name, last, start, last is not None])
    begin_anew()


def _cursor():
    """The driver's own: what Django does around each statement is not for these."""
    connection.ensure_connection()
    return connection.connection.cursor()


def _changed(cursor, kept):
    now = _measures(cursor, kept.measures)
    return [table for table, measure in kept.measures.items() if now[table] != measure]


def _measures(cursor, tables):
    each = [MEASURE.format(name=name, table=Identifier(name)) for name in tables]
    rows = cursor.execute(SQL(" UNION ALL ").join(each)).fetchall()
    return {name: measure for name, *measure in rows}


def _sequences(cursor):
    return set(cursor.execute(SEQUENCES).fetchall())


def _copy(cursor, table):
    with cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
        return b"".join(bytes(piece) for piece in copy)


def _write(cursor, table, rows):
    cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    if rows is not None:
        with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
            copy.write(rows)
