"""Words and files at rest: encrypted with a key that is outside the database (R65, §2.8)."""

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models


def sealed(data):
    """A file of the encrypted bytes, ready to be stored."""
    return ContentFile(_key().encrypt(data))


def opened(stored):
    """The plain bytes of a stored file. Raises ``InvalidToken`` when it was tampered with."""
    with stored.open("rb") as file:
        return _key().decrypt(file.read())


def sealed_text(text):
    """``text`` as it is stored; nothing stays nothing."""
    return _key().encrypt(text.encode()).decode() if text else ""


def opened_text(stored):
    """The plain text of what :func:`sealed_text` made."""
    return _key().decrypt(stored.encode()).decode() if stored else ""


class SealedTextField(models.TextField):
    """Text that only this system can read: it cannot be searched, sorted or compared in SQL."""

    def from_db_value(self, value, expression, connection):
        return value and opened_text(value)

    def get_prep_value(self, value):
        return sealed_text(value) if value is not None else None


def _key():
    return Fernet(settings.MATERIAL_KEY)
