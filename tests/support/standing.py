"""The office that most tests start from: built once, kept, and every test rolled back to it.

Django's TestCase rolls a test back to a savepoint where a transaction is open already. So one is
opened around a series of tests that want the office, and given up before a test that wants none.
"""

from django.db import connection, transaction


class StandingOffice:
    """An open transaction in which ``build`` has run."""

    def __init__(self, build):
        self._build = build
        self._around = None

    @property
    def is_open(self):
        """Whether it stands: a test that closes the connection takes it along."""
        is_kept = connection.in_atomic_block and not connection.closed_in_transaction
        return self._around is not None and is_kept

    def open(self):
        if self.is_open:
            return
        self.close()
        self._around = transaction.atomic()
        self._around._from_testcase = True  # as TestCase's own: durable blocks may be in it
        self._around.__enter__()
        self._build()

    def close(self):
        around, is_open = self._around, self.is_open
        self._around = None
        if around is None:
            return
        if is_open:
            transaction.set_rollback(True)
        around.__exit__(None, None, None)


def is_shared(item):
    """Whether ``item`` starts from the office and is rolled back by Django's TestCase."""
    names = set(item.fixturenames)
    marker = item.get_closest_marker("django_db")
    own = {"transactional_db", "live_server", "django_db_reset_sequences"} & names
    return "office" in names and not own and not (marker and marker.kwargs)
