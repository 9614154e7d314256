"""Destroying restricted files when their time is over, with a record that outlives them (§5.7)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from registry.audit import record
from rules.periods import corresponding_day, day_starts, local_day
from rules.vocabulary import RESTRICTED_MATERIALS

from ..models import Item, Material

#: A draft that nobody has submitted keeps its rosters this long.
ABANDONED = timedelta(days=180)


def due(*, at):
    """Rosters whose application ended, or was abandoned, longer ago than they are kept."""
    last_day = corresponding_day(local_day(at), -settings.RESTRICTED_RETENTION_MONTHS)
    open_items = Item.objects.filter(application=OuterRef("application"), outcome__isnull=True)
    held = Material.objects.filter(kind__in=RESTRICTED_MATERIALS, destroyed_at__isnull=True)
    ended = held.filter(application__submitted_at__isnull=False).exclude(Exists(open_items))
    ended = ended.annotate(ended_at=Max("application__items__outcome__at"))
    ended = ended.filter(ended_at__lt=day_starts(last_day)).values("pk")
    abandoned = held.filter(application__submitted_at__isnull=True, uploaded_at__lt=at - ABANDONED)
    return Material.objects.filter(pk__in=ended) | Material.objects.filter(
        pk__in=abandoned.values("pk")
    )


def destroy_due(*, at, by=None):
    """Destroy what is due; the rows stay with their digests. Answers how many."""
    return sum(_destroy(material, at, by) for material in due(at=at))


@transaction.atomic
def _destroy(material, at, by):
    rows = Material.objects.filter(pk=material.pk, destroyed_at__isnull=True)
    if not rows.update(destroyed_at=at):
        return 0
    stored = material.file
    record(
        "workflow.destroy",
        material,
        by=by,
        at=at,
        because=f"保管期限{settings.RESTRICTED_RETENTION_MONTHS}个月届满",
        sha256=material.sha256,
    )
    transaction.on_commit(lambda: stored.storage.delete(stored.name))
    return 1
