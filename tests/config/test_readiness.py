"""/readyz: 200 while everything that is needed is there, 503 and no details while it is not."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import readiness
from config.caches import SharedCache
from config.metrics import SHORTEST
from files.models import StoredFile
from files.vault import sealed
from records import jobs
from records.audit import record
from records.models import JobBeat
from registry.models import User

pytestmark = pytest.mark.django_db
TOKEN = "t" * SHORTEST
PARTS = ["database", "cache", "migrations", "keys"]


def ready(client):
    answer = client.get("/readyz")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


NOT_READY = (503, {"status": "unavailable"})
READY = (200, {"status": "ok"})


def missing(client, settings):
    """What the monitor is told to be missing; everybody else hears only that something is."""
    assert ready(client) == NOT_READY
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/readyz", headers={"authorization": f"Bearer {TOKEN}"})
    return [name for name, works in answer.json()["parts"].items() if not works]


def test_all_is_there(client, settings):
    assert ready(client) == READY
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/readyz", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.json()["parts"] == dict.fromkeys(PARTS, True)
    assert client.post("/readyz").status_code == 405


def watched(client, settings):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/readyz", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, "another process would fare no better"
    return [name for name, is_well in answer.json()["watched"].items() if not is_well]


def test_a_job_without_a_heartbeat_is_told_and_takes_no_process_out_of_service(
    client, settings, monkeypatch
):
    for name in jobs.JOBS:
        jobs.came_through(name, timezone.now())
    assert watched(client, settings) == []
    JobBeat.objects.filter(name="mail").update(done_at=timezone.now() - timedelta(hours=3))
    assert watched(client, settings) == ["jobs"]
    assert ready(client) == READY, "and nobody else is told"


def test_a_full_disk_and_a_queue_that_stands_are_told(client, settings, monkeypatch):
    for name in jobs.JOBS:
        jobs.came_through(name, timezone.now())
    little = SimpleNamespace(total=10**12, free=10**6)
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda path: little)
    monkeypatch.setattr(
        readiness, "late_tasks", lambda at: ["records.waking.run_job（ValueError）"]
    )
    assert watched(client, settings) == ["disk", "queue"]


def test_a_migration_that_was_not_applied_is_missing(client, settings):
    MigrationRecorder.Migration.objects.filter(app="exchange").delete()
    assert missing(client, settings) == ["migrations"]


def test_a_cache_that_does_not_answer_is_missing(client, settings, monkeypatch):
    monkeypatch.setattr(SharedCache, "answers", lambda self: False)
    assert missing(client, settings) == ["cache"]


def test_a_cache_server_that_is_away_does_not_answer():
    away = SharedCache("redis://127.0.0.1:1/0", {})
    assert not away.answers()
    assert SharedCache("", {}).answers()


def test_a_database_that_fails_is_told_as_json_without_its_words(client, settings, monkeypatch):
    def fails():
        raise RuntimeError("password of the database")

    monkeypatch.setitem(readiness.CHECKS, "database", fails)
    assert missing(client, settings) == ["database"]


def test_a_key_that_is_none_is_missing(client, settings):
    settings.MATERIAL_KEY = "no key"
    assert missing(client, settings) == ["keys"]


def test_another_key_than_that_of_the_files_is_missing(client, settings):
    StoredFile.objects.create(
        sealed=ContentFile(sealed(b"x").read(), name="x"),
        name="x",
        size=1,
        mime="text/plain",
        sha256="0" * 64,
        taken_at=timezone.now(),
    )
    assert ready(client) == READY
    own = settings.MATERIAL_KEY
    settings.MATERIAL_KEY = Fernet.generate_key().decode()
    assert missing(client, settings) == ["keys"]
    settings.MATERIAL_KEYS_RETIRED = [own]
    assert ready(client) == READY


def test_another_key_than_that_of_the_audit_trail_is_missing(client, settings, office):
    record("registry.sign_in", User.objects.first(), by=None, at=timezone.now())
    assert ready(client) == READY
    settings.AUDIT_KEY = "another"
    assert missing(client, settings) == ["keys"]


def test_the_process_answers_for_itself_without_a_database(client, settings):
    settings.PAGE_CACHE_MEGABYTES = 1
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
