"""Backups, restoring them on an empty machine, moving to PostgreSQL: nothing is lost."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import timedelta

import boto3
import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from tests.support import s3_server
from tests.support.frozen import FROZEN, unpack
from tests.support.migrated import TEMPLATE

from applications.models import Material
from config.keeping import restic, tables
from config.keeping.backing_up import late_backups
from records.models import AuditEvent, JobBeat, OutgoingMail
from records.sealing import seal
from workflow.services.overdue import overdue

PASSWORD = "test-only-backup"
#: What the clock would do next, without all the rest that it would do six years later.
SEAL = "from django.utils import timezone; from records.sealing import seal; seal(timezone.now())"

#: A frozen office comes without its files: each row gets bytes of its own, and their digest.
FILL = """
import hashlib
from django.core.files.base import ContentFile
from files.models import StoredFile
from files.vault import seal
for file in StoredFile.objects.filter(destroyed_at=None):
    data = f"%PDF-1.4 {file.pk} {file.name}".encode()
    file.sealed.storage.save(file.sealed.name, ContentFile(seal(data)))
    facts = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    StoredFile.objects.filter(pk=file.pk).update(**facts)
"""


@pytest.fixture
def repository(settings, tmp_path):
    settings.BACKUP_REPOSITORY = str(tmp_path / "repository")
    settings.BACKUP_PASSWORD = PASSWORD
    return tmp_path / "repository"


def elsewhere(tmp_path, database):
    """The environment of a process on another machine, with the same keys and the repository."""
    home = tmp_path / "elsewhere"
    home.mkdir(exist_ok=True)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATA_ROOT": str(home),
        "DATABASE_URL": database,
        "BACKUP_REPOSITORY": str(tmp_path / "repository"),
        "BACKUP_PASSWORD": PASSWORD,
    }


def manage(env, *words):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=project.ROOT,
        env=env,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def another_database(tmp_path):
    """The URL of an empty database of the same engine."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/restored.sqlite3"
    else:
        with postgres_database("template0") as url:
            yield url


