"""What a release writes, said again word for word to the tables of today.

While an office upgrades, processes of the version before go on writing with the columns they know.
Every row that a release left is an INSERT it sent; ``replay`` sends each once more, and an UPDATE
of all its columns wherever the release's own tables let a row be changed.
"""

import sqlite3

from django.db import DatabaseError, connection, transaction

#: How many rows of a table are enough.
PER_TABLE = 40


class Release:
    """The tables, columns and rows of a kept database at ``path``; only those of ``labels``.

    Opened once, and to be closed: whoever opens it anew reads the making of all tables anew.
    """

    def __init__(self, path, labels):
        self.starts = tuple(f"{label}_" for label in labels)
        self._own = sqlite3.connect(path)

    def close(self):
        self._own.close()

    def columns(self):
        """``{table: [column]}``, in the order of the database."""
        tables = self._ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        ours = [name for [name] in tables if name.startswith(self.starts)]
        return {each: [row[1] for row in self._ask(f"PRAGMA table_info({each})")] for each in ours}

    def rows(self, table, columns):
        """The newest rows, at most ``PER_TABLE``, as tuples in the order of ``columns``."""
        names = ", ".join(f'"{each}"' for each in columns)
        return self._ask(f"SELECT {names} FROM {table} ORDER BY rowid DESC LIMIT {PER_TABLE}")

    def may_change(self, table, column):
        """Whether the release itself can update its rows (a trail is only written to)."""
        try:
            self._own.execute(f'UPDATE {table} SET "{column}" = "{column}"')
        except sqlite3.DatabaseError:
            return False
        finally:
            self._own.rollback()
        return True

    def _ask(self, statement):
        return self._own.execute(statement).fetchall()


def replay(release):
    """``(how many rows were written, [what was refused and why])``; nothing of it stays."""
    written, refused = 0, []
    here = set(connection.introspection.table_names())
    with transaction.atomic():
        for table, columns in release.columns().items():
            if table not in here:
                refused.append(f"{table}: the table is gone")
                continue
            number, reasons = _replay_table(release, table, columns)
            written += number
            refused += sorted(f"{table}: {reason}" for reason in reasons)
        transaction.set_rollback(True)
    return written, refused


def _replay_table(release, table, columns):
    with connection.cursor() as cursor:
        known = connection.introspection.get_table_description(cursor, table)
        reasons = _asked_of_old_code(known, columns)
        rows = release.rows(table, columns)
        _make_room(cursor, table)
        reasons |= _refusals(cursor, _insert(table, columns, _casts(cursor, table)), rows)
        if rows and release.may_change(table, columns[-1]):
            reasons |= _refusals(cursor, _update(table, columns), [()])
    return len(rows), reasons


def _asked_of_old_code(known, columns):
    """Columns that it has and we do not, or without whose value the database takes no row."""
    gone = set(columns) - {each.name for each in known}
    new = [each for each in known if each.name not in columns]
    needed = [each.name for each in new if not each.null_ok and each.default is None]
    return {f"{each} is gone" for each in gone} | {f"{each} has no default" for each in needed}


def _make_room(cursor, table):
    """Rows that a new database begins with go; a table that keeps them for ever has none yet."""
    _refusals(cursor, f"DELETE FROM {table}", [()])


def _refusals(cursor, statement, rows):
    """The words with which the database refuses any of ``rows``, each row by itself."""
    reasons = set()
    for row in rows:
        try:
            with transaction.atomic():
                cursor.execute(statement, row)
        except DatabaseError as error:
            reasons.add(str(error).partition("\n")[0])
    return reasons


def _insert(table, columns, cast):
    names = ", ".join(f'"{each}"' for each in columns)
    values = ", ".join(cast.get(each, "%s") for each in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


def _update(table, columns):
    return f"UPDATE {table} SET " + ", ".join(f'"{each}" = "{each}"' for each in columns)


def _casts(cursor, table):
    """How PostgreSQL reads what SQLite keeps as text and numbers; SQLite takes it as it is."""
    if connection.vendor != "postgresql":
        return {}
    cursor.execute(
        "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    kinds = {name: kind for name, kind in cursor.fetchall() if kind != "bytea"}
    return {name: f"CAST(CAST(%s AS text) AS {kind})" for name, kind in kinds.items()}
