"""An empty, migrated database for a bench, and Django set up on it.

On the server that ``DATABASE_URL`` names (a database of the bench's own, copied from a migrated
one), else a temporary SQLite file. Processes that the bench starts inside the block meet the same
database: the environment names it.
"""

import os
import tempfile
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from tests.support.migrated import copy_migrated, make_template


@contextmanager
def empty_database(*, is_mapped=True):
    """The folder of the bench's files, beside a database that nobody else uses.

    What SQLite maps of its file is nobody's memory, but would count as ours: where that is
    measured, the file is read (``is_mapped``).
    """
    with tempfile.TemporaryDirectory(prefix="gongshi-bench-") as folder:
        url_of_server = os.environ.get("DATABASE_URL")
        with _copy(url_of_server) if url_of_server else _file(folder) as url:
            os.environ["DATABASE_URL"] = url
            os.environ["DATA_ROOT"] = f"{folder}/files"
            os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
            import django
            from django.conf import settings

            if not is_mapped and not url_of_server:
                options = settings.DATABASES["default"]["OPTIONS"]
                options["init_command"] += "PRAGMA mmap_size=0;"
            django.setup()
            yield folder


@contextmanager
def _file(folder):
    path = f"{folder}/bench.sqlite3"
    copy_migrated(path)
    yield f"sqlite:///{path}"


@contextmanager
def _copy(url):
    """A copy of the migrated database, on the server of ``url``; gone with the block."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    parts = urlsplit(url)
    template = make_template(
        {
            "HOST": parts.hostname,
            "PORT": parts.port,
            "USER": unquote(parts.username),
            "PASSWORD": unquote(parts.password),
            "NAME": parts.path[1:],
        }
    )
    name = Identifier(f"bench_{os.getpid()}")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(name, Identifier(template)))
        try:
            yield parts._replace(path=f"/bench_{os.getpid()}").geturl()
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def analyse():
    """Let the database count what there is, as its own clock does within minutes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
