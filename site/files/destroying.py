"""Letting go of files: destroyed with a row that stays, or forgotten altogether."""

from django.db import transaction
from django.db.models import ProtectedError

from .models import StoredFile

_guards = []


def guard(is_kept):
    """Register ``is_kept(file, at)``: a room above says which files nothing may destroy."""
    if is_kept not in _guards:
        _guards.append(is_kept)


def destroy(file, *, at):
    """Delete the bytes after COMMIT; the row with its digest stays.

    False if it had happened, or somebody must still be able to read it.
    """
    if any(is_kept(file, at) for is_kept in _guards):
        return False
    if not StoredFile.objects.filter(pk=file.pk, destroyed_at=None).update(destroyed_at=at):
        return False
    _delete_bytes(file)
    return True


def forget(files):
    """Delete rows and bytes; what another row still holds stays, as the database wants it.

    Answers how many went. To be called when the rows that held them are gone.
    """
    return sum(_forget(file) for file in files)


def _forget(file):
    try:
        StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:
        return False
    _delete_bytes(file)
    return True


def _delete_bytes(file):
    transaction.on_commit(lambda: file.sealed.storage.delete(file.sealed.name))
