"""A database of one's own for a while, on whatever engine the settings name."""

from contextlib import contextmanager

from django.test.utils import setup_databases, teardown_databases


@contextmanager
def scratch_database():
    """Migrate an empty database beside the real one, use it inside the block, drop it after.

    SQLite makes it in memory or beside its file; PostgreSQL needs the right to create one.
    """
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(old, verbosity=0)
