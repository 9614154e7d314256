"""The head of the audit chain, put where nobody of this house can change it.

A chain that was cut or made anew looks whole from inside. One line a day in a file on another
machine, or one object a day in a bucket whose lock (S3 Object Lock, COMPLIANCE) not even its
owner can lift, tells it: ``manage.py verify_audit --heads FILE``.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from records.jobs import job
from records.models import AuditSeal
from rules.periods import local_day

HOURLY = timedelta(hours=1)


@job("head_file", "封存摘要外存（文件）", order=31, every=HOURLY)
def append_to_file(at):
    """A line for today's first seal; raises ``OSError`` where the file cannot be reached."""
    seal = _newest()
    if not settings.AUDIT_HEADS_FILE or seal is None:
        return 0
    path = Path(settings.AUDIT_HEADS_FILE)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if lines and json.loads(lines[-1])["day"] == f"{local_day(at)}":
        return 0
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{_words(seal, at)}\n")
    return 1


@job("head_bucket", "封存摘要外存（S3 对象锁定）", order=32, every=HOURLY)
def put_into_bucket(at):
    """An object for today, locked for ``AUDIT_HEADS_DAYS``; raises botocore's errors."""
    seal = _newest()
    if not settings.AUDIT_HEADS_BUCKET or seal is None:
        return 0
    bucket, _, prefix = settings.AUDIT_HEADS_BUCKET.partition("/")
    client, key = _client(), f"{prefix or 'heads'}/{local_day(at)}.json"
    if client.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount"):
        return 0
    client.put_object(
        Bucket=bucket,
        Key=key,
        Body=_words(seal, at).encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
        ObjectLockMode="COMPLIANCE",
        ObjectLockRetainUntilDate=at + timedelta(days=settings.AUDIT_HEADS_DAYS),
    )
    return 1


def _newest():
    return AuditSeal.objects.order_by("-number").first()


def _words(seal, at):
    """One line of JSON: nothing in it is personal, all of it may be public."""
    return json.dumps(
        {
            "day": f"{local_day(at)}",
            "number": seal.number,
            "digest": seal.digest,
            "rows": seal.total,
        }
    )


def _client():
    """boto3's, with the keys, region and address (``AWS_ENDPOINT_URL_S3``) of the environment."""
    import boto3  # requirements-s3.txt
    from botocore.config import Config

    limits = Config(connect_timeout=10, read_timeout=30, retries={"max_attempts": 2})
    return boto3.client("s3", config=limits)
