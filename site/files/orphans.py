"""Sealed bytes that no row stands for: written before the database refused the row, or left by a
process that was killed between a destruction and its deleting.
"""

import hashlib

from .models import StoredFile, private_storage

FOLDER = "kept"


def names(*, before):
    """The names of files without a standing row that nobody wrote to since ``before``, a datetime.

    What is being taken at this moment is younger, and its row may not have landed yet.
    """
    storage = private_storage()
    if not storage.exists(FOLDER):
        return []
    stored = {f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]}
    standing = StoredFile.objects.filter(destroyed_at=None).values_list("sealed", flat=True)
    loose = stored.difference(standing.iterator())
    return sorted(name for name in loose if _is_older(storage, name, before))


def _is_older(storage, name, moment):
    """Whether it is there and older; another clock may have deleted it since it was listed."""
    try:
        return storage.get_modified_time(name) < moment
    except FileNotFoundError:
        return False


def facts(name):
    """``{"name", "bytes", "sha256"}`` of the sealed bytes: what a destruction says of them.

    Raises ``FileNotFoundError`` where another clock was quicker.
    """
    with private_storage().open(name) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": name, "bytes": private_storage().size(name), "sha256": digest}


def delete(name):
    """Delete the bytes; another clock may have been quicker."""
    private_storage().delete(name)
