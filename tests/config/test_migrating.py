"""A new database is made quicker than by Django alone, and is the same database."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db.migrations.state import ProjectState

from config.migrating import PackagesFirst, quick_states

#: Adds models, relations and parents, changes columns and renames: everything Django makes anew for.
APPS = ("account", "wagtailimages", "taggit")
BY_DJANGO = (
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
    "from django.core.management.commands.migrate import Command\n"
    "for app in {apps}: call_command(Command(), app, verbosity=0)"
)


def schema(path):
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return sorted(row for row in rows if row[2])


@pytest.mark.walk
def test_the_tables_are_those_that_django_makes(tmp_path):
    for name, script in (("own", None), ("django", BY_DJANGO.format(apps=APPS))):
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": f"sqlite:///{tmp_path}/{name}.sqlite3",
            "PYTHONPATH": str(settings.ROOT / "site"),
        }
        runs = [["-c", script]] if script else [["manage.py", "migrate", app] for app in APPS]
        for words in runs:
            subprocess.run(
                [sys.executable, *words],
                cwd=settings.ROOT,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )
    made, expected = (schema(tmp_path / f"{name}.sqlite3") for name in ("own", "django"))
    assert len(made) > 50
    assert made == expected


def test_djangos_own_way_is_back_when_the_migrations_are_done():
    before = ProjectState.add_model
    with quick_states():
        assert ProjectState.add_model is not before
    assert ProjectState.add_model is before


@pytest.mark.django_db
def test_packages_come_before_ours():
    from django.db import connection

    executor = PackagesFirst(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    order = [migration.app_label for migration, _ in plan]
    assert order.index("wagtailusers") < order.index("workflow")
    assert len(order) == len(set(map(str, (migration for migration, _ in plan))))
