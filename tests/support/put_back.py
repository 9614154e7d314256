"""A database of SQLite after a test that commits: put back whole, from what is kept in memory.

Django empties all tables and makes content types and permissions anew, then the next test founds
its office anew. SQLite copies a whole database into another in a moment, in one transaction and
beside whoever has it open. Every test that commits starts from the migrated database then, as
every other does.
"""

import sqlite3
from itertools import count

from django.db import connection

from records.public_writes import begin_anew

#: A quarter of a second each; a copy that nobody stands in the way of takes one.
MOST_TRIES = 40


class KeptStates:
    """The database as it was migrated, and as the office was founded in it."""

    def __init__(self, as_in_a_test):
        self._as_in_a_test = as_in_a_test
        self._kept, self._untouched = {}, None

    def begin(self):
        """Before a test that may commit, outside of any transaction; nothing was left behind."""
        connection.ensure_connection()
        if "migrated" not in self._kept:
            self._keep("migrated")
        self._untouched = _written()

    def put_back(self):
        """After it: as migrated, whatever was committed since."""
        self._put_back("migrated")

    def found_office(self, create_office):
        """The office, created once. Where a test wrote before it asks, it is created as ever."""
        if connection.in_atomic_block or self._untouched != _written():
            create_office()
        elif "office" in self._kept:
            self._put_back("office")
        else:
            with self._as_in_a_test():
                create_office()
            self._keep("office")

    def _keep(self, name):
        connection.ensure_connection()
        self._kept[name] = sqlite3.connect(":memory:")
        connection.connection.backup(self._kept[name])

    def _put_back(self, name):
        connection.close()  # with what a test was still reading
        connection.ensure_connection()
        self._kept[name].backup(connection.connection, progress=_not_for_ever())
        begin_anew()


def _not_for_ever():
    """SQLite tries again without end where somebody still writes; a test that left one is named."""
    tries = count(1)

    def look(status, remaining, total):
        if next(tries) > MOST_TRIES:
            raise sqlite3.OperationalError("a test left somebody behind who writes")

    return look


def _written():
    """``(connection, how many rows it wrote)``."""
    raw = connection.connection
    return raw, raw and raw.total_changes
