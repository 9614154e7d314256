"""Keeping the files that prove something: named by their own digest, encrypted at rest (A39)."""

import hashlib
import os
from contextlib import suppress

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from files.kinds import mime_of, reasons_against_file
from files.models import private_storage
from files.scanning import refused_if_infected
from files.vault import opened, sealed
from rules.refusal import refuse_fields

from ..models import OpinionDraftFile, OpinionProposal

LEAVING = ".leaving"


def keep(name, data, *, field="evidence"):
    """Store ``data`` and return its SHA-256; the same file twice is kept once.

    A file that cannot be taken is refused at the form's ``field``.
    """
    reasons = reasons_against_file(name, data, max_bytes=settings.MATERIAL_MAX_BYTES)
    refuse_fields([(field, f"{name}：{reason}") for reason in reasons])
    refused_if_infected(data)
    digest = hashlib.sha256(data).hexdigest()
    storage = private_storage()
    try:
        os.utime(storage.path(_path(digest)))  # handed in again: see discard()
    except FileNotFoundError:
        storage.save(_path(digest), sealed(data))
    return digest


def read(digest):
    """``(bytes, MIME type)``; ``FileNotFoundError`` when only the digest is known."""
    data = opened(_Stored(_path(digest)))
    return data, mime_of(data)


def is_named(digest):
    """Whether any row names what is kept under ``digest``.

    Asked of every column of digests whose model has no file of its own, so that a new one counts
    from its first day.
    """
    named = (rows.filter(**{column: digest}).exists() for rows, column in _columns())
    return any(named) or OpinionProposal.objects.filter(files__has_key=digest).exists()


def _columns():
    for model in apps.get_models():
        fields = model._meta.local_concrete_fields
        if any(isinstance(field, FileField) for field in fields):
            continue
        rows = model._base_manager.all()
        if model is OpinionDraftFile:
            rows = rows.filter(thrown_at__isnull=True)
        for field in fields:
            if field.name.endswith("sha256"):
                yield rows, field.name


def discard(digest, *, before):
    """Destroy what is kept under ``digest``, unless it was handed in again since ``before``.

    It is moved aside first: whoever hands the same bytes in from then on keeps them anew, and who
    did so just before has left the time on the file.
    """
    path = private_storage().path(_path(digest))
    aside = path + LEAVING
    if _is_since(path, before):
        return False
    with suppress(FileNotFoundError):
        os.replace(path, aside)
    if _is_since(aside, before):
        os.replace(aside, path)
        return False
    with suppress(FileNotFoundError):
        os.remove(aside)
    return True


def _is_since(path, moment):
    return os.path.exists(path) and os.stat(path).st_mtime >= moment.timestamp()


class _Stored:
    """A stored path with the one method that the vault asks for."""

    def __init__(self, path):
        self.path = path

    def open(self, mode):
        return private_storage().open(self.path, mode)


def _path(digest):
    return f"evidence/{digest}"
