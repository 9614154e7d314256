"""The audit trail: appended, sealed, mirrored, and no change in it stays unseen."""

import json

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client

from records import audit_faults, sealing
from records.audit import record
from records.models import AuditEvent, AuditSeal
from registry.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-test-password"


@pytest.fixture
def person(db):
    """Loaded as a fixture is, so that the trail begins empty."""
    user = User(username="officer", last_name="示", first_name="例")
    user.set_password(PASSWORD)
    user.save_base(raw=True)
    return user


@pytest.fixture
def trail(person, at):
    """Thirty rows under three seals."""
    for batch in range(3):
        for row in range(10):
            record("test.act", person, by=person, at=at, because=f"第{batch}批", row=row)
        sealing.seal_all(at)
    return AuditEvent.objects.order_by("pk")


def tamper(statement, *parameters):
    """Behind the application's back, as somebody with the database in hands would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_row_is_never_written_twice_and_never_deleted(person, at):
    event = record("test.act", person, by=person, at=at)
    with pytest.raises(ValueError, match="不可修改"):
        event.save()
    with pytest.raises(ValueError, match="不可删除"):
        event.delete()


def test_a_whole_trail_has_no_faults_and_seals_nothing_twice(trail, at):
    assert audit_faults.faults(at=at) == []
    assert sealing.seal_all(at) == 0
    assert [seal.rows for seal in AuditSeal.objects.all()] == [10, 10, 10]
    assert audit_faults.faults(head=AuditSeal.objects.last().digest, at=at) == []


def test_every_row_and_seal_is_mirrored_after_commit_without_typed_words(
    person, at, caplog, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(sealing.mirror, "propagate", True)
    with caplog.at_level("INFO", "gongshi.audit"), django_capture_on_commit_callbacks(execute=True):
        event = record("test.act", person, by=person, at=at, because="当事人电话在此")
        seal = sealing.seal(at)
    row, sealed = (json.loads(line) for line in caplog.messages)
    assert (row["id"], row["mac"]) == (event.pk, event.mac)
    assert "电话" not in caplog.text
    assert sealed == {"seal": 1, "digest": seal.digest}


def test_signing_in_and_out_and_failing_to_leave_their_rows(person, rf):
    client = Client()
    request = rf.post("/")
    assert authenticate(request, username="officer", password="wrong") is None
    assert authenticate(request, username="13812345678", password="wrong") is None
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.logout()
    rows = AuditEvent.objects.order_by("pk")
    assert [row.action for row in rows] == [
        "registry.sign_in_failed",
        "registry.sign_in_failed",
        "registry.sign_in",
        "registry.sign_out",
    ]
    assert rows[0].data == {"address": "127.0.0.1"}
    assert "13812345678" not in str(rows.values())
