"""Signatures of manifests and call-backs: HMAC-SM3, Ed25519, SM2-with-SM3 (GB/T 32918, 32905).

HMAC and Ed25519 by ``cryptography``; SM2 by ``records.sm2_openssl``. Values are Base64.
"""

import base64
import hmac as constant_time
import subprocess
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.hmac import HMAC

from records import sm2_openssl

from .digests import canonical


class SigningFailed(LookupError):
    """A key cannot be read or used; the operator must mend the settings."""


def signature(manifest, key):
    """The member ``signature`` of ``manifest`` (plain values) by ``key``; None without a key."""
    if key is None:
        return None
    value = sign(canonical(unsigned(manifest)).encode(), key)
    return {"alg": key.alg, "key_id": key.key_id, "value": value}


def unsigned(manifest):
    return {name: value for name, value in manifest.items() if name != "signature"}


def sign(content, key):
    """The Base64 signature of ``content`` (bytes); raises :class:`SigningFailed`."""
    try:
        return base64.b64encode(ALGORITHMS[key.alg][0](content, Path(key.file))).decode()
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        raise SigningFailed(f"签名密钥{key.key_id}不能使用：{type(error).__name__}") from error


def is_signed(content, value, key):
    """Whether ``value`` (Base64) is the signature of ``content`` under ``key``."""
    try:
        return ALGORITHMS[key.alg][1](content, base64.b64decode(value, validate=True), key.file)
    except (OSError, ValueError, KeyError, subprocess.SubprocessError):
        return False


def _hmac(content, file):
    digest = HMAC(Path(file).read_bytes().strip(), hashes.SM3())
    digest.update(content)
    return digest.finalize()


def _is_hmac(content, value, file):
    return constant_time.compare_digest(_hmac(content, file), value)


def _ed25519(content, file):
    return serialization.load_pem_private_key(file.read_bytes(), None).sign(content)


def _is_ed25519(content, value, file):
    try:
        serialization.load_pem_public_key(Path(file).read_bytes()).verify(value, content)
    except InvalidSignature:
        return False
    return True


#: alg of the format → (sign, check)
ALGORITHMS = {
    "HMAC-SM3": (_hmac, _is_hmac),
    "Ed25519": (_ed25519, _is_ed25519),
    "SM2-with-SM3": (sm2_openssl.sign, sm2_openssl.is_signed),
}
