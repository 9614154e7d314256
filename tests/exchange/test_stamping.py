"""Each day's head: made once, stamped by an authority, never believed unseen."""

import subprocess
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from tests.support.stand_in import closed_port
from tests.support.watched import authority, stamped_by

from demo.stamping_authority import Authority
from demo.timetables import moment
from exchange import stamping
from records import evidence, sealing
from records.audit import record
from records.audit_faults import faults
from records.models import (
    AuditEvent,
    AuditSeal,
    Counter,
    EvidenceLeaf,
    HeadStamp,
    TreeHead,
)
from rules import merkle

__all__ = ["authority", "stamped_by"]
pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 28)


def add(words, day=DAY):
    return [evidence.append(word.encode(), at=moment(day, 9)) for word in words]


def test_a_head_a_day_covers_everything_before_it_and_grows_consistently():
    add("甲乙丙")
    assert evidence.make_head(moment(DAY, 0, 5)) == 1
    assert evidence.make_head(moment(DAY, 23)) == 0
    add("丁戊")
    later = DAY + timedelta(days=7)
    assert evidence.make_head(moment(later, 0, 5)) == 1
    second, first = TreeHead.objects.all()
    leaves = evidence.leaves_of(second)
    assert second.root == merkle.root(leaves).hex()
    proof = merkle.consistency_proof(first.size, leaves)
    roots = bytes.fromhex(first.root), bytes.fromhex(second.root)
    assert merkle.is_consistent(first.size, second.size, *roots, proof)
    assert list(EvidenceLeaf.objects.values_list("number", flat=True)) == [0, 1, 2, 3, 4]


def test_the_trail_is_a_leaf_once_a_day_and_nobody_makes_it_anew_under_a_stamped_head(office):
    for hour in (8, 9):
        sealed(moment(DAY, hour))
    evidence.make_head(moment(DAY, 10))
    first, last = AuditSeal.objects.order_by("number")
    assert (first.leaf, last.leaf) == (None, EvidenceLeaf.objects.get())
    assert faults(at=moment(DAY, 10)) == []
    sealed(moment(DAY, 11))
    evidence.make_head(moment(DAY, 12))
    assert EvidenceLeaf.objects.count() == 1, "a head a day"

    made_anew()
    found = faults(at=moment(DAY, 12))
    assert found == [f"第{last.number}号封存与当日的公开凭证不一致"]


def sealed(at):
    record("test.act", Counter(pk=1, series="x", year=0), by=None, at=at)
    sealing.seal(at)


def made_anew():
    """What somebody does who has the database and every key: the trail without its first row."""
    AuditEvent.objects.update(seal=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM records_auditevent WHERE id = (SELECT MIN(id) FROM records_auditevent)"
        )
    previous, total = "", 0
    for seal in AuditSeal.objects.order_by("number"):
        events = list(AuditEvent.objects.filter(seal=None).order_by("pk")[:1])
        rows = [(each.pk, each.mac) for each in events]
        total += len(rows)
        seal.rows, seal.total, seal.previous = len(rows), total, previous
        seal.digest = previous = sealing.digest(seal.number, previous, total, rows)
        seal.save()
        AuditEvent.objects.filter(pk__in=[pk for pk, _ in rows]).update(seal=seal)


def test_a_day_without_news_and_a_clock_that_went_back_make_no_head():
    assert evidence.make_head(moment(DAY)) == 0
    add("甲")
    evidence.make_head(moment(DAY))
    assert evidence.make_head(moment(DAY + timedelta(days=1))) == 0
    add("乙")
    assert evidence.make_head(moment(DAY - timedelta(days=1))) == 0


def test_the_witness_gets_the_statement_once(settings):
    settings.EVIDENCE_WITNESSES = ["jiwei@example.cn"]
    add("甲")
    evidence.make_head(moment(DAY))
    [sent] = mail.outbox
    assert TreeHead.objects.get().statement in sent.body
    assert sent.to == ["jiwei@example.cn"]


def test_an_authority_away_for_days_stamps_every_head_when_it_is_back(stamped_by, settings):
    url, heads = settings.TIMESTAMP_URL, []
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{closed_port()}/"
    for days in range(3):
        day = DAY + timedelta(days=days)
        add(f"第{days}日", day)
        evidence.make_head(moment(day, 10))
        heads.append(day)
        assert stamping.stamp_heads.run(moment(day, 11)) == (0, days + 1)
    settings.TIMESTAMP_URL = url
    back = moment(DAY + timedelta(days=3))
    assert stamping.stamp_heads.run(back) == (3, 0)
    stamps = HeadStamp.objects.order_by("head__day")
    assert [(each.head.day, each.received_at) for each in stamps] == [(day, back) for day in heads]
    assert stamping.stamp_heads.run(back) == (0, 0)


def test_a_stamp_is_taken_once_and_openssl_believes_it(stamped_by, tmp_path):
    add("甲")
    evidence.make_head(moment(DAY))
    assert stamping.stamp_heads(moment(DAY)) == 1
    assert stamping.stamp_heads(moment(DAY)) == 0
    head = TreeHead.objects.get()
    (tmp_path / "head.txt").write_bytes(head.statement.encode())
    (tmp_path / "head.tsr").write_bytes(bytes(head.stamp.response))
    command = ["openssl", "ts", "-verify", "-data", "head.txt", "-in", "head.tsr", "-CAfile"]
    done = subprocess.run([*command, stamped_by.root], cwd=tmp_path, capture_output=True, text=True)
    assert "Verification: OK" in done.stdout + done.stderr


def test_an_authority_that_is_away_or_lies_leaves_the_head_unstamped(
    stamped_by, settings, tmp_path, monkeypatch
):
    add("甲")
    evidence.make_head(moment(DAY))
    head, url = TreeHead.objects.get(), settings.TIMESTAMP_URL
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{closed_port()}/"
    with pytest.raises(stamping.NotStamped, match="没有应答"):
        stamping.stamp(head, at=moment(DAY))
    settings.TIMESTAMP_URL = url
    settings.TIMESTAMP_CERTIFICATES = str(Authority(tmp_path / "other").root)
    with pytest.raises(stamping.NotStamped, match="不能验证"):
        stamping.stamp(head, at=moment(DAY))
    settings.TIMESTAMP_CERTIFICATES = str(stamped_by.root)
    for raw in (b"", b"no answer", stamped_by.answer(_query(b"other words"))):
        monkeypatch.setattr(stamping, "_answer_to", lambda query, raw=raw: raw)
        with pytest.raises(stamping.NotStamped, match="不能验证"):
            stamping.stamp(head, at=moment(DAY))
    assert not HeadStamp.objects.exists()


def test_a_failing_authority_is_noted_as_a_failure_of_the_job(stamped_by, settings):
    add("甲")
    evidence.make_head(moment(DAY))
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{closed_port()}/"
    assert stamping.stamp_heads.run(moment(DAY)) == (0, 1)


def _query(data):
    builder = stamping.TimestampRequestBuilder().data(data)
    return builder.hash_algorithm(stamping.HashAlgorithm.SHA256).build().as_bytes()
