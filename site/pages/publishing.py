"""Putting a page of the office into its column and before the public."""

from django.db.models import Prefetch, prefetch_related_objects
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from .documents.timed import approve_new
from .placing import add_last

#: What a new page has from its column and from Wagtail: nobody could have said it wrong.
FROM_ITS_COLUMN = ("path", "depth", "url_path", "locale", "translation_key", "content_type")


def create(column, page, *, by, at, about=()):
    """Add ``page`` below ``column`` and publish it, or schedule it for its hour; in a transaction.

    It is looked over once, before anything of it is stored. ``about`` names the columns with what
    the caller has locked, and has asked whether there is a page about it.
    """
    page.live = False
    page.locale = column.locale
    page.full_clean(exclude=[*FROM_ITS_COLUMN, *about, *([] if page.slug else ["slug"])])
    filled = {name for name, _ in _rows_of(page) if getattr(page, name).all()}
    add_last(column, page)
    _read_once(page, filled)
    return approve_new(page, by=by, at=at)


def _rows_of(page):
    """``(name, model)`` of what a page consists of besides itself."""
    for relation in get_all_child_relations(page):
        yield relation.get_accessor_name(), relation.related_model
    for field in get_all_child_m2m_relations(page):
        yield field.name, field.related_model


def _read_once(page, filled):
    """What was just stored is not asked for again; most of it is known to be empty."""
    prefetch_related_objects(
        [page],
        *(
            name if name in filled else Prefetch(name, model._default_manager.none())
            for name, model in _rows_of(page)
        ),
    )
