"""The keys that sign certificates and packages: Ed25519 or SM2 (GB/T 32918), as the file says.

Which algorithm a key belongs to stands in its own file (PEM); no setting can contradict it.
Ed25519 is ``cryptography``'s, SM2 the ``openssl`` of the system's.
"""

import base64
import hashlib
import logging
import re
import subprocess
import textwrap
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from time import monotonic

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from records import sm2_openssl
from rules import sm2
from rules.refusal import Refused

ED25519, SM2 = "Ed25519", "SM2-with-SM3"
#: How the DER of every public key of SM2 begins: id-ecPublicKey, the curve, a point.
SM2_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
#: One public key and nothing else: beside it a file could hold the private one.
PUBLIC_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----\n([\w+/=\s]+)-----END PUBLIC KEY-----")
NO_KEY_OF_OURS = "不是Ed25519或者SM2密钥"
UNREADABLE = {FileNotFoundError: "文件不存在", PermissionError: "没有读取权限"}
#: So long a key that failed is left alone, in each process: nobody waits for ``openssl`` again.
PAUSE_SECONDS = 60
NOT_ONE_PUBLIC_KEY = "不是单独一个公钥（BEGIN PUBLIC KEY）"
#: As the check before a start and ``manage.py doctor`` say it.
UNUSABLE = "证书签名密钥不能使用"
logger = logging.getLogger(__name__)
#: ``{path: (when to try it again, why it failed)}``
_failures = {}


class KeyUnusable(LookupError):
    """A key file cannot be read, holds a key of another kind, or does not sign."""


@dataclass(frozen=True)
class PublicKey:
    """A key that checks: 32 bytes of Ed25519, or 04 ‖ x ‖ y of SM2, and the same in PEM."""

    algorithm: str
    raw: bytes
    pem: str

    @property
    def id(self):
        """A key by its own digest: nobody gives it a name."""
        return hashlib.sha256(self.raw).hexdigest()[:8]


@dataclass(frozen=True)
class SigningKey:
    """A key that signs: Ed25519 by ``own``, SM2 by the file at ``path``."""

    public: PublicKey
    path: str
    own: Ed25519PrivateKey | None = field(default=None, repr=False)

    def sign(self, content):
        """The signature of ``content`` (bytes) as ``openssl pkeyutl -verify`` reads it."""
        if self.own is not None:
            return self.own.sign(content)
        try:
            return sm2_openssl.sign(content, self.path)
        except (OSError, subprocess.SubprocessError) as error:
            why = KeyUnusable(f"{self.path}：{type(error).__name__}")
            _note(self.path, why)
            raise why from error

    def sign_short(self, content):
        """The same in 64 bytes: of SM2 r ‖ s, without its DER."""
        signature = self.sign(content)
        if self.own is not None:
            return signature
        return b"".join(each.to_bytes(sm2.SIDE) for each in sm2.integers(signature))


def signing_key():
    """The private key of the settings; None while the office has none."""
    path = settings.CERTIFICATE_KEY
    return _tried(_private, path) if path else None


def public_keys():
    """``{id: PublicKey}``: the one that signs today first, then those that signed before.

    An old key that fails is left out; where the own one does, :class:`KeyUnusable`.
    """
    own = signing_key()
    keys = [own.public] if own else []
    for path in settings.CERTIFICATE_OLD_KEYS:
        with suppress(KeyUnusable):
            keys.append(_tried(_public, path))
    return {key.id: key for key in keys}


def detached_signature(content):
    """The signature of ``content`` (bytes) as a file in Base64; None while the office has no key.

    Raises :class:`Refused` where the key fails: a package that should be signed leaves signed or
    not at all, and who asked for it is told what ``manage.py doctor`` says to operators.
    """
    try:
        key = signing_key()
        return base64.b64encode(key.sign(content)) + b"\n" if key else None
    except KeyUnusable as error:
        raise Refused([f"{UNUSABLE}，请告知运维人员（运行 manage.py doctor 查看原因）"]) from error


def faults():
    """Why keys that the settings name cannot be used, for the check before a start and operators.

    The files are read anew: a key that this process has loaded may be gone since.
    """
    own = [(_private, settings.CERTIFICATE_KEY)] if settings.CERTIFICATE_KEY else []
    for load, path in [*own, *((_public, path) for path in settings.CERTIFICATE_OLD_KEYS)]:
        try:
            load.__wrapped__(path)
        except KeyUnusable as error:
            yield f"{error}"


def _tried(load, path):
    """``load(path)``; what failed is logged once and fails alike until its pause is over."""
    again_at, why = _failures.get(path, (0, ""))
    if monotonic() < again_at:
        raise KeyUnusable(why)
    try:
        return load(path)
    except KeyUnusable as error:
        _note(path, error)
        raise


def _note(path, error):
    logger.error("a key of the certificates cannot be used: %s", error)
    _failures[path] = (monotonic() + PAUSE_SECONDS, f"{error}")


@lru_cache(maxsize=8)
def _private(path):
    """Tried once by signing, so that a key that cannot is found before anybody needs it."""
    content = _content(path)
    try:
        own = load_pem_private_key(content, None)
    except (UnsupportedAlgorithm, ValueError, TypeError):
        key = SigningKey(_sm2(path, _public_pem(path)), path)
        key.sign_short(b"tried once")
        return key
    if not isinstance(own, Ed25519PrivateKey):
        raise KeyUnusable(f"{path}：{NO_KEY_OF_OURS}")
    return SigningKey(_ed25519(own.public_key()), path, own)


@lru_cache(maxsize=8)
def _public(path):
    content = _content(path)
    if not PUBLIC_PEM.fullmatch(content.replace(b"\r\n", b"\n").strip()):
        raise KeyUnusable(f"{path}：{NOT_ONE_PUBLIC_KEY}")
    try:
        key = load_pem_public_key(content)
    except (UnsupportedAlgorithm, ValueError, TypeError):
        return _sm2(path, content)
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"{path}：{NO_KEY_OF_OURS}")
    return _ed25519(key)


def _content(path):
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = UNREADABLE.get(type(error), type(error).__name__)
        raise KeyUnusable(f"{path}：{why}") from error


def _public_pem(path):
    try:
        return sm2_openssl.public_pem(path)
    except (OSError, subprocess.SubprocessError) as error:
        raise KeyUnusable(f"{path}：{type(error).__name__}") from error


def _ed25519(key):
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(ED25519, key.public_bytes_raw(), pem.decode())


def _sm2(path, pem):
    """The SM2 key of ``pem`` (bytes of one public key): written anew, never handed on."""
    lines = [line for line in pem.splitlines() if not line.startswith(b"-")]
    try:
        der = base64.b64decode(b"".join(lines), validate=True)
        raw = der.removeprefix(SM2_SPKI)
        sm2.point_of(raw)
    except ValueError as error:
        raise KeyUnusable(f"{path}：{type(error).__name__}") from error
    if der == raw:
        raise KeyUnusable(f"{path}：{NO_KEY_OF_OURS}")
    return PublicKey(SM2, raw, _pem(SM2_SPKI + raw))


def _pem(der):
    lines = textwrap.wrap(base64.b64encode(der).decode(), 64)
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])
