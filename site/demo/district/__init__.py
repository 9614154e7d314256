"""The fictional district's own files, and loading and walking them once."""

import hashlib
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from desk.loading.district import load_district
from exchange.models import ExportBatch

from ..accounts import appoint_heads, furnish, give_password
from ..exchange_work import publish_first, report_first
from ..history import History
from ..imprint import describe_site

DIRECTORY = Path(__file__).parent
ROOM = DIRECTORY.parent


def prepare(password, *, at):
    """Load the district and walk it up to ``at``, unless this very story was told to its end there.

    Telling it again is harmless: what was broken off, or is new in the files, comes to it.

    Raises ``ValueError`` when its own files have bad records: they ship with the product.
    """
    mark, story = settings.VAR / "story", _digest(password)
    if ExportBatch.objects.exists() and mark.exists() and mark.read_text() == story:
        return
    with indexed_at_the_end():
        _tell(password, at)
    mark.write_text(story)


@contextmanager
def indexed_at_the_end():
    """Pages are written to the search index once, however often the story changes them."""
    index = settings.WAGTAILSEARCH_BACKENDS["default"]
    index["AUTO_UPDATE"] = False
    try:
        yield
    finally:
        del index["AUTO_UPDATE"]
        call_command("update_index", verbosity=0)


def _tell(password, at):
    report = load_district(DIRECTORY, password=password)
    if not report.ok:
        raise ValueError(f"演示数据有误：{report.bad}")
    describe_site()
    with tqdm(file=sys.stderr, unit="步", desc="办理", mininterval=1) as bar:
        History(DIRECTORY, at=at, progress=bar.update).walk()
    appoint_heads(password)
    furnish(password, at=at)
    give_password(password)
    publish_first(at=at)
    report_first(at=at)


def _digest(password):
    """What the story is made of, the district's files and the program that tells it; and where it
    was told, to people with which password.
    """
    place = connection.settings_dict
    words = [str(place["NAME"]), place["HOST"], str(place["PORT"]), password]
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted([*ROOM.rglob("*.py"), *DIRECTORY.glob("*.json")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
