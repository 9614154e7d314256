"""What every release wrote is upgraded and walked to its end; old and new code share a database."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import models
from django.db.migrations import AddField, AddIndex, AlterField, Migration, RemoveField
from django.db.migrations.loader import MigrationLoader
from tests.support.frozen import FROZEN, unpack
from tests.upgrades import additive
from tests.upgrades.old_statements import Release, replay

from records.long_tables import AddIndexBeside


@pytest.fixture(params=FROZEN, ids=lambda path: path.name.partition(".")[0])
def frozen(request, tmp_path):
    """The path of a copy of one release's database."""
    path = tmp_path / "frozen.sqlite3"
    unpack(request.param, path)
    return path


def run(path, *words):
    done = subprocess.run(
        [sys.executable, *words],
        cwd=settings.ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(settings.ROOT / "site"), str(settings.ROOT)]),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATA_ROOT": str(path.parent),
            "DATABASE_URL": f"sqlite:///{path}",
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask(path, statement, *values):
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(statement, values).fetchall()
        connection.commit()
    return rows


@pytest.mark.walk
@pytest.mark.timeout(1500)
def test_every_paper_of_a_release_is_upgraded_and_walked_to_its_end(frozen):
    rows = ask(frozen, "SELECT COUNT(*) FROM records_auditevent")[0][0]
    run(frozen, "manage.py", "migrate", "--verbosity=0")
    assert ask(frozen, "SELECT COUNT(*) FROM records_auditevent")[0][0] >= rows
    answer = json.loads(run(frozen, "-m", "tests.upgrades.finish").splitlines()[-1])
    assert answer["under_way"] >= 4, "the release was frozen in the middle"
    assert (answer["left"], answer["violations"], answer["audit"]) == ([], [], [])
    assert answer["listed"] >= 1


def test_a_release_whose_papers_would_be_stranded_is_not_migrated(frozen):
    node = "workflow/flows.certification.Certification.report_to_city"
    earlier = f"{node}_of_old"
    ask(frozen, "UPDATE viewflow_task SET flow_task = ? WHERE flow_task = ?", earlier, node)
    with pytest.raises(AssertionError, match=r"workflow\.E010"):
        run(frozen, "manage.py", "migrate", "--verbosity=0")


def new_since(path):
    """Our migrations that the database at ``path`` has not seen."""
    old = set(ask(path, "SELECT app, name FROM django_migrations"))
    ours = {each.name for each in (settings.ROOT / "site").iterdir()}
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [disk[key] for key in sorted(disk) if key not in old and key[0] in ours]


def test_the_version_before_lives_on_beside_what_was_migrated_since(frozen):
    broken = [why for migration in new_since(frozen) for why in additive.breaks(migration)]
    assert broken == [], "expand first, contract a release later; or say needs_a_stop"


def ours():
    return sorted(path.parent.name for path in (settings.ROOT / "site").glob("*/migrations"))


@pytest.mark.django_db
def test_the_tables_of_today_take_what_the_processes_of_a_release_still_write(frozen):
    with closing(Release(frozen, ours())) as release:
        written, refused = replay(release)
    assert written >= 500
    assert refused == []


@pytest.mark.django_db
def test_what_a_release_still_writes_and_the_tables_of_today_refuse_is_told(tmp_path):
    path = tmp_path / "release.sqlite3"
    ask(path, "CREATE TABLE registry_township (id integer PRIMARY KEY, mayor text)")
    ask(path, "INSERT INTO registry_township VALUES (1, 'x')")
    ask(path, "CREATE TABLE registry_parish (id integer PRIMARY KEY)")
    with closing(Release(path, ["registry"])) as release:
        written, refused = replay(release)
    assert written == 1
    assert {
        "registry_parish: the table is gone",
        "registry_township: mayor is gone",
        "registry_township: gb_code has no default",
    } <= set(refused)
    assert len(refused) > 3, "the row itself is refused, too"


@pytest.mark.parametrize(
    ("operation", "is_broken"),
    [
        (RemoveField("item", "name"), True),
        (AddField("item", "note", models.TextField(default="")), True),
        (AddField("item", "note", models.TextField(db_default="")), False),
        (AddField("item", "note", models.TextField(null=True)), False),
        (AddField("item", "tags", models.ManyToManyField("x.Tag")), False),
    ],
)
def test_what_the_version_before_cannot_live_with(operation, is_broken):
    migration = Migration("0099_x", "applications")
    migration.operations = [operation]
    assert bool(additive.breaks(migration)) is is_broken
    migration.needs_a_stop = "两版不能同时运行"
    assert additive.breaks(migration) == []


ACTS = models.Index(fields=["action"], name="acts")


@pytest.mark.parametrize(
    ("operation", "is_broken"),
    [
        (AddIndex("auditevent", ACTS), True),
        (AddIndexBeside("auditevent", ACTS), False),
        (AlterField("auditevent", "action", models.TextField()), True),
        (AddIndex("heartbeat", ACTS), False),
    ],
)
def test_nobody_waits_for_a_table_of_millions_of_rows(operation, is_broken):
    migration = Migration("0099_x", "records")
    migration.operations = [operation]
    assert bool(additive.breaks(migration)) is is_broken
