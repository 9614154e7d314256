"""Whoever has the database in hands can do anything to the trail; nothing of it stays unseen."""

import json
import random
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection

from records import sealing
from records.audit import record
from records.audit_faults import faults
from records.models import AuditEvent, AuditSeal, Counter, OutgoingMail
from registry import head_mail
from registry.audit_checks import somebody_keeps_the_head
from registry.models import Membership, Organisation, User

pytestmark = pytest.mark.django_db
COLUMNS = ["actor", "action", "subject", "because", "subject_id", "subject_type", "mac"]


@pytest.fixture
def person(db):
    """Loaded as a fixture is, so that the trail begins empty."""
    user = User(username="officer", last_name="示")
    user.save_base(raw=True)
    return user


@pytest.fixture
def trail(person, at):
    """Thirty rows under three seals."""
    for batch in range(3):
        for row in range(10):
            record("test.act", person, by=person, at=at, because=f"第{batch}批", row=row)
        sealing.seal_all(at)
    return list(AuditEvent.objects.order_by("pk"))


def tamper(statement, *parameters):
    """Behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def columns_of(row):
    return AuditEvent.objects.filter(pk=row.pk).values().get()


def put_in(**columns):
    AuditEvent.objects.bulk_create([AuditEvent(**columns)])


def copy_with_identity(row, **changes):
    """Past the constraint on the uid: dropped, or on SQLite written in capital letters."""
    columns = {**columns_of(row), "id": 900_000_000, "seal_id": None, **changes}
    if connection.vendor == "sqlite":
        put_in(**{**columns, "uid": uuid4()})
        tamper("UPDATE records_auditevent SET uid = %s WHERE id = 900000000", row.uid.hex.upper())
        return
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "records_auditevent")
    tamper("SET CONSTRAINTS ALL IMMEDIATE")
    for name, constraint in found.items():
        if constraint["unique"] and constraint["columns"] == ["uid"]:
            tamper(f"ALTER TABLE records_auditevent DROP CONSTRAINT {name}")
    put_in(**columns)


# Edit


@pytest.mark.parametrize("field", COLUMNS)
def test_a_changed_word_is_found(trail, at, field):
    tamper(f"UPDATE records_auditevent SET {field} = 'x' WHERE id = %s", trail[11].pk)
    assert f"第{trail[11].pk}号记录被改动，或不是本系统所写" in faults(at=at)


@pytest.mark.parametrize(
    "columns",
    [
        {"at": "2020-03-01T00:00:00+08:00"},
        {"recorded_at": "2020-03-01T00:00:00+08:00"},
        {"actor_id": 4711},
        {"data": {"row": 99}},
        {"uid": uuid4()},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_changed_column_of_any_other_kind_is_found(trail, at, columns):
    AuditEvent.objects.filter(pk=trail[11].pk).update(**columns)
    assert f"第{trail[11].pk}号记录被改动，或不是本系统所写" in faults(at=at)


def test_every_column_of_a_row_is_tried_above():
    tried = {*COLUMNS, "at", "recorded_at", "actor_id", "data", "uid"}
    own = {field.attname for field in AuditEvent._meta.concrete_fields}
    assert own - tried == {"id", "seal_id"}, "these two are under the seal's digest"


def test_the_counts_of_a_seal_are_under_its_digest(trail, at):
    AuditSeal.objects.filter(number=2).update(total=19)
    assert "第2号封存内的记录被增删或改动" in faults(at=at)[0]
    AuditSeal.objects.filter(number=2).update(total=20, rows=9)
    assert "应有9条，现有10条" in faults(at=at)[0]


# Delete


def test_every_removed_row_is_found_wherever_it_stood(trail, at):
    for row in random.sample(trail, 6):
        columns = columns_of(row)
        tamper("DELETE FROM records_auditevent WHERE id = %s", row.pk)
        assert "应有10条，现有9条" in faults(at=at)[0]
        put_in(**columns)
    assert faults(at=at) == []


def test_a_removed_seal_breaks_the_chain(trail, at):
    second = AuditSeal.objects.get(number=2)
    AuditEvent.objects.filter(seal=second).update(seal=None)
    tamper("DELETE FROM records_auditseal WHERE id = %s", second.pk)
    assert "第3号封存与上一封存不相接" in faults(at=at)


# Insert


def test_a_row_put_in_without_the_key_is_found(trail, at):
    old = at - timedelta(days=1)
    put_in(**{**columns_of(trail[0]), "id": 900_000_000, "uid": uuid4(), "seal_id": None})
    AuditEvent.objects.filter(pk=900_000_000).update(because="补记", recorded_at=old)
    assert "第900000000号记录被改动，或不是本系统所写" in faults(at=at)
    assert "第900000000号记录一直未封存，可能为事后插入" in faults(at=at)


def test_a_chain_forged_anew_after_a_removal_is_found_without_the_key(trail, at):
    """Every digest can be computed anew by who has the database; the check code cannot."""
    tamper("DELETE FROM records_auditevent WHERE id = %s", trail[12].pk)
    before = AuditSeal.objects.get(number=1)
    previous, total = before.digest, before.total
    for seal in AuditSeal.objects.filter(number__gte=2).order_by("number"):
        rows = list(seal.events.order_by("pk").values_list("pk", "mac"))
        total += len(rows)
        digest = sealing.digest(seal.number, previous, total, rows)
        values = {"rows": len(rows), "total": total, "previous": previous, "digest": digest}
        AuditSeal.objects.filter(pk=seal.pk).update(**values)
        previous = digest
    assert faults(at=at) == [f"第{n}号封存被重做，或不是本系统所写" for n in (2, 3)]


# Swap


def test_two_rows_that_changed_places_are_found(trail, at):
    first, second = columns_of(trail[3]), columns_of(trail[4])
    AuditEvent.objects.filter(pk__in=[first["id"], second["id"]])._raw_delete("default")
    put_in(**{**first, "id": second["id"]})
    put_in(**{**second, "id": first["id"]})
    assert "第1号封存内的记录被增删或改动" in faults(at=at)[0]


def test_a_row_moved_to_another_seal_is_found(trail, at):
    other = AuditSeal.objects.get(number=3)
    AuditEvent.objects.filter(pk=trail[0].pk).update(seal=other)
    assert {words[:3] for words in faults(at=at)} == {"第1号", "第3号"}


# Replay


def test_a_genuine_row_is_not_played_again(trail, at):
    """A copy that is sealed by the next pass, under a new identity or under its own."""
    copy = {**columns_of(trail[5]), "id": 900_000_000, "seal_id": None, "recorded_at": at}
    put_in(**{**copy, "uid": uuid4()})
    sealing.seal_all(at)
    assert "第900000000号记录被改动，或不是本系统所写" in faults(at=at)


@pytest.mark.parametrize("recorded", ["then", "now"])
def test_a_genuine_row_copied_with_its_identity_is_found(trail, at, recorded):
    later = at + timedelta(days=3)
    moment = trail[5].recorded_at if recorded == "then" else later
    copy_with_identity(trail[5], recorded_at=moment)
    sealing.seal_all(later)
    assert "第900000000号记录是另一条记录的复制" in faults(at=later)
    assert AuditEvent.objects.get(pk=900_000_000).uid == trail[5].uid


# Tail cut, total wipe


def cut(trail):
    head = AuditSeal.objects.first()
    tamper("DELETE FROM records_auditevent WHERE seal_id = %s", head.pk)
    tamper("DELETE FROM records_auditseal WHERE id = %s", head.pk)
    return head


def reset_counters():
    Counter.objects.filter(series=sealing.SERIES).update(last=2)
    if connection.vendor == "sqlite":
        tamper("UPDATE sqlite_sequence SET seq = 20 WHERE name = 'records_auditevent'")


def test_a_chain_cut_at_its_end_is_found_by_the_counters_and_surely_by_a_head(trail, at):
    head = cut(trail)
    assert "封存已编到第3号，现只到第2号：链尾被截断" in faults(at=at)
    reset_counters()
    assert faults(at=at) == []
    assert "链尾被截断" in faults(head=head.digest, at=at)[0]


def test_rows_not_sealed_yet_that_were_cut_off_are_found_where_keys_have_no_gaps(trail, at):
    record("test.act", trail[0], by=None, at=at)
    AuditEvent.objects.filter(seal=None)._raw_delete("default")
    expected = ["记录已编到"] if connection.vendor == "sqlite" else []
    assert [words[:5] for words in faults(at=at)] == expected


def test_a_trail_that_was_wiped_is_not_whole(trail, at):
    head = AuditSeal.objects.first().digest
    AuditEvent.objects.all()._raw_delete("default")
    AuditSeal.objects.all()._raw_delete("default")
    assert "没有任何审计记录，而系统已经使用：审计记录被清空" in faults(at=at)
    assert "整条链被替换" in faults(head=head, at=at)[-1]


def test_a_wiped_trail_is_found_by_the_people_who_had_signed_in(trail, person, at):
    AuditEvent.objects.all()._raw_delete("default")
    AuditSeal.objects.all()._raw_delete("default")
    Counter.objects.all().delete()
    User.objects.update(last_login=at)
    assert any("审计记录被清空" in words for words in faults(at=at))


def test_after_a_cut_the_next_seal_does_not_hide_it(trail, at):
    cut(trail)
    record("test.act", trail[0], by=None, at=at)
    sealing.seal_all(at)
    assert "第4号封存与上一封存不相接" in faults(at=at)


# The head leaves by itself


@pytest.fixture
def auditor(office, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    person = User.objects.create(username="watcher", email="audit@mail.example.com")
    office = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=person, organisation=office, role="auditor")
    return person


def test_the_head_goes_to_the_auditors_once_a_day_by_mail(trail, auditor, at):
    early, day = at.replace(hour=7), timedelta(days=1)
    assert head_mail.send_head(early) == 0
    for moment in (at, at + timedelta(hours=3), at + day):
        head_mail.send_head(moment)
    mails = OutgoingMail.objects.filter(recipient=auditor.email)
    assert mails.count() == 2
    head = AuditSeal.objects.first()
    for mail in mails:
        assert head.digest in mail.body
        assert f"共封存3号、{head.total}条" in mail.body
    assert not OutgoingMail.objects.exclude(recipient=auditor.email).exists()


def test_where_nobody_would_get_the_head_the_deployment_check_says_so(auditor):
    assert somebody_keeps_the_head(None, databases=["default"]) == []
    User.objects.filter(pk=auditor.pk).update(email="")
    [warning] = somebody_keeps_the_head(None, databases=["default"])
    assert warning.id == "registry.W001"
    assert somebody_keeps_the_head(None, databases=None) == []


# Copied as JSON


def test_a_trail_copied_as_json_is_still_genuine(trail, at):
    """Django's JSON keeps milliseconds; so do the check codes."""
    exact = at.replace(microsecond=123456)
    record("test.act", trail[0], by=None, at=exact)
    sealing.seal_all(at)
    rows = [*AuditSeal.objects.order_by("pk"), *AuditEvent.objects.order_by("pk")]
    text = serializers.serialize("json", rows)
    AuditEvent.objects.all()._raw_delete("default")
    AuditSeal.objects.all()._raw_delete("default")
    for row in serializers.deserialize("json", text):
        row.save()
    assert AuditEvent.objects.latest("pk").at.microsecond == 123000
    assert faults(at=at) == []


def test_the_command_tells_the_head_and_fails_on_a_fault(trail):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["faults"] == []
    assert (answer["rows"], answer["seals"]) == (30, 3)
    assert answer["head"] == AuditSeal.objects.first().digest
    tamper("UPDATE records_auditevent SET actor = 'x' WHERE id = %s", trail[5].pk)
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=StringIO())
