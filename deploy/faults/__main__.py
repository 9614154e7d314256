"""``python -m deploy.faults [--brief|--long] [--only NAME…] [--write]``: every fault, one table.

It takes minutes. ``--brief``, for continuous tests, lets kills, restarts and the failover befall
one walk, and names what our tests try anyway; ``--long`` kills at 200 points while 500 applications
run, on each database. ``--write`` puts the table into docs/faults.md. Exit 1 when a row has failed.
"""

import argparse
import sys
from dataclasses import dataclass

from . import clocks, databases, disk, killed, machines, others
from .report import Row, markdown

PAGE = databases.ROOT / "docs" / "faults.md"
MARK = "<!-- make faults -->\n"


@dataclass(frozen=True)
class Size:
    """How much is tried; ``between`` are the seconds from one fall of a database to the next."""

    applications: int = 8
    kills: int = 30
    restarts: int = 3
    between: tuple = (4.0, 9.0)
    seed: int = 20201013


BRIEF = Size(applications=4, kills=12, restarts=2)
LONG = Size(applications=500, kills=200, restarts=10, between=(20.0, 60.0))
#: Each takes the size, those on PostgreSQL a running cluster, too; and gives one row or several.
ON_FILES = (killed.on_sqlite, disk.on_sqlite, clocks.jumping)
BY_TESTS = (others.poisoned, others.upgraded)
WALKS = (killed.on_postgres, killed.with_restarts, killed.with_failover)
ON_SERVERS = (machines.two_clocks, disk.on_postgres)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--only", nargs="*", help="names like killed.on_sqlite")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    size = LONG if given.long else BRIEF if given.brief else Size()
    by_tests, walks = ((others.named,), (killed.together,)) if given.brief else (BY_TESTS, WALKS)
    files = (*ON_FILES, *by_tests, others.elsewhere)
    rows = [row for act in _wanted(files, given.only) for row in _tried(act, size)]
    if on_servers := _wanted((*walks, *ON_SERVERS), given.only):
        with databases.cluster() as cluster:
            rows += [row for act in on_servers for row in _tried(act, size, cluster)]
    table = markdown(rows)
    sys.stdout.write(table)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
        after = rest.partition(MARK)[2]
        PAGE.write_text(f"{before}{MARK}{table}{MARK}{after}", encoding="utf-8")
    return 0 if all(row.has_passed for row in rows) else 1


def _wanted(acts, only):
    def name(act):
        return f"{act.__module__.rpartition('.')[2]}.{act.__name__}"

    return [act for act in acts if not only or name(act) in only]


def _tried(act, *given):
    try:
        rows = act(*given)
    except Exception as error:  # noqa: BLE001 - the table tells every failure
        rows = Row(act.__doc__, "", 0, 1, "", why=f"{type(error).__name__}: {error}"[:300])
    rows = rows if isinstance(rows, list) else [rows]
    for row in rows:
        sys.stderr.write(f"{' · '.join(row.cells)}\n")
    return rows


if __name__ == "__main__":
    sys.exit(main())
