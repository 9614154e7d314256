"""Where files rest and what a scanner has said of them."""

from django.core.files.storage import storages
from django.db import models


def private_storage():
    """The storage outside every public URL; a callable, so no path enters a migration."""
    return storages["private"]


class Scan(models.TextChoices):
    """What a virus scanner has said of a file. Nobody's silence is ever called clean."""

    UNSCANNED = "unscanned", "未经病毒扫描"
    WAITING = "waiting", "等待病毒扫描"
    CLEAN = "clean", "病毒扫描未发现异常"
    INFECTED = "infected", "发现病毒，已隔离"
