"""``python -m tests.support.ready_tables``: the tables that an own machine's database begins with.

They are those of a database that was migrated from nothing, written as SQL. Who adds a migration
need not write them anew: it is done for a release, so that a new demo migrates next to nothing.
"""

import sqlite3
from contextlib import closing

from tests.support.migrated import ROOT, make_migrated

FILE = ROOT / "site" / "config" / "tables.sql"
HEAD = "-- Written by `make tables` from a migrated SQLite database; never by hand.\n"
#: What came first is made first: rows before the triggers that would look at them.
ORDER = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"


def tables_as_sql(path):
    """Everything in the database at ``path`` as one transaction; its trail stays behind."""
    with closing(sqlite3.connect(path)) as connection:
        things = [row for row in connection.execute(ORDER) if not _is_made_by_sqlite(row[1])]
        virtual = [name for _, name, sql in things if sql.startswith("CREATE VIRTUAL")]
        things = [each for each in things if not _belongs_to(each[1], virtual)]
        tables = [each for each in things if each[0] == "table"]
        rows = [
            row
            for _, name, _ in tables
            if name not in virtual and not name.startswith("records_")
            for row in _rows(connection, name)
        ]
    made = [sql for _, _, sql in tables], [sql for kind, _, sql in things if kind != "table"]
    statements = [*made[0], *rows, *made[1]]
    return HEAD + "".join(f"{each};\n" for each in ["BEGIN", *statements, "COMMIT"])


def _is_made_by_sqlite(name):
    return name.startswith("sqlite_")


def _belongs_to(name, virtual):
    """Whether it is a table that a virtual one keeps its words in, and makes by itself."""
    return any(name.startswith(f"{each}_") for each in virtual)


def _rows(connection, name):
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
    quoted = " || ',' || ".join(f'quote("{column}")' for column in columns)
    names = ",".join(f'"{column}"' for column in columns)
    for (values,) in connection.execute(f'SELECT {quoted} FROM "{name}" ORDER BY rowid'):
        yield f'INSERT INTO "{name}" ({names}) VALUES ({values})'


if __name__ == "__main__":
    FILE.write_text(tables_as_sql(make_migrated()), encoding="utf-8")
