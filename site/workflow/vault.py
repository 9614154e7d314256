"""Materials at rest: encrypted with a key that is outside the database (R65)."""

from django.core.files.base import ContentFile

from registry.vault import seal, unseal


def sealed(data):
    """A file of the encrypted bytes, ready to be stored."""
    return ContentFile(seal(data))


def opened(stored):
    """The plain bytes of a stored file. Raises ``InvalidToken`` when it was tampered with."""
    with stored.open("rb") as file:
        return unseal(file.read())
