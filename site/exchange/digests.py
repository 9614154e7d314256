"""Canonical JSON and the two digests of every file: SHA-256 and SM3 (GB/T 32905-2016)."""

import hashlib
import json

from cryptography.hazmat.primitives import hashes


def canonical(value):
    """``value`` as canonical JSON text: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def sha256(content):
    """64 hexadecimal digits of ``content`` (bytes)."""
    return hashlib.sha256(content).hexdigest()


def sm3(content):
    """64 hexadecimal digits of ``content`` (bytes), by OpenSSL through hashlib.

    An OpenSSL that leaves SM3 out is stood in for by the one inside ``cryptography``.
    """
    try:
        return hashlib.new("sm3", content).hexdigest()
    except ValueError:
        return _sm3_by_cryptography(content)


class Sm3:
    """SM3 piece by piece, by ``cryptography``, which always has it."""

    def __init__(self):
        self.digest = hashes.Hash(hashes.SM3())

    def update(self, content):
        self.digest.update(content)

    def hexdigest(self):
        return self.digest.finalize().hex()


def _sm3_by_cryptography(content):
    digest = Sm3()
    digest.update(content)
    return digest.hexdigest()
