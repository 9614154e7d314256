"""The digests of what is handed out, noted as it goes; ``pages.issued`` tells whoever asks."""

from hashlib import sha256

from django.db import IntegrityError, transaction

from .models import IssuedFile


def note_issued(data, kind, *, at, page=None, version=1, certificate=None):
    """Note the digest of ``data`` as it is handed out for the first time; nothing else of it."""
    digest = sha256(data).hexdigest()
    if IssuedFile.objects.filter(sha256=digest).exists():
        return
    about = {"kind": kind, "page": page, "version": version, "certificate": certificate}
    try:
        with transaction.atomic():
            IssuedFile.objects.create(sha256=digest, issued_at=at, **about)
    except IntegrityError:
        return  # somebody else was handed the same file in the same moment
