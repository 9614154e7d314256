"""Heads of the audit chain outside the house: a cut chain is found by them, and they stay."""

import json
from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from django.core.management import call_command
from tests.support import s3_server

from exchange.outside_heads import append_to_file, put_into_bucket
from records.audit_faults import against_kept
from records.models import AuditEvent, AuditSeal, JobFailure
from records.sealing import seal

pytestmark = pytest.mark.django_db
BUCKET = "heads-of-the-office"


@pytest.fixture
def sealed(paper, at):
    """A chain of one seal over the acts of a submission."""
    paper(1)
    seal(at)
    return AuditSeal.objects.get()


@pytest.fixture
def file(settings, tmp_path):
    settings.AUDIT_HEADS_FILE = str(tmp_path / "heads.jsonl")
    return tmp_path / "heads.jsonl"


def test_a_day_leaves_one_line_in_the_file(sealed, file, at):
    assert [append_to_file(at + timedelta(hours=hours)) for hours in (0, 1, 24)] == [1, 0, 1]
    first, second = map(json.loads, file.read_text().splitlines())
    assert (first["number"], first["digest"]) == (sealed.number, sealed.digest)
    assert (first["day"], second["day"]) == ("2020-04-01", "2020-04-02")
    assert against_kept([first, second]) == []


def test_a_chain_that_was_cut_or_made_anew_is_found_by_the_file(sealed, file, at, capsys):
    append_to_file(at)
    call_command("verify_audit", "--heads", str(file))
    capsys.readouterr()
    AuditSeal.objects.filter(pk=sealed.pk).update(digest="0" * 64)
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--heads", str(file))
    assert "与外存的摘要不一致" in capsys.readouterr().out
    AuditEvent.objects.all()._raw_delete("default")
    AuditSeal.objects.all()._raw_delete("default")
    assert len(against_kept(map(json.loads, file.read_text().splitlines()))) == 1


def test_a_file_out_of_reach_is_told_and_stops_nothing(sealed, file, settings, at):
    settings.AUDIT_HEADS_FILE = str(file / "nowhere")
    assert append_to_file.run(at) == (None, 1)
    assert JobFailure.objects.get().job == "head_file"


def test_nothing_leaves_where_nothing_is_set_or_sealed(office, settings, file, at):
    assert append_to_file(at) == 0
    settings.AUDIT_HEADS_FILE = ""
    assert (append_to_file(at), put_into_bucket(at)) == (0, 0)
    assert not file.exists()


@pytest.fixture
def bucket(settings, monkeypatch):
    """A bucket whose objects can be locked, on a server of its own."""
    with s3_server.running() as url:
        for name, value in {**s3_server.KEYS, "AWS_ENDPOINT_URL_S3": url}.items():
            monkeypatch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
        settings.AUDIT_HEADS_BUCKET = f"{BUCKET}/audit"
        yield client


@pytest.mark.walk
def test_a_head_in_the_bucket_is_locked_and_put_once_a_day(sealed, bucket, at, settings):
    at = at.replace(year=2099)  # a lock has to end in the future
    assert [put_into_bucket(at), put_into_bucket(at + timedelta(hours=1))] == [1, 0]
    key = "audit/2099-04-01.json"
    head = bucket.head_object(Bucket=BUCKET, Key=key)
    assert head["ObjectLockMode"] == "COMPLIANCE"
    assert head["ObjectLockRetainUntilDate"].date() == (at + timedelta(days=1095)).date()
    kept = json.loads(bucket.get_object(Bucket=BUCKET, Key=key)["Body"].read())
    assert against_kept([kept]) == []
    with pytest.raises(ClientError, match="AccessDenied"):
        bucket.delete_object(Bucket=BUCKET, Key=key, VersionId=head["VersionId"])
    settings.AUDIT_HEADS_BUCKET = "no-such-bucket"
    with pytest.raises((BotoCoreError, ClientError)):
        put_into_bucket(at)
