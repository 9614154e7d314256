"""Encryption at rest: every sealed thing names the key it was sealed with, so keys can be changed.

A sealed thing is ``GS1:<key id>:<Fernet token>``. What was sealed before keys had names is a bare
token; it is tried with every key that is known. A file longer than ``PIECE`` is ``GS2:<key id>:``
and a line for each piece of it (``pieces.py``): one token needs seven times the memory of a file.
Where releases that cannot read this may still run, ``FILES_IN_PIECES`` leaves it at one token.
"""

import hashlib
import io

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models

from .pieces import PIECE, joined_pieces, sealed_pieces

MARK, IN_PIECES = b"GS1:", b"GS2:"


def seal(data):
    """The bytes ``data``, encrypted under the current key."""
    key = settings.MATERIAL_KEY
    return MARK + key_id(key) + b":" + Fernet(key).encrypt(data)


def unseal(sealed):
    """The plain bytes. Raises ``InvalidToken`` for what was tampered with or has no known key."""
    if sealed.startswith(IN_PIECES):
        lines = io.BytesIO(sealed)
        return joined_pieces(_named(_name_of(lines.readline())), lines)
    if not sealed.startswith(MARK):
        return MultiFernet([Fernet(key) for key in _keys()]).decrypt(sealed)
    _, name, token = sealed.split(b":", 2)
    return Fernet(_named(name)).decrypt(token)


def _name_of(beginning):
    return beginning[len(MARK) :].partition(b":")[0]


def _named(name):
    """The key of that name. Raises ``InvalidToken`` where it is not at hand."""
    keys = {key_id(key): key for key in _keys()}
    if name not in keys:
        raise InvalidToken
    return keys[name]


def is_current(sealed):
    """Whether ``sealed`` was sealed under the key that is used now."""
    current = key_id(settings.MATERIAL_KEY) + b":"
    return sealed.startswith((MARK + current, IN_PIECES + current))


def key_id(key):
    """The name of a key: says which one, and nothing about it."""
    text = key if isinstance(key, bytes) else key.encode()
    return hashlib.sha256(b"gongshi key " + text).hexdigest()[:8].encode()


def _keys():
    return [settings.MATERIAL_KEY, *settings.MATERIAL_KEYS_RETIRED]


def sealed(data):
    """A file of the encrypted bytes, ready to be stored."""
    if len(data) <= PIECE or not settings.FILES_IN_PIECES:
        return ContentFile(seal(data))
    key, target = settings.MATERIAL_KEY, io.BytesIO()
    target.write(IN_PIECES + key_id(key) + b":\n")
    target.writelines(sealed_pieces(key, data))
    return ContentFile(target.getvalue())


def opened(stored):
    """The plain bytes of a stored file. Raises ``InvalidToken`` when it was tampered with."""
    with stored.open("rb") as file:
        first = file.readline()  # a token has no line break: all of it, unless it is in pieces
        if first.startswith(IN_PIECES):
            return joined_pieces(_named(_name_of(first)), iter(file.readline, b""))
        return unseal(first + file.read())


def is_known(beginning):
    """Whether a sealed thing that begins so was sealed under a key that is at hand."""
    if not beginning.startswith((MARK, IN_PIECES)):
        return True  # from before keys had names: only opening it would tell
    return _name_of(beginning) in {key_id(key) for key in _keys()}


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
