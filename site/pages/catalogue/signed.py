"""What is signed of certificates, so that anybody can check it without trusting this site (R20).

The QR code of a certificate holds its live address and, behind ``#``, which no browser sends, what
was certified with an Ed25519 signature. One list says what every certificate is worth today.
``static/pages/verify_certificate.py`` checks both with the published keys alone.
"""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, OuterRef, Subquery

from catalog.models import Certificate, CertificateEvent
from rules.lifecycle import CertificateStatus
from rules.periods import local_day

from .public_text import masked

PREFIX = "GS1"
LIST_KEPT = 24 * 3600


class KeyUnusable(LookupError):
    """A key file cannot be read, or holds no Ed25519 key."""


def signing_key():
    """The private key of the settings; None while the office has none."""
    return _private(settings.CERTIFICATE_KEY) if settings.CERTIFICATE_KEY else None


def public_keys():
    """``{id: public key}``: the one that signs today first, then those that signed before."""
    own = signing_key()
    keys = [own.public_key()] if own else []
    keys += [_public(each) for each in settings.CERTIFICATE_OLD_KEYS]
    return {key_id(key): key for key in keys}


@lru_cache(maxsize=8)
def _private(path):
    return _read(path, lambda content: load_pem_private_key(content, None), Ed25519PrivateKey)


@lru_cache(maxsize=8)
def _public(path):
    return _read(path, load_pem_public_key, Ed25519PublicKey)


def _read(path, load, kind):
    try:
        key = load(Path(path).read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise KeyUnusable(f"{path}：{type(error).__name__}") from error
    if not isinstance(key, kind):
        raise KeyUnusable(f"{path}：不是Ed25519密钥")
    return key


def key_id(key):
    """A key by its own digest: nobody gives it a name."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:8]


def encoded(content):
    """Base64 for addresses, without its padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def statement(certificate):
    """``GS1.<what>.<key>.<signature>`` of what was certified; "" while nothing is signed.

    The same certificate gives the same statement, whenever it is asked.
    """
    key = signing_key()
    if key is None:
        return ""
    lines = (
        certificate.number,
        masked(certificate.version.name),
        masked(certificate.applicant.name),
        f"{certificate.valid_from}",
        f"{certificate.valid_until}",
    )
    what = f"{PREFIX}.{encoded(chr(10).join(lines).encode())}"
    return f"{what}.{key_id(key.public_key())}.{encoded(key.sign(what.encode()))}"


def status_list(at):
    """``{"as_of", "certificates": {number: [standing, since]}, …, "signature"}`` of the day of
    ``at``; None while nothing is signed. The same day and events give the same bytes.
    """
    key = signing_key()
    if key is None:
        return None
    today, signer = local_day(at), key_id(key.public_key())
    events = CertificateEvent.objects.filter(effective_at__lte=at)
    state = events.aggregate(Count("pk"), Max("pk"))
    name = f"status-list-{today}-{signer}-{state['pk__count']}-{state['pk__max']}"
    return cache.get_or_set(name, lambda: _status_list(events, today, key), LIST_KEPT)


def _status_list(events, today, key):
    words = {
        "format": "gongshi-status/1",
        "as_of": f"{today}",
        "key_id": key_id(key.public_key()),
        "certificates": {number: list(rest) for number, *rest in _standings(events, today)},
    }
    return {**words, "signature": encoded(key.sign(canonical(words)))}


def canonical(words):
    """The bytes that are signed of plain data, the same for everybody."""
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _standings(events, today):
    """``(number, standing, since)`` of every certificate whose first day has come."""
    last = events.filter(certificate=OuterRef("pk")).exclude(reason="expired")
    last = last.order_by("-version")
    rows = Certificate.objects.filter(valid_from__lte=today).annotate(
        last_status=Subquery(last.values("status")[:1]),
        last_at=Subquery(last.values("effective_at")[:1]),
    )
    names = ("number", "valid_from", "valid_until", "last_status", "last_at")
    for number, begun, until, status, since in rows.order_by("number").values_list(*names):
        if status is None:
            continue
        is_over = status in (CertificateStatus.REMOVED, CertificateStatus.EXPIRED)
        if today > until and not is_over:
            yield number, CertificateStatus.EXPIRED.value, f"{until}"
        elif status == CertificateStatus.ACTIVE:
            yield number, status, f"{begun}"
        else:
            yield number, status, f"{local_day(since)}"
