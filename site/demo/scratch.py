"""A database and a place for files of one's own for a while, on whatever engine is configured."""

import sys
from contextlib import contextmanager, redirect_stdout
from tempfile import TemporaryDirectory

from django.core.files.storage import storages
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases

#: Where a file is written at rest, and where mail goes that nobody is to get.
STORES = ("default", "private")
NOBODY = "django.core.mail.backends.dummy.EmailBackend"
#: A crash loses nothing that anybody wants, so no commit waits for the disk.
HURRIED = ("synchronous=FULL", "synchronous=OFF")


@contextmanager
def scratch_database():
    """Migrate an empty database beside the real one, use it inside the block, drop it after.

    What is handed in, and the database itself where it is SQLite, lies in a folder that goes with
    it: the memory stays small, and the files of the real database are neither seen nor added to.
    PostgreSQL needs the right to create a database.
    """
    with (
        TemporaryDirectory(prefix="gongshi-scratch-") as folder,
        _files_in(folder),
        _rows_in(folder),
    ):
        with redirect_stdout(sys.stderr):  # Django tells of a table it finds; ours is one object
            old = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(old, verbosity=0)


@contextmanager
def _files_in(folder):
    """Every store writes below ``folder``, and no mail leaves the house."""
    before = {name: storages[name].location for name in STORES}
    for name in STORES:
        storages[name].location = f"{folder}/{name}"
    try:
        with override_settings(MAIL_DELIVERY_BACKEND=NOBODY):
            yield
    finally:
        for name, location in before.items():
            storages[name].location = location


@contextmanager
def _rows_in(folder):
    """SQLite's file lies in ``folder`` and waits for no disk; PostgreSQL has its own place."""
    settings = connection.settings_dict
    before = settings["TEST"], settings["OPTIONS"]
    if connection.vendor == "sqlite":
        command = settings["OPTIONS"]["init_command"].replace(*HURRIED)
        settings["TEST"] = {**settings["TEST"], "NAME": f"{folder}/scratch.sqlite3"}
        settings["OPTIONS"] = {**settings["OPTIONS"], "init_command": command}
    try:
        yield
    finally:
        settings["TEST"], settings["OPTIONS"] = before
