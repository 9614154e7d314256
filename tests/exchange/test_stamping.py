"""Each day's head: made once, stamped by an authority, never believed unseen."""

import subprocess
from datetime import date, timedelta

import pytest
from django.core import mail
from tests.support.stand_in import closed_port
from tests.support.watched import authority, stamped_by

from demo.stamping_authority import Authority
from demo.timetables import moment
from exchange import stamping
from records import evidence
from records.models import EvidenceLeaf, HeadStamp, TreeHead
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
