"""Migrated databases to break: a file of SQLite, a cluster of PostgreSQL, each as Debian has it.

Migrating takes minutes, so the cluster is kept in ``var/faults`` until a migration changes.
"""

import os
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
from deploy.trial.engines import Postgres
from tests.support.migrated import TEMPLATE, copy_migrated, make_template, state
from tests.support.with_postgres import binaries, free_port, servant

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "faults"
USER = "gongshi"


class Cluster(Postgres):
    """A running PostgreSQL with a migrated template."""

    def __init__(self, home, password):
        if home.exists():
            self.home, self.port, self.programs = home, free_port(), binaries()
        else:
            super().__init__(home, password)
        self.password = password

    def url_of(self, name, hosts=None):
        return f"postgres://{USER}:{self.password}@{hosts or f'127.0.0.1:{self.port}'}/{name}"

    def ctl(self, *words):
        """As Debian's, with the time that recovering takes on a busy machine."""
        super().ctl("-t", "300", *words)

    def ask(self, statement, name="postgres"):
        with psycopg.connect(self.url_of(name), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def is_down(self):
        """Whether there is no server at all, not even one that is starting."""
        words = [self.programs / "pg_ctl", "-D", self.home / "data", "status"]
        done = subprocess.run(words, cwd=self.home, stdout=subprocess.DEVNULL, **servant())
        return done.returncode == 3

    def make(self, name):
        """A fresh migrated database; its URL."""
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.ask(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url_of(name)


@contextmanager
def cluster():
    """The kept cluster, running; made anew where migrations have changed since."""
    home = HOME / "postgres"
    known, secret = home.with_suffix(".state"), home.with_suffix(".password")
    HOME.mkdir(parents=True, exist_ok=True)
    is_new = not known.exists() or known.read_text() != state()
    if is_new:
        shutil.rmtree(home, ignore_errors=True)
        secret.write_text(secrets.token_hex(16))
    postgres = Cluster(home, secret.read_text())
    postgres.ctl("start")
    try:
        if is_new:
            words = {"HOST": "127.0.0.1", "PORT": postgres.port, "USER": USER}
            make_template({**words, "PASSWORD": postgres.password, "NAME": "postgres"})
            known.write_text(state())
        yield postgres
    finally:
        postgres.ctl("stop", "-m", "immediate")


@contextmanager
def standby(primary):
    """A streaming standby of ``primary``, which from now on waits for it before it answers."""
    home = HOME / "standby"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    if not os.geteuid():
        shutil.chown(home, "postgres", "postgres")
    subprocess.run(
        [
            *(primary.programs / "pg_basebackup", "-D", home / "data", "-R", "-X", "stream"),
            *("-h", "127.0.0.1", "-p", f"{primary.port}", "-U", USER, "-c", "fast"),
        ],
        check=True,
        cwd=home,
        env={**os.environ, "PGPASSWORD": primary.password},
        **servant(),
    )
    copy = Cluster(home, primary.password)
    copy.ctl("start")
    primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.ask("SELECT pg_reload_conf()")
    try:
        yield copy
    finally:
        copy.ctl("stop", "-m", "immediate")
        (primary.home / "data" / "postgresql.auto.conf").write_text("")
        shutil.rmtree(home)


def sqlite(folder):
    """The URL of a fresh migrated file in ``folder``."""
    copy_migrated(folder / "gongshi.sqlite3")
    return f"sqlite:///{folder}/gongshi.sqlite3"


def environment(folder, url, **more):
    """What a process of ours needs to know of its world."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATA_ROOT": str(folder),
        "DATABASE_URL": url,
        **more,
    }


def start(module, *words, env):
    """``python -m module words`` beside us, its output kept."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def manage(env, *words, before=()):
    """One ``manage.py`` command, after the words ``before``; ``(status, all that it said)``."""
    done = subprocess.run(
        [*before, sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr
