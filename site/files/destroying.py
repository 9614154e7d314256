"""Letting go of files: destroyed with a row that stays, or forgotten altogether."""

from django.db import transaction
from django.db.models import ProtectedError

from .models import StoredFile

_guards = []


def guard(kept_among):
    """Register ``kept_among(files, at)``: a room above gives the keys that nothing may destroy."""
    if kept_among not in _guards:
        _guards.append(kept_among)


def kept_among(files, *, at):
    """The keys of those ``files`` that nothing may destroy at ``at``, asked in the transaction that
    destroys.
    """
    return set().union(*(ask(files, at) for ask in _guards))


def destroy(file, *, at, staying=None):
    """Delete the bytes after COMMIT; the row with its digest stays.

    False if it had happened, or somebody must still be able to read it. Who destroys many asks
    :func:`kept_among` once for all, and hands its answer on as ``staying``.
    """
    if file.pk in (kept_among([file], at=at) if staying is None else staying):
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
