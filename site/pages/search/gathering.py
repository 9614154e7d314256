"""Which visible pages hold a question, the best first, and no more of them than anybody reads."""

from functools import cache
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField
from django.db.models.functions import Coalesce
from wagtail.models import Page, get_page_models

from records.prepared import KEYS, MOMENT, Prepared, among, listed
from rules.periods import day_ends, day_starts

from .candidates import Part

MOST = 1_000
"""Pages that one question finds: nobody reads to the fiftieth page of results."""
TITLES = 200


class Gathered(NamedTuple):
    """``{key: name of its page type}``, best or newest first; whether there are more of them."""

    kinds: dict
    is_more: bool


@cache
def public_types():
    """The page types that can be asked what is visible at a moment, by their model names."""
    types = get_page_models()
    return {each._meta.model_name: each for each in types if hasattr(each.objects.all(), "visible")}


def published():
    """When a page first stood before the public: the moment results are dated and sorted by."""
    return Coalesce("first_published_at", "go_live_at", output_field=DateTimeField())


def gathered(query, *, at, question):
    """What holds ``query`` and is narrowed as ``question`` (a :class:`~.asking.Question`) says.

    The index is read from its newest row until there are more visible pages than :data:`MOST`;
    then the newest with the words in their titles are read as well: of too many the best remain.
    """
    model = public_types()[question.kind] if question.kind else Page
    ask = model.objects.search(query).hits
    part = Part(limit=MOST + 1)
    batch = ask(part)
    if len(batch) == part.limit and question.is_dated:
        part = _dated(part, question)
        batch = ask(part)
    rows = visible(batch, at, question)
    while len(batch) == part.limit and len(rows) <= MOST:
        part = part._replace(offset=part.offset + part.limit)
        batch = ask(part)
        rows |= visible(batch, at, question)
    if len(rows) > MOST and not question.by_date:
        titles = ask(part._replace(column="title", offset=0, limit=TITLES))
        rows |= visible([hit for hit in titles if hit.key not in rows], at, question)
    best = sorted(rows.values(), key=newest_first if question.by_date else best_first)[:MOST]
    return Gathered({each.hit.key: each.kind for each in best}, len(rows) > MOST)


def _dated(part, question):
    """``part`` where the database itself looks at days: only asked where there are many hits."""
    since, until = question.since, question.until
    return part._replace(
        since=since and day_starts(since),
        until=until and day_ends(until),
        is_by_date=question.by_date,
    )


class VisibleHit(NamedTuple):
    """A hit that the public may read: of which type of page, and since when."""

    hit: tuple
    kind: str
    shown_at: object


def best_first(row):
    return row.hit.rank, -row.hit.key


def newest_first(row):
    return -row.shown_at.timestamp(), -row.hit.key


def visible(hits, at, question):
    """``{key: VisibleHit}`` of those among ``hits`` that the public may read and the days allow."""
    of_kind, rows = {}, {}
    for hit in hits:
        of_kind.setdefault(hit.content_type, {})[hit.key] = hit
    for content_type, mine in of_kind.items():
        name = ContentType.objects.get_for_id(content_type).model
        for key, shown_at in _visible_among(name, mine, at, question):
            rows[key] = VisibleHit(mine[key], name, shown_at)
    return rows


def _visible_among(name, keys, at, question):
    """``[(key, when it came out)]``; when is None where the question does not ask for it."""
    if name not in public_types():
        return []
    if not question.is_dated:
        return ((key, None) for (key,) in _keys_visible(name)(at, listed(keys)))
    rows = _dates_visible(name)(at, listed(keys))
    return [(key, shown_at) for key, shown_at in rows if _is_between(shown_at, question)]


@cache
def _keys_visible(name):
    """The question which of some keys, as JSON, are visible pages of one type."""
    pages = public_types()[name].objects

    def keys_visible(at, keys):
        return pages.visible(at).order_by().filter(pk__in=among(keys)).values_list("pk")

    return Prepared(keys_visible, MOMENT, KEYS)


@cache
def _dates_visible(name):
    """The same, and since when: reading a thousand moments takes longer than finding them."""
    pages = public_types()[name].objects

    def dates_visible(at, keys):
        rows = pages.visible(at).order_by().filter(pk__in=among(keys))
        return rows.annotate(shown_at=published()).values_list("pk", "shown_at")

    return Prepared(dates_visible, MOMENT, KEYS)


def _is_between(shown_at, question):
    since, until = question.since, question.until
    return (since is None or shown_at >= day_starts(since)) and (
        until is None or shown_at < day_ends(until)
    )
