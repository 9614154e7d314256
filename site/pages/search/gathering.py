"""Which visible pages hold a question, the best first, and no more of them than anybody reads."""

from functools import cache
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, get_page_models
from wagtail.search.query import PlainText

from records.prepared import KEYS, MOMENT, Prepared, among, listed
from rules.periods import day_ends, day_starts

from .candidates import Part, as_moment

MOST = 1_000
"""Pages that one question finds: nobody reads to the fiftieth page of results."""
TITLES = 200
"""So many of those with the words in their titles come first, of too many."""
IN_TITLE = -1_000
"""What a title adds to the rank where there are too many."""


class Gathered(NamedTuple):
    """``{key: name of its page type}``, best or newest first; whether there are more of them."""

    kinds: dict
    is_more: bool


@cache
def public_types():
    """The page types that can be asked what is visible at a moment, by their model names."""
    types = get_page_models()
    return {each._meta.model_name: each for each in types if hasattr(each.objects.all(), "visible")}


def gathered(query, *, at, question):
    """What holds ``query`` and is narrowed as ``question`` (a :class:`~.asking.Question`) says.

    The index is read from its newest row until there are more visible pages than :data:`MOST`. Of
    too many, those with the words in their titles come first, then the newest.
    """
    ask = _asking(query, question)
    is_single = isinstance(query, PlainText)
    is_ranked = not (is_single or question.by_date)
    rows, part = _newest(ask, at, question, is_ranked=is_ranked, is_single=is_single)
    is_more = len(rows) > MOST
    if question.by_date:
        best = sorted(rows.values(), key=_newest_first, reverse=True)
    else:
        ranks, titles = _ranks(ask, part, question, is_more=is_more)
        rows |= visible([hit for hit in titles if hit.key not in rows], at, question)
        best = [rows[key] for key in sorted(rows, reverse=True)]
        best.sort(key=lambda hit: ranks.get(hit.key, hit.rank))
    return Gathered(_kinds(best[:MOST]), is_more)


def counted(query, *, at, question):
    """The same in no order, for whoever only counts."""
    rows, _part = _newest(_asking(query, question), at, question)
    return Gathered(_kinds(list(rows.values())[:MOST]), len(rows) > MOST)


def number(query, *, at):
    """How many visible pages hold ``query``, no more than :data:`MOST`."""
    ask, part = Page.objects.search(query).keys_by_kind, Part(limit=MOST + 1)
    visible = 0
    while visible <= MOST:
        batch = ask(part)
        visible += sum(_number_visible(kind, keys, at) for kind, _hits, keys in batch)
        if sum(hits for _kind, hits, _keys in batch) < part.limit:
            break
        part = part._replace(offset=part.offset + part.limit)
    return min(visible, MOST)


def _number_visible(content_type, keys, at):
    name = _name(content_type)
    return len(_keys_visible(name)(at, keys)) if name in public_types() else 0


def _asking(query, question):
    """What gives the hits of a :class:`Part` among the pages of the question's kind."""
    model = public_types()[question.kind] if question.kind else Page
    return model.objects.search(query).hits


def _newest(ask, at, question, *, is_ranked=False, is_single=False):
    """``({key: hit}, the last part that was read)`` of the visible ones, more than enough.

    Of a ``is_single`` word that there are too many is seen from one hit: walking to it takes a
    third of what all of them would take, but several words are costly to walk twice.
    """
    part = Part(limit=MOST + 1, is_ranked=is_ranked)
    if question.is_dated and is_single and ask(Part(limit=1, offset=MOST)):
        part = _dated(part, question)
    batch = ask(part)
    if len(batch) == part.limit and question.is_dated and not part.is_by_date:
        part = _dated(part, question)
        batch = ask(part)
    rows = visible(batch, at, question)
    while len(batch) == part.limit and len(rows) <= MOST:
        part = part._replace(offset=part.offset + part.limit)
        batch = ask(part)
        rows |= visible(batch, at, question)
    return rows, part


def _ranks(ask, part, question, *, is_more):
    """``({key: rank}, hits that are older than what was read)``.

    Of too many, and among days, those with the words in their titles come first: the rank of one
    word alone says how short a title is, and takes reading all that hold it. Of several words the
    best of those come first.
    """
    if not is_more and not part.is_by_date:
        whole = part._replace(offset=0, limit=part.offset + part.limit, is_ranked=True)
        return {} if part.is_ranked else {hit.key: hit.rank for hit in ask(whole)}, []
    titles = ask(part._replace(column="title", offset=0, limit=TITLES))
    if not part.is_ranked:
        return {hit.key: IN_TITLE for hit in titles}, titles
    return {hit.key: hit.rank + IN_TITLE for hit in titles}, titles


def _dated(part, question):
    """``part`` where the database itself looks at days: only asked where there are many hits."""
    since, until = _days(question)
    return part._replace(since=since, until=until, is_by_date=True, is_ranked=False)


def _days(question):
    """The moments that bound the days of ``question``; None where there is no bound."""
    since, until = question.since, question.until
    return since and day_starts(since), until and day_ends(until)


def _newest_first(hit):
    return hit.shown_at is not None, hit.shown_at, hit.key


def best_first(hit):
    return hit.rank, -hit.key


def visible(hits, at, question):
    """``{key: hit}`` of those among ``hits`` that the public may read and the days allow."""
    of_kind, rows = {}, {}
    for hit in _between(hits, question):
        of_kind.setdefault(hit.content_type, {})[hit.key] = hit
    for content_type, mine in of_kind.items():
        name = _name(content_type)
        if name in public_types():
            rows |= {key: mine[key] for (key,) in _keys_visible(name)(at, listed(mine))}
    return rows


def _between(hits, question):
    """Those that came out in the days of ``question``."""
    since, until = (bound and as_moment(bound) for bound in _days(question))
    if since:
        hits = [hit for hit in hits if hit.shown_at and hit.shown_at >= since]
    if until:
        hits = [hit for hit in hits if hit.shown_at and hit.shown_at < until]
    return hits


def _kinds(hits):
    names = {each: _name(each) for each in {hit.content_type for hit in hits}}
    return {hit.key: names[hit.content_type] for hit in hits}


def _name(content_type):
    return ContentType.objects.get_for_id(content_type).model


@cache
def _keys_visible(name):
    """The question which of some keys, as JSON, are visible pages of one type."""
    pages = public_types()[name].objects

    def keys_visible(at, keys):
        return pages.visible(at).order_by().filter(pk__in=among(keys)).values_list("pk")

    return Prepared(keys_visible, MOMENT, KEYS)
