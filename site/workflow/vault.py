"""Materials at rest: encrypted with a key that is outside the database (R65)."""

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.base import ContentFile


def sealed(data):
    """A file of the encrypted bytes, ready to be stored."""
    return ContentFile(_key().encrypt(data))


def opened(stored):
    """The plain bytes of a stored file. Raises ``InvalidToken`` when it was tampered with."""
    with stored.open("rb") as file:
        return _key().decrypt(file.read())


def _key():
    return Fernet(settings.MATERIAL_KEY)
