"""Finding what is public: one question over every page type, ordered, narrowed and excerpted."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, reduce
from html import escape
from operator import or_

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from wagtail.models import Page
from wagtail.search.index import SearchField
from wagtail.search.query import Or, PlainText

from pages.catalogue.public_text import masked
from pages.catalogue.standing import Standing
from records.prepared import KEYS, MOMENT, Prepared, among, listed
from rules.periods import local_day
from rules.segmentation import is_han, pairs, tokens

from .asking import Match, Question
from .gathering import Gathered, counted, gathered, number, public_types

BEFORE, LONG = 36, 140
"""Characters of an excerpt before its first match, and all of them."""


def visible_pages(at):
    """Every page (as plain ``Page``) that the public may read at ``at``."""
    types = public_types().values()
    conditions = (Q(pk__in=each.objects.visible(at).order_by().values("pk")) for each in types)
    return Page.objects.filter(reduce(or_, conditions))


class Results:
    """The visible pages that hold the words of ``question``, best or newest first, as many as are
    looked at (:data:`~.gathering.MOST`); pages are read, as their own types with their facts, for
    the slice that is shown.
    """

    def __init__(self, question, *, at, match=Match.ALL):
        self.question, self.at, self.match = question, at, match

    @cached_property
    def _query(self):
        return self.question.query(self.match)

    @cached_property
    def _rows(self):
        if not self.question.words:
            return Gathered({}, is_more=False)
        return gathered(self._query, at=self.at, question=self.question)

    @cached_property
    def _of_every_kind(self):
        if not self.question.kind or self._rows.is_more or not self.question.words:
            return self._rows
        return counted(self._query, at=self.at, question=replace(self.question, kind=""))

    @property
    def keys(self):
        return list(self._rows.kinds)

    @property
    def is_more(self):
        """Whether more pages hold the words than these."""
        return self._rows.is_more

    def count(self):
        return len(self._rows.kinds)

    def kinds(self):
        """``{kind: how many}`` there are, whichever kind the question asks for.

        Where there are more than are looked at, nobody counted them: every kind, and None.
        """
        if self._of_every_kind.is_more:
            return dict.fromkeys(public_types())
        return Counter(self._of_every_kind.kinds.values())

    def __getitem__(self, part):
        """A slice, as a list; a number reads its page alone."""
        rows = list(self._rows.kinds.items())
        if isinstance(part, slice):
            return full_pages(dict(rows[part]), self.at)
        return full_pages(dict([rows[part]]), self.at)[0]


def best(question, *, at):
    """The :class:`Results` of the strictest :class:`Match` that finds something."""
    tried = (Results(question, at=at, match=each) for each in question.matches)
    return next((each for each in tried if each.count()), Results(question, at=at))


def recommended(question, *, at, limit=3):
    """Visible pages that the office wants shown first for what is in ``question``."""
    keys = [each.page_id for each in question.office_words if each.page_id]
    pages = visible_pages(at).in_bulk(keys) if keys else {}
    return [pages[key] for key in dict.fromkeys(keys) if key in pages][:limit]


def similar(question, *, at, limit=5):
    """Visible pages that share most pairs of characters with a question that found nothing."""
    parts = [part for token in tokens(question.text[:200]) for part in _parts(token)][:40]
    if not parts:
        return []
    any_part = Or([PlainText(each) for each in parts])
    kinds = gathered(any_part, at=at, question=Question("")).kinds
    return full_pages(dict(list(kinds.items())[:limit]), at)


def _parts(token):
    return pairs(token) if is_han(token) else [token]


def fewer_words(question, *, at):
    """``(word, how many pages hold it)`` for the words of a longer question that find something."""
    words = question.words if len(question.words) > 1 else []
    counts = ((word, number(Question(word).query(), at=at)) for word in words)
    return [(word, count) for word, count in counts if count]


@dataclass(frozen=True)
class SearchResult:
    """One result as it is shown: the page, its kind, its day, its title and an excerpt as HTML.

    ``standing`` is that of a product's certificate, ``whose`` its unit and place; None and empty
    for everything else.
    """

    page: Page
    kind: str
    standing: Standing | None
    whose: str
    shown_at: datetime | None
    title: str
    excerpt: str
    match: Match


def search_results(pages, question, *, at, match=Match.ALL):
    """``pages``, a slice of :class:`Results`, as :class:`SearchResult`."""
    marks = _marks([each for word in question.words for each in question.alternatives(word)])
    return [_result(page, marks, local_day(at), match) for page in pages]


def full_pages(kinds, at):
    """The pages of ``{key: name of its type}``, in their order, as their own types, with facts."""
    keys = {}
    for key, name in kinds.items():
        keys.setdefault(name, []).append(key)
    pages = {}
    for name, mine in keys.items():
        pages.update((page.pk, page) for page in _full(name)(at, listed(mine)))
    return [pages[key] for key in kinds if key in pages]


@cache
def _full(name):
    """The question for the pages of one type by their keys, with all that a result shows."""

    def full(at, keys):
        rows = public_types()[name].objects.filter(pk__in=among(keys))
        rows = rows.with_status(at) if hasattr(rows, "with_status") else rows
        return rows.with_facts() if hasattr(rows, "with_facts") else rows

    return Prepared(full, MOMENT, KEYS)


def _result(page, marks, today, match):
    return SearchResult(
        page=page,
        kind=page._meta.verbose_name,
        standing=page.standing(today) if hasattr(page, "standing") else None,
        whose=page.whose if hasattr(page, "whose") else "",
        shown_at=page.first_published_at or page.go_live_at,
        title=highlighted(masked(page.title), marks),
        excerpt=highlighted(_excerpt(masked(words_of(page)), marks), marks),
        match=match,
    )


def words_of(page):
    """All that the index knows of a page beside its title, as plain text."""
    fields = [f for f in page.get_search_fields() if type(f) is SearchField]
    values = (f.get_value(page) for f in fields if f.field_name not in ("title", "doc_no_key"))
    return re.sub(r"\s+", " ", strip_tags("　".join(filter(None, map(_flat, values))))).strip()


def _flat(value):
    return "　".join(map(_flat, value)) if isinstance(value, list | tuple) else str(value or "")


def _marks(words):
    """A pattern of the words, neighbours as one; None when there is none."""
    longest_first = sorted(words, key=len, reverse=True)
    any_word = "|".join(map(re.escape, longest_first))
    return re.compile(f"((?:{any_word})+)", re.IGNORECASE) if words else None


def _excerpt(text, marks):
    first = marks.search(text) if marks else None
    start = max(0, first.start() - BEFORE) if first else 0
    cut = text[start : start + LONG]
    return f"{'……' if start else ''}{cut}{'……' if start + LONG < len(text) else ''}"


def highlighted(text, marks):
    """``text`` as safe HTML, what was asked for inside ``<mark>``."""
    pieces = map(escape, marks.split(text) if marks else [text])
    marked = (f"<mark>{each}</mark>" if at % 2 else each for at, each in enumerate(pieces))
    return mark_safe("".join(marked))
