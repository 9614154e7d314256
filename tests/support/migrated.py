"""A database migrated once and copied by every worker: migrating takes longer than most tests.

On SQLite the original is a file in ``.pytest_cache`` named after what the migrations say, kept from
run to run. On PostgreSQL it is a database of the run's own cluster, taken as a template.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".pytest_cache" / "migrated"
TEMPLATE = "gongshi_migrated"
#: What migrating itself tells of the names it gives; tests begin with an empty trail.
EMPTY_TRAIL = "DELETE FROM records_auditevent"


def make_migrated():
    """The path of a migrated database for the present state; whoever comes first makes it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    original = CACHE / f"{state()}.sqlite3"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            make(original)
    return original


def copy_migrated(target):
    """Put a migrated database at ``target``, a path."""
    shutil.copyfile(make_migrated(), target)


def state():
    """A digest of everything that migrating depends on: versions, settings, our migrations (which
    `make check` compares with the models) and what comes after them.
    """
    files = [
        ROOT / "requirements.lock",
        *sorted(ROOT.glob("site/config/settings/*.py")),
        *sorted(ROOT.glob("site/*/migrations/*.py")),
        ROOT / "site/pages/after_migrate.py",
    ]
    digest = hashlib.sha256(sys.version.encode())
    for path in files:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def make(original):
    """Migrate into a file beside ``original`` and move it there whole."""
    for old in [*CACHE.glob("*.sqlite3*"), *CACHE.glob("*.unfinished*")]:
        old.unlink()
    unfinished = original.with_suffix(".unfinished")
    migrate(f"sqlite:///{unfinished}")
    connection = sqlite3.connect(unfinished)
    connection.execute(EMPTY_TRAIL)
    connection.commit()
    connection.close()
    for rest in CACHE.glob("*-wal"):
        assert not rest.stat().st_size, "the last connection folds the log into the file"
    unfinished.rename(original)


def make_template(settings):
    """The name of a migrated PostgreSQL database beside that of ``settings``, made if missing."""
    import psycopg

    keys = ("HOST", "PORT", "USER", "PASSWORD")
    host, port, user, password = (settings[key] for key in keys)
    where = {"host": host, "port": port, "user": user, "password": password}
    with psycopg.connect(dbname=settings["NAME"], autocommit=True, **where) as connection:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(known, [TEMPLATE]).fetchone():
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(f"postgres://{quote(user)}:{quote(password)}@{host}:{port}/{TEMPLATE}")
    with psycopg.connect(dbname=TEMPLATE, autocommit=True, **where) as connection:
        connection.execute(EMPTY_TRAIL)
    return TEMPLATE


def migrate(url):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        check=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": url,
        },
    )
