"""``python -m deploy.faults [--brief|--long] [--only NAME…] [--write] [--read FILE]``: every fault,
one table.

It takes minutes. ``--brief`` walks fewer papers and names what our tests and ``deploy/try`` try
anyway; ``--long`` kills at 200 points while 500 applications run, on each database, and 200 times
in the running stack: an hour. Each row is kept in ``var/faults/<form>.json`` once it is known.
``--write`` puts the table into docs/faults.md; with ``--read FILE`` nothing runs, and the table is
that of such a file. Exit 1 when a row has failed.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from . import clocks, databases, disk, killed, machines, others, report, stack

PAGE = databases.ROOT / "docs" / "faults.md"
MARK = "<!-- make faults -->\n"


@dataclass(frozen=True)
class Size:
    """How much is tried; ``between`` are the seconds from one fall of a database to the next."""

    name: str = "usual"
    applications: int = 8
    kills: int = 30
    restarts: int = 3
    between: tuple = (4.0, 9.0)
    seed: int = 20201013


BRIEF = Size("brief", applications=4, kills=12, restarts=2)
LONG = Size("long", applications=500, kills=200, restarts=10, between=(10.0, 25.0))
#: Each takes the size, those on PostgreSQL a running cluster, too; and gives one row or several.
#: The quick ones come first: a run that was stopped has told something.
ON_FILES = (disk.on_sqlite, clocks.jumping)
BY_TESTS = (others.poisoned, others.upgraded)
ON_SERVERS = (
    *(machines.two_clocks, disk.on_postgres),
    *(killed.on_postgres, killed.with_restarts, killed.with_failover),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--only", nargs="*", help="names like killed.on_sqlite")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--read", type=Path, help="a table of before, as JSON")
    given = parser.parse_args()
    rows = report.read_rows(given.read) if given.read else _run(given)
    table = report.markdown(rows)
    sys.stdout.write(table)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
        after = rest.partition(MARK)[2]
        PAGE.write_text(f"{before}{MARK}{table}{MARK}{after}", encoding="utf-8")
    return 0 if all(row.has_passed for row in rows) else 1


def _run(given):
    """The rows of what is wanted, kept as they come."""
    size = LONG if given.long else BRIEF if given.brief else Size()
    elsewhere = (others.named, others.elsewhere) if given.brief else (*BY_TESTS, stack.services)
    tell = _Table(databases.HOME / f"{size.name}.json")
    for act in _wanted((*ON_FILES, *elsewhere), given.only):
        tell.add(_tried(act, size))
    if on_servers := _wanted(ON_SERVERS, given.only):
        with databases.cluster() as cluster:
            for act in on_servers:
                tell.add(_tried(act, size, cluster))
    for act in _wanted((killed.on_sqlite,), given.only):
        tell.add(_tried(act, size))
    return tell.rows


class _Table:
    """The rows so far, on the screen and in a file."""

    def __init__(self, path):
        self.path, self.rows = path, []
        path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, rows):
        for row in rows:
            sys.stderr.write(f"{' · '.join(row.cells)}\n")
        self.rows += rows
        report.write_rows(self.rows, self.path)


def _wanted(acts, only):
    def name(act):
        return f"{act.__module__.rpartition('.')[2]}.{act.__name__}"

    return [act for act in acts if not only or name(act) in only]


def _tried(act, *given):
    try:
        rows = act(*given)
    except Exception as error:  # noqa: BLE001 - the table tells every failure
        rows = report.Row(act.__doc__, "", 0, 1, "", why=f"{type(error).__name__}: {error}")
    return rows if isinstance(rows, list) else [rows]


if __name__ == "__main__":
    sys.exit(main())