@contextmanager
def postgres_database(template):
    """The URL of a database made after ``template`` on the server of the tests."""
    import psycopg

    access = connection.settings_dict
    user, secret, host, port = (access[key] for key in ("USER", "PASSWORD", "HOST", "PORT"))
    name = f"elsewhere_{os.getpid()}"
    words = {"user": user, "password": secret, "host": host, "port": port, "dbname": "postgres"}
    with psycopg.connect(**words, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield f"postgres://{user}:{secret}@{host}:{port}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.restic
@pytest.mark.django_db(transaction=True)
def test_a_backup_is_put_back_whole_on_another_machine(
    paper, repository, another_database, tmp_path, capsys
):
    paper(1)
    OutgoingMail.objects.create(
        subject="测试", body="正文", recipient="a@example.com", written_at=timezone.now()
    )
    seal(timezone.now())
    before = tables.counts()
    call_command("backup", "--read-back", "100%")
    summary = json.loads(capsys.readouterr().out)
    assert (summary["tables"], summary["rows"]) == (len(before), sum(before.values()))
    env = elsewhere(tmp_path, another_database)
    done = manage(env, "restore")
    assert done.returncode == 0, done.stdout + done.stderr
    comparison = json.loads(done.stdout)
    assert comparison["faults"] == []
    assert (comparison["files"], comparison["mails"]) == (Material.objects.count(), 1)
    again = manage(env, "restore")
    assert again.returncode == 1
    assert "数据库不是空的" in again.stderr
    assert AuditEvent.objects.filter(action="system.backup").count() == 1
    assert not (project.DATA_ROOT / "var" / "backup").exists()


@pytest.mark.restic
@pytest.mark.walk
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_a_backup_in_a_bucket_is_put_back_whole(
    paper, settings, monkeypatch, another_database, tmp_path
):
    paper(1)
    with s3_server.running() as url:
        for name, value in s3_server.KEYS.items():
            monkeypatch.setenv(name, value)
        boto3.client("s3", endpoint_url=url).create_bucket(Bucket="backups")
        settings.BACKUP_REPOSITORY = f"s3:{url}/backups/gongshi"
        settings.BACKUP_PASSWORD = PASSWORD
        call_command("backup", "--read-back", "100%")
        env = elsewhere(tmp_path, another_database)
        done = manage({**env, "BACKUP_REPOSITORY": settings.BACKUP_REPOSITORY}, "restore")
    assert done.returncode == 0, done.stdout + done.stderr
    comparison = json.loads(done.stdout)
    assert (comparison["faults"], comparison["files"]) == ([], Material.objects.count())


@pytest.mark.restic
@pytest.mark.walk
@pytest.mark.timeout(900)
def test_the_office_of_the_last_release_is_put_back_on_an_empty_machine(tmp_path):
    """The drill: its database amid its work, its files, its trail; then a second, small backup."""
    old = tmp_path / "old.sqlite3"
    unpack(FROZEN[-1], old)
    here = elsewhere(tmp_path, f"sqlite:///{old}")
    there = {
        **here,
        "DATA_ROOT": str(tmp_path / "empty"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
    }
    (tmp_path / "empty").mkdir()
    for words in (("migrate", "--verbosity=0"), ("shell", "-c", FILL), ("shell", "-c", SEAL)):
        done = manage(here, *words)
        assert done.returncode == 0, done.stderr[-2000:]
    counts = [json.loads(manage(here, "backup", "--read-back", "100%").stdout) for _ in range(2)]
    assert counts[0]["rows"] > 1000
    secret = f"%PDF-1.4 1 {PASSWORD}".encode()[:9]
    stored = [path for path in (tmp_path / "repository").rglob("*") if path.is_file()]
    assert not [path for path in stored if secret in path.read_bytes()], "it is encrypted"
    done = manage(there, "restore")
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    answer = json.loads(done.stdout)
    with closing(sqlite3.connect(old)) as source:
        files = source.execute("SELECT COUNT(*) FROM files_storedfile").fetchone()[0]
    assert (answer["faults"], answer["files"]) == ([], files)
    assert files >= 10
    left, right = (manage(each, "check_invariants").stdout for each in (here, there))
    assert left == right
    trails = [json.loads(manage(each, "verify_audit").stdout) for each in (here, there)]
    assert [trail["faults"] for trail in trails] == [[], []]


@pytest.mark.restic
@pytest.mark.django_db(transaction=True)
def test_restoring_says_which_file_is_not_what_it_was(
    paper, repository, another_database, tmp_path
):
    paper(1)
    material = Material.objects.first()
    path = material.file.sealed.path
    with open(path, "r+b") as file:
        file.truncate(30)
    call_command("backup")
    done = manage(elsewhere(tmp_path, another_database), "restore")
    assert done.returncode == 1
    [fault] = json.loads(done.stdout)["faults"]
    assert fault == f"文件 {material.file_id}：打不开，MATERIAL_KEY 是否是备份时的"


@pytest.mark.restic
@pytest.mark.django_db(transaction=True)
def test_a_second_backup_keeps_only_what_is_new(office, repository):
    call_command("backup")
    size = sum(path.stat().st_size for path in repository.rglob("*") if path.is_file())
    call_command("backup")
    grown = sum(path.stat().st_size for path in repository.rglob("*") if path.is_file())
    assert len(restic.snapshots()) == 1, "the last of a day stays"
    assert grown < size * 1.5


@pytest.mark.restic
@pytest.mark.django_db(transaction=True)
def test_a_wrong_password_is_told_and_nothing_is_kept(office, repository, settings):
    call_command("backup")
    settings.BACKUP_PASSWORD = "another"
    with pytest.raises(CommandError, match="没有备份"):
        call_command("backup")


def test_without_a_repository_the_command_says_what_is_missing():
    with pytest.raises(CommandError, match="BACKUP_REPOSITORY"):
        call_command("backup")


@pytest.mark.django_db
def test_a_day_without_a_backup_is_overdue(settings, at):
    assert late_backups(at) == []
    settings.BACKUP_REPOSITORY, settings.BACKUP_PASSWORD = "/nowhere", "secret"
    assert late_backups(at) == ["从未备份"]
    JobBeat.objects.create(name="backup", done_at=at)
    assert late_backups(at + timedelta(hours=25)) == []
    assert overdue(at + timedelta(hours=30))["backup"] == ["最近一次成功的备份在 30 小时以前"]


@pytest.mark.postgres
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_an_sqlite_office_moves_to_postgresql_without_losing_a_row(tmp_path):
    """The office of the last release, amid its work and upgraded: the same rows, the same trail."""
    old = tmp_path / "old.sqlite3"
    unpack(FROZEN[-1], old)
    small = elsewhere(tmp_path, f"sqlite:///{old}")
    for words in (("migrate", "--verbosity=0"), ("shell", "-c", SEAL)):
        done = manage(small, *words)
        assert done.returncode == 0, done.stderr[-2000:]
    with closing(sqlite3.connect(old)) as source:
        assert source.execute("SELECT COUNT(*) FROM applications_item").fetchone()[0] >= 4
        rows = source.execute("SELECT COUNT(*) FROM records_auditevent").fetchone()[0]
    with postgres_database(TEMPLATE) as url:
        large = elsewhere(tmp_path, url)
        assert manage(large, "update_index").returncode == 0, "as after an upgrade"
        moved = manage(large, "move_database", str(old))
        assert moved.returncode == 0, moved.stderr[-2000:]
        trail = json.loads(manage(large, "verify_audit").stdout)
        assert (trail["faults"], trail["rows"]) == ([], rows + 1)
        left, right = (manage(each, "check_invariants").stdout for each in (small, large))
        assert left == right, "what is late there is late here, and nothing else"
        again = manage(large, "move_database", str(old))
        assert "已经有业务数据" in again.stderr
