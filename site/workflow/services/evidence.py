"""Keeping the files that prove something: named by their own digest, encrypted at rest (A39)."""

import hashlib

from django.conf import settings

from registry.files import mime_of, reasons_against_file
from registry.vault import opened, sealed
from rules.refusal import refuse_fields

from ..models.materials import private_storage
from ..scanning import refused_if_infected


def keep(name, data, *, field="evidence"):
    """Store ``data`` and return its SHA-256; the same file twice is kept once.

    A file that cannot be taken is refused at the form's ``field``.
    """
    reasons = reasons_against_file(name, data, max_bytes=settings.MATERIAL_MAX_BYTES)
    refuse_fields([(field, f"{name}：{reason}") for reason in reasons])
    refused_if_infected(data)
    digest = hashlib.sha256(data).hexdigest()
    storage = private_storage()
    if not storage.exists(_path(digest)):
        storage.save(_path(digest), sealed(data))
    return digest


def read(digest):
    """``(bytes, MIME type)``; ``FileNotFoundError`` when only the digest is known."""
    data = opened(_Stored(_path(digest)))
    return data, mime_of(data)


class _Stored:
    """A stored path with the one method that the vault asks for."""

    def __init__(self, path):
        self.path = path

    def open(self, mode):
        return private_storage().open(self.path, mode)


def _path(digest):
    return f"evidence/{digest}"
