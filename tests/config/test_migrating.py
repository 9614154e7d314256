"""A new database is made quicker than by Django alone, and is the same database."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.state import ProjectState, StateApps
from django.db.utils import ConnectionHandler
from tests.support.migrated import make_migrated
from tests.support.ready_tables import FILE

from config.migrating import PackagesFirst, lay_tables, quick_states

#: They add models, relations and parents, change columns and rename.
APPS = ("account", "axes", "mfa", "registry", "viewflow")
SCRIPT = """
import django
from config.starting import nothing_collected
with nothing_collected():
    django.setup()
from contextlib import nullcontext
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from config.migrating import PackagesFirst, quick_states
with {states}:
    executor = {executor}(connection)
    nodes = executor.loader.graph.leaf_nodes()
    executor.migrate([node for node in nodes if node[0] in {apps}])
"""
WAYS = {
    "ours": {"states": "quick_states()", "executor": "PackagesFirst"},
    "djangos": {"states": "nullcontext()", "executor": "MigrationExecutor"},
}


def schema(path):
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return sorted(row for row in rows if row[2])


@pytest.mark.walk
@pytest.mark.timeout(600)
def test_the_tables_are_those_that_django_makes(tmp_path):
    for name, way in WAYS.items():
        subprocess.run(
            [sys.executable, "-c", SCRIPT.format(apps=APPS, **way)],
            cwd=settings.ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": f"sqlite:///{tmp_path}/{name}.sqlite3",
                "PYTHONPATH": str(settings.ROOT / "site"),
            },
            check=True,
        )
    ours, djangos = (schema(tmp_path / f"{name}.sqlite3") for name in WAYS)
    assert len(ours) > 40
    assert ours == djangos


READY = """
import django
from config.starting import nothing_collected
with nothing_collected():
    django.setup()
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
settings.READY_TABLES = Path({file!r})
call_command("migrate", verbosity=0)
"""
#: What rows of a new database say beside their keys and the moment of migrating.
SEEDS = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT model, codename FROM auth_permission"
    " JOIN django_content_type ON content_type_id = django_content_type.id",
    "SELECT path, title, numchild FROM wagtailcore_page",
    "SELECT path, name FROM wagtailcore_collection",
    "SELECT hostname, root_page_id, is_default_site FROM wagtailcore_site",
    "SELECT language_code FROM wagtailcore_locale",
    "SELECT name FROM auth_group",
    "SELECT name FROM wagtailcore_workflow",
)


def seeds(path):
    with closing(sqlite3.connect(path)) as connection:
        return {sql: sorted(connection.execute(sql).fetchall()) for sql in SEEDS}


def test_a_database_that_begins_with_the_ready_tables_is_a_migrated_one(tmp_path):
    laid = tmp_path / "laid.sqlite3"
    subprocess.run(
        [sys.executable, "-c", READY.format(file=f"{FILE}")],
        cwd=settings.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": f"sqlite:///{laid}",
            "PYTHONPATH": str(settings.ROOT / "site"),
        },
        check=True,
    )
    migrated = make_migrated()
    assert schema(laid) == schema(migrated)
    assert seeds(laid) == seeds(migrated)


@pytest.mark.django_db
def test_only_an_empty_database_begins_with_the_ready_tables(tmp_path):
    name = tmp_path / "own.sqlite3"
    with closing(sqlite3.connect(name)) as connection:
        connection.execute("CREATE TABLE own (id integer)")
    own = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name}})
    lay_tables(own["default"], FILE)
    assert own["default"].introspection.table_names() == ["own"]
    own["default"].close()


@pytest.mark.django_db
def test_tables_that_cannot_all_be_made_are_not_made(tmp_path):
    torn = tmp_path / "torn.sql"
    torn.write_text(
        "BEGIN;\nCREATE TABLE one (id integer);\nCREATE TABLE one (id integer);\nCOMMIT;"
    )
    name = tmp_path / "new.sqlite3"
    new = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name}})
    with pytest.raises(sqlite3.OperationalError):
        lay_tables(new["default"], torn)
    new["default"].close()
    assert schema(name) == []


def test_djangos_own_way_is_back_when_the_migrations_are_done():
    before = ProjectState.add_model
    with quick_states():
        assert ProjectState.add_model is not before
        assert "get_swappable_settings_name" in vars(apps)
    assert ProjectState.add_model is before
    assert "get_swappable_settings_name" not in vars(apps)


def test_what_may_be_swapped_is_remembered_over_classes_made_anew():
    with quick_states():
        assert apps.get_swappable_settings_name("registry.User") == "AUTH_USER_MODEL"
        StateApps([], {}).clear_cache()
        assert apps.get_swappable_settings_name("registry.User") == "AUTH_USER_MODEL"
        assert apps.get_swappable_settings_name.cache_info().hits == 1


@pytest.mark.django_db
def test_packages_come_before_ours():
    from django.db import connection

    executor = PackagesFirst(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    order = [migration.app_label for migration, _ in plan]
    assert order.index("wagtailusers") < order.index("workflow")
    assert len(order) == len(set(map(str, (migration for migration, _ in plan))))
