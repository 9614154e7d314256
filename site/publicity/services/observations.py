"""Keeping what was seen of a notice: one row, its archive and its leaf, all or nothing."""

import hashlib

from django.db import transaction

from files.intake import SoundFile, take
from files.models import Scan
from records import evidence
from records.numbering import exclude_others
from rules.refusal import Refused

from ..models import Observation

WARC = "application/warc"


class Quicker(Refused):
    """Another watcher has kept this look already."""


@transaction.atomic
def keep_observation(publicity, *, occasion, due_at, archive=b"", at, **facts):
    """The new :class:`Observation` of ``publicity``, looked at ``at``.

    ``archive`` is the WARC, empty where none is kept; ``facts`` the other columns. Raises
    :class:`Quicker` when the look of this occasion and moment is there already.
    """
    exclude_others(evidence.SERIES)
    last = publicity.observations.order_by("-sequence").values_list("sequence", flat=True).first()
    row = Observation(
        publicity=publicity,
        sequence=(last or 0) + 1,
        occasion=occasion,
        due_at=due_at,
        observed_at=at,
        **facts,
    )
    same = publicity.observations.filter(occasion=occasion, due_at=due_at)
    if same.exists():
        raise Quicker(["该次观测已有记录"])
    if archive:
        name = f"{publicity.number}-{occasion}.warc.gz"
        row.archive = take(SoundFile(name, archive, WARC, Scan.UNSCANNED), by=None, at=at)
        row.archive_sha256 = hashlib.sha256(archive).hexdigest()
    row.leaf = evidence.append(row.words(), at=at)
    row.save()
    return row
