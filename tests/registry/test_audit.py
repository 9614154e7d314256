"""The audit trail: appended, sealed, mirrored, and no change in it stays unseen."""

import json
import random
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection
from django.test import Client

from registry import sealing
from registry.audit import record
from registry.models import AuditEvent, AuditSeal, User

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
    assert sealing.faults(at=at) == []
    assert sealing.seal_all(at) == 0
    assert [seal.rows for seal in AuditSeal.objects.all()] == [10, 10, 10]
    assert sealing.faults(head=AuditSeal.objects.last().digest, at=at) == []


@pytest.mark.parametrize("field", ["actor", "action", "subject", "because", "subject_id"])
def test_a_changed_word_is_found(trail, at, field):
    tamper(f"UPDATE registry_auditevent SET {field} = 'x' WHERE id = %s", trail[11].pk)
    assert sealing.faults(at=at) == [f"第{trail[11].pk}号记录被改动，或不是本系统所写"]


def test_a_changed_time_of_recording_is_found(trail, at):
    AuditEvent.objects.filter(pk=trail[3].pk).update(recorded_at=at - timedelta(days=9))
    assert "第1号封存内的记录被增删或改动" in sealing.faults(at=at)[0]


def test_every_removed_row_is_found_wherever_it_stood(trail, at):
    for pk in random.sample([row.pk for row in trail], 6):
        kept = AuditEvent.objects.filter(pk=pk).values().get()
        tamper("DELETE FROM registry_auditevent WHERE id = %s", pk)
        assert "应有10条，现有9条" in sealing.faults(at=at)[0]
        AuditEvent.objects.bulk_create([AuditEvent(**kept)])
        AuditEvent.objects.filter(pk=pk).update(recorded_at=kept["recorded_at"])
    assert sealing.faults(at=at) == []


def test_a_row_put_in_without_the_key_is_found(trail, at):
    forged = AuditEvent.objects.filter(pk=trail[0].pk).values().get()
    AuditEvent.objects.bulk_create([AuditEvent(**{**forged, "id": 10_000, "seal_id": None})])
    AuditEvent.objects.filter(pk=10_000).update(because="补记", recorded_at=at - timedelta(days=1))
    found = sealing.faults(at=at)
    assert "第10000号记录被改动，或不是本系统所写" in found
    assert "第10000号记录一直未封存，可能为事后插入" in found


def test_a_chain_cut_at_its_end_is_found_by_the_head_that_somebody_kept(trail, at):
    head = AuditSeal.objects.first()
    tamper("DELETE FROM registry_auditevent WHERE seal_id = %s", head.pk)
    tamper("DELETE FROM registry_auditseal WHERE id = %s", head.pk)
    assert sealing.faults(at=at) == []
    assert "链尾被截断" in sealing.faults(head=head.digest, at=at)[0]


def test_a_chain_forged_anew_after_a_removal_is_found_without_the_key(trail, at):
    """Every digest can be computed anew by who has the database; the check code cannot."""
    tamper("DELETE FROM registry_auditevent WHERE id = %s", trail[12].pk)
    previous = AuditSeal.objects.get(number=1).digest
    for seal in AuditSeal.objects.filter(number__gte=2).order_by("number"):
        rows = list(seal.events.order_by("pk"))
        digest = sealing.digest(seal.number, previous, rows)
        values = {"rows": len(rows), "previous": previous, "digest": digest}
        AuditSeal.objects.filter(pk=seal.pk).update(**values)
        previous = digest
    assert sealing.faults(at=at) == [f"第{n}号封存被重做，或不是本系统所写" for n in (2, 3)]


def test_a_removed_seal_breaks_the_chain(trail, at):
    second = AuditSeal.objects.get(number=2)
    AuditEvent.objects.filter(seal=second).update(seal=None)
    tamper("DELETE FROM registry_auditseal WHERE id = %s", second.pk)
    assert "第3号封存与上一封存不相接" in sealing.faults(at=at)


def test_the_command_tells_the_head_and_fails_on_a_fault(trail):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    told = json.loads(out.getvalue())
    assert told["faults"] == []
    assert (told["rows"], told["seals"]) == (30, 3)
    assert told["head"] == AuditSeal.objects.first().digest
    tamper("UPDATE registry_auditevent SET actor = 'x' WHERE id = %s", trail[5].pk)
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=StringIO())


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
