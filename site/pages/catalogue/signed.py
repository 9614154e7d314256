"""What is signed of certificates, so that anybody can check it without trusting this site (R20).

The QR code of a certificate holds its live address and, behind ``#``, which no browser sends, what
was certified with a signature. One list says what every certificate is worth today.
``static/pages/verify_certificate.py`` checks both with the published keys alone.
"""

import base64
import hashlib
import json
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Subquery

from catalog.models import Certificate, CertificateEvent
from records.jobs import job
from rules.lifecycle import CertificateStatus
from rules.periods import local_day

from ..models.signatures import CertificateSignature
from .public_text import masked
from .signing_keys import KeyUnusable, signing_key

PREFIX = "GS1"
LIST_KEPT = 24 * 3600
#: So many certificates are signed in one pass: some seconds with SM2.
AT_ONCE = 300


def encoded(content):
    """Base64 for addresses, without its padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def statement(certificate):
    """``GS1.<what>.<key>.<signature>`` of what was certified; "" while nothing is signed.

    The same certificate gives the same statement, whenever it is asked. A key that fails leaves
    the code without a statement: whoever reads the page can still check by its address.
    """
    try:
        key = signing_key()
        return _statement(certificate, key) if key else ""
    except KeyUnusable:
        return ""


def _statement(certificate, key):
    lines = (
        certificate.number,
        masked(certificate.version.name),
        masked(certificate.applicant.name),
        f"{certificate.valid_from}",
        f"{certificate.valid_until}",
        f"{certificate.version.number}",
    )
    words = "\n".join(lines)
    what = f"{PREFIX}.{encoded(words.encode())}"
    about = {"words": words, "certificate": certificate, "version": certificate.version}
    return f"{what}.{key.public.id}.{signed_once(what.encode(), key, **about)}"


def signed_once(content, key, **about):
    """The signature of ``content`` (bytes) by ``key``, made when it is first asked for and kept."""
    by = {"digest": hashlib.sha256(content).hexdigest(), "key_id": key.public.id}
    values = CertificateSignature.objects.filter(**by).values_list("value", flat=True)
    if (value := values.first()) is not None:
        return value
    made = {"algorithm": key.public.algorithm, "value": encoded(key.sign_short(content))}
    row, _ = CertificateSignature.objects.get_or_create(**by, defaults={**made, **about})
    return row.value


@job("certificate_signatures", "证书签名", order=147, every=timedelta(minutes=10))
def sign_certificates(at):
    """Sign what stands in the catalogue unsigned, so that no reader waits; how many were signed."""
    key = signing_key()
    if key is None:
        return 0
    own = CertificateSignature.objects.filter(
        key_id=key.public.id, certificate=OuterRef("pk"), version=OuterRef("version")
    )
    unsigned = Certificate.objects.live().filter(~Exists(own))
    waiting = unsigned.select_related("version", "applicant").order_by("pk")[:AT_ONCE]

    def sign(each):
        return _statement(each, signing_key())

    sweep = sign_certificates.each(waiting, sign, at=at, passing=KeyUnusable)
    signing_key()  # one that failed on the way is the job's failure, and no row's
    return len(sweep.done)


def status_list(at):
    """``{"as_of", "certificates": {number: [standing, since, version]}, …, "signature"}`` of the
    day of ``at``; None while nothing is signed. The same day and events give the same bytes.
    """
    key = signing_key()
    if key is None:
        return None
    today, signer = local_day(at), key.public.id
    events = CertificateEvent.objects.filter(effective_at__lte=at)
    state = events.aggregate(Count("pk"), Max("pk"))
    name = f"status-list-{today}-{signer}-{state['pk__count']}-{state['pk__max']}"
    return cache.get_or_set(name, lambda: _status_list(events, today, key), LIST_KEPT)


def _status_list(events, today, key):
    words = {
        "format": "gongshi-status/2",
        "as_of": f"{today}",
        "key_id": key.public.id,
        "certificates": {number: list(rest) for number, *rest in _standings(events, today)},
    }
    return {**words, "signature": signed_once(canonical(words), key)}


def canonical(words):
    """The bytes that are signed of plain data, the same for everybody."""
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _standings(events, today):
    """``(number, standing, since, version)`` of every certificate whose first day has come.

    ``version`` is the product's version that is certified: an older statement is superseded.
    """
    last = events.filter(certificate=OuterRef("pk")).exclude(reason="expired")
    last = last.order_by("-version")
    rows = Certificate.objects.filter(valid_from__lte=today).annotate(
        last_status=Subquery(last.values("status")[:1]),
        last_at=Subquery(last.values("effective_at")[:1]),
        last_version=Subquery(last.values("product_version__number")[:1]),
    )
    names = ("number", "valid_from", "valid_until", "last_status", "last_at", "last_version")
    for number, begun, until, status, since, version in rows.order_by("number").values_list(*names):
        if status is None:
            continue
        is_over = status in (CertificateStatus.REMOVED, CertificateStatus.EXPIRED)
        if today > until and not is_over:
            yield number, CertificateStatus.EXPIRED.value, f"{until}", version
        elif status == CertificateStatus.ACTIVE:
            yield number, status, f"{begun}", version
        else:
            yield number, status, f"{local_day(since)}", version
