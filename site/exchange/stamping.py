"""Having each day's head stamped by a time-stamping authority (RFC 3161), and checking its answer.

The authority is another system, so it is asked here; an answer that does not prove what was asked
is refused and asked for again. Without ``TIMESTAMP_URL`` heads stay without a stamp.
"""

from datetime import timedelta
from pathlib import Path

import urllib3
from cryptography import x509
from django.conf import settings
from django.db import IntegrityError
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from records.jobs import job
from records.models import HeadStamp, TreeHead

from .addresses import Unavailable
from .time_limits import ending, within

SECONDS, WHOLE_SECONDS = 15, 60
MOST_BYTES = 256 * 1024
HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class NotStamped(Exception):
    """The authority did not answer, or its answer proves nothing; the words say which."""


@job("stamp", "公开凭证可信时间戳", order=175, every=timedelta(minutes=10))
def stamp_heads(at):
    """Have every head stamped that has no stamp; how many were."""
    if not settings.TIMESTAMP_URL:
        return 0
    heads = TreeHead.objects.filter(stamp=None).order_by("day")
    sweep = stamp_heads.each(
        heads, lambda head: stamp(head, at=at), at=at, passing=(IntegrityError,), atomic=False
    )
    return len(sweep.done)


def stamp(head, *, at):
    """The :class:`HeadStamp` of ``head``, received ``at``; raises :class:`NotStamped`."""
    data = head.statement.encode()
    request = (
        TimestampRequestBuilder()
        .data(data)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    raw = _answer_to(request.as_bytes())
    answer = checked(raw, data, request)
    return HeadStamp.objects.create(
        head=head,
        authority=settings.TIMESTAMP_URL[:300],
        response=raw,
        stamped_at=answer.tst_info.gen_time,
        received_at=at,
    )


def _answer_to(query):
    url = settings.TIMESTAMP_URL
    try:
        pool = urllib3.connection_from_url(url, timeout=SECONDS, retries=False)
        with within(WHOLE_SECONDS) as limit, ending(pool, limit):
            response = pool.request(
                "POST",
                urllib3.util.parse_url(url).request_uri,
                body=query,
                headers=HEADERS,
                redirect=False,
                preload_content=False,
            )
            with response:
                raw = response.read(MOST_BYTES)
    except (urllib3.exceptions.HTTPError, OSError, Unavailable) as error:
        raise NotStamped("时间戳机构没有应答") from error
    if response.status != 200:
        raise NotStamped(f"时间戳机构应答异常（{response.status}）")
    return raw


def checked(raw, data, request=None):
    """The decoded answer; raises :class:`NotStamped` unless it stamps ``data`` under our roots."""
    try:
        answer = decode_timestamp_response(raw)
        builder = VerifierBuilder.from_request(request) if request else VerifierBuilder()
        for root in roots():
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(answer, data)
    except (VerificationError, ValueError) as error:
        raise NotStamped("时间戳不能验证") from error
    return answer


def roots():
    """The root certificates of ``TIMESTAMP_CERTIFICATES``."""
    return x509.load_pem_x509_certificates(Path(settings.TIMESTAMP_CERTIFICATES).read_bytes())
