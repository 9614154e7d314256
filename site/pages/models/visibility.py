"""Which pages stand before the public: no editor took them down, whatever the scheduler did."""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.models import PageManager, Revision
from wagtail.query import PageQuerySet

__all__ = ["PageManager", "PageQuerySet", "scheduled", "standing"]


def scheduled(**when):
    """Pages with an approved revision that waits for its hour; ``when`` narrows that hour."""
    waiting = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False, **when
    )
    return Q(live=False) & Exists(waiting)


def standing():
    """Pages whose own dates alone decide: published, ended by time, or waiting for their hour.

    What remains outside was never approved, or was taken down by an editor.
    """
    return Q(live=True) | Q(expired=True) | scheduled()
