"""Encryption at rest: every sealed thing names the key it was sealed with, so keys can be changed.

A sealed thing is ``GS1:<key id>:<Fernet token>``. What was sealed before keys had names is a bare
token; it is tried with every key that is known.
"""

import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models

MARK = b"GS1:"


def seal(data):
    """The bytes ``data``, encrypted under the current key."""
    key = settings.MATERIAL_KEY
    return MARK + key_id(key) + b":" + Fernet(key).encrypt(data)


def unseal(sealed):
    """The plain bytes. Raises ``InvalidToken`` for what was tampered with or has no known key."""
    if not sealed.startswith(MARK):
        return MultiFernet([Fernet(key) for key in _keys()]).decrypt(sealed)
    name, token = sealed[len(MARK) :].split(b":", 1)
    keys = {key_id(key): key for key in _keys()}
    if name not in keys:
        raise InvalidToken
    return Fernet(keys[name]).decrypt(token)


def is_current(sealed):
    """Whether ``sealed`` was sealed under the key that is used now."""
    return sealed.startswith(MARK + key_id(settings.MATERIAL_KEY) + b":")


def key_id(key):
    """The name of a key: says which one, and nothing about it."""
    text = key if isinstance(key, bytes) else key.encode()
    return hashlib.sha256(b"gongshi key " + text).hexdigest()[:8].encode()


def _keys():
    return [settings.MATERIAL_KEY, *settings.MATERIAL_KEYS_RETIRED]


def sealed(data):
    """A file of the encrypted bytes, ready to be stored."""
    return ContentFile(seal(data))


def opened(stored):
    """The plain bytes of a stored file. Raises ``InvalidToken`` when it was tampered with."""
    with stored.open("rb") as file:
        return unseal(file.read())


def is_known(beginning):
    """Whether a sealed thing that begins so was sealed under a key that is at hand."""
    if not beginning.startswith(MARK):
        return True  # from before keys had names: only opening it would tell
    return beginning[len(MARK) :].partition(b":")[0] in {key_id(key) for key in _keys()}


def sealed_text(text):
    """``text`` as it is stored; nothing stays nothing."""
    return seal(text.encode()).decode() if text else ""


def opened_text(stored):
    """The plain text of what :func:`sealed_text` made."""
    return unseal(stored.encode()).decode() if stored else ""


class SealedBinaryField(models.BinaryField):
    """Bytes that :func:`seal` made, stored as they are; the name tells whoever changes keys."""


class SealedTextField(models.TextField):
    """Text that only this system can read: it cannot be searched, sorted or compared in SQL."""

    def from_db_value(self, value, expression, connection):
        return value and opened_text(value)

    def get_prep_value(self, value):
        return sealed_text(value) if value is not None else None
