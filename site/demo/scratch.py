"""A database of one's own for a while, on whatever engine the settings name."""

import sys
from contextlib import contextmanager, redirect_stdout

from django.test.utils import setup_databases, teardown_databases


@contextmanager
def scratch_database():
    """Migrate an empty database beside the real one, use it inside the block, drop it after.

    SQLite makes it in memory or beside its file; PostgreSQL needs the right to create one.
    """
    with redirect_stdout(sys.stderr):  # Django tells of a table it finds; ours is one JSON object
        old = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(old, verbosity=0)
