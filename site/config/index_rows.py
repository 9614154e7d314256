"""What a row of the search index should say of a thing, and whether it says so already."""

from django.apps import apps
from django.db import connection
from django.db.models import Manager
from django.db.models.expressions import RawSQL
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField
from wagtail.search.utils import get_content_type_pk

from pages.search.candidates import kind_term
from rules.segmentation import index_text


class Cut:
    """A thing as the index meets it: three texts that are cut already.

    They are read before anything is written, so that nobody waits for the cutting. Of which kind
    the thing is stands in its text as a term: the full text itself narrows by it.
    """

    def __init__(self, thing):
        self.pk, own = thing.pk, type(thing)
        texts = list(_texts(thing, own.get_search_fields()))
        titles = [(field, text) for field, text in texts if _is_title(field)]
        self.boost = titles[0][0].boost if titles else None
        self.title = " ".join(text for _field, text in titles)
        body = [t for f, t in texts if isinstance(f, SearchField) and not _is_title(f)]
        self.body = " ".join([*body, *self.terms(own)])
        self.beginnings = " ".join(t for f, t in texts if isinstance(f, AutocompleteField))

    def terms(self, model):
        return [kind_term(model)]

    def get_search_fields(self):
        """The three as fields of what Wagtail indexes."""
        return [_Own("title", self.boost), _Own("body"), _Beginnings("beginnings")]


class _OfCut:
    def get_value(self, cut):
        return getattr(cut, self.field_name)


class _Own(_OfCut, SearchField):
    pass


class _Beginnings(_OfCut, AutocompleteField):
    pass


def _is_title(field):
    return isinstance(field, SearchField) and field.field_name == "title"


def _texts(thing, fields):
    """``(field, its text as it is cut)`` of a thing, and of what is related with it."""
    for field in fields:
        if isinstance(field, RelatedFields):
            for other in _related(field.get_value(thing)):
                yield from _texts(other, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            yield field, getattr(field, "cut", index_text)(flat(field.get_value(thing)))


def _related(value):
    if isinstance(value, Manager):
        return value.all()
    value = value() if callable(value) else value
    return [] if value is None else [value]


def flat(value):
    """What a search field yields, as one text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "，".join(map(flat, value))
    return "" if value is None else str(value)


class Chunk(list):
    """Things to be indexed anew, and what the index said of each (:func:`stored_rows`) before they
    were read.
    """

    def __init__(self, things, before):
        super().__init__(things)
        self.before = before


STORED = {"sqlite": ("title", "autocomplete", "body"), "postgresql": (RawSQL("xmin::text", ()),)}


def stored_rows(model, keys):
    """``{key: its row in the index}``: of SQLite its texts, of PostgreSQL the version of the row.

    Inside of a transaction nobody else changes them until its end. PostgreSQL keeps no text that
    could be compared with another: there a row is always other than it should be.
    """
    rows = apps.get_model("wagtailsearch", "IndexEntry").objects.filter(
        content_type_id=get_content_type_pk(model),
        object_id__in=list(map(str, keys)),
    )
    if connection.in_atomic_block:
        rows = rows.select_for_update().order_by("pk")
    return {key: texts for key, *texts in rows.values_list("object_id", *STORED[connection.vendor])}


def is_due(cut, before, now):
    """Whether the row stands as it did, and is other than it should be."""
    row = now.get(str(cut.pk))
    return row == before.get(str(cut.pk)) and row != [cut.title, cut.beginnings, cut.body]
