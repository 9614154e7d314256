"""Changing the key: everything in private storage is sealed anew under the current one."""

import os

from django.core.files.base import ContentFile

from registry.sealing import is_current, seal, unseal

from .models.materials import private_storage

FOLDERS = ("materials", "evidence", "authorisations", "photos")
UNFINISHED = ".rotating"


def rotate():
    """Seal what is under an older key anew; ``(rotated, already current)``.

    May be interrupted and run again: a file is replaced whole or not at all.
    """
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
