"""A database put back to how it stood, for racing again from the same start."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

#: How often a race that can be run again is run; by hand more: ``RACE_ROUNDS=25 pytest …``.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "1"))


@contextmanager
def rewinding():
    """``rewind()`` puts the database back to how it was at the beginning of the block."""
    keep = _kept_file if connection.vendor == "sqlite" else _kept_database
    connection.close()
    with keep(connection.settings_dict["NAME"]) as put_back:

        def rewind():
            connection.close()
            put_back()

        yield rewind


@contextmanager
def _kept_file(name):
    kept = Path(f"{name}.kept")
    shutil.copyfile(name, kept)

    def put_back():
        for rest in ("-wal", "-shm"):
            Path(f"{name}{rest}").unlink(missing_ok=True)
        shutil.copyfile(kept, name)

    yield put_back
    kept.unlink()


@contextmanager
def _kept_database(name):
    import psycopg

    given = connection.settings_dict
    words = {key.lower(): given[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    with psycopg.connect(dbname="postgres", autocommit=True, **words) as admin:
        admin.execute(f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')

        def put_back():
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_kept"')

        yield put_back
        admin.execute(f'DROP DATABASE "{name}_kept"')
