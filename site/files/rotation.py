"""Changing the key: everything that is sealed is sealed anew under the current one."""

import os

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction

from .models import private_storage
from .vault import MARK, is_current, seal, unseal

FOLDERS = ("materials", "evidence", "authorisations", "photos")
UNFINISHED = ".rotating"


def rotate():
    """Seal what is under an older key anew; ``(rotated, already current)``.

    May be interrupted and run again: a file is replaced whole or not at all.
    """
    _rotate_rows()
    rotated = current = 0
    storage = private_storage()
    for path in _paths(storage):
        with storage.open(path, "rb") as file:
            sealed = file.read()
        if is_current(sealed):
            current += 1
            continue
        _replace(storage, path, seal(unseal(sealed)))
        rotated += 1
    return rotated, current


@transaction.atomic
def _rotate_rows():
    """The secrets of second factors, and what expired sessions had submitted."""
    for factor in Authenticator.objects.select_for_update():
        factor.data = {name: _anew(value) for name, value in factor.data.items()}
        factor.save(update_fields=["data"])
    for kept in apps.get_model("records", "KeptForm").objects.select_for_update():
        kept.sealed = seal(unseal(bytes(kept.sealed)))
        kept.save(update_fields=["sealed"])


def _anew(value):
    """A sealed text under the current key; anything else as it is."""
    if isinstance(value, list):
        return [_anew(each) for each in value]
    if isinstance(value, str) and value.encode().startswith(MARK):
        return seal(unseal(value.encode())).decode()
    return value


def _paths(storage):
    for folder in FOLDERS:
        if storage.exists(folder):
            _, names = storage.listdir(folder)
            for name in sorted(names):
                if not name.endswith(UNFINISHED):
                    yield f"{folder}/{name}"


def _replace(storage, path, sealed):
    """Beside it first, then in its place in one step, as a file system can."""
    beside = path + UNFINISHED
    if storage.exists(beside):
        storage.delete(beside)
    storage.save(beside, ContentFile(sealed))
    os.replace(storage.path(beside), storage.path(path))
