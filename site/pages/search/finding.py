"""Finding what is public: one question over every page type, ordered, narrowed and excerpted."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import DateTimeField, Q
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join, strip_tags
from wagtail.models import Page, get_page_models
from wagtail.search.index import SearchField
from wagtail.search.query import Or, PlainText

from pages.catalogue.public_text import masked
from pages.catalogue.standing import Standing
from rules.periods import day_ends, day_starts, local_day
from rules.segmentation import is_han, pairs, tokens

from .asking import Match, Question

BEFORE, LONG = 36, 140
"""Characters of an excerpt before its first match, and all of them."""
NONE_FOUND = Page.objects.none()


def public_types():
    """The page types that can be asked what is visible at a moment, by their model names."""
    types = get_page_models()
    return {each._meta.model_name: each for each in types if hasattr(each.objects.all(), "visible")}


def visible_pages(at, types=None):
    """Every page (as plain ``Page``) that the public may read at ``at``."""
    types = list((types or public_types()).values())
    conditions = (Q(pk__in=each.objects.visible(at).order_by().values("pk")) for each in types)
    return Page.objects.filter(reduce(or_, conditions))


def published():
    """When a page first stood before the public: the moment results are dated and sorted by."""
    return Coalesce("first_published_at", "go_live_at", output_field=DateTimeField())


def find(question, *, at, match=Match.ALL):
    """The visible pages that hold the words of ``question``, best or newest first; lazy."""
    if not question.words:
        return NONE_FOUND
    rows = _narrowed(question, at)
    if question.by_date:
        rows = rows.order_by(published().desc(), "-id")
    return rows.search(question.query(match), order_by_relevance=not question.by_date)


def best(question, *, at):
    """``(pages, match)``: the strictest :class:`Match` that finds something."""
    matches = [each for each in Match if each is not Match.ANY or len(question.words) > 1]
    tried = ((find(question, at=at, match=each), each) for each in matches)
    return next((each for each in tried if each[0].count()), (NONE_FOUND, Match.ALL))


def recommended(question, *, at, limit=3):
    """Visible pages that the office wants shown first for what is in ``question``."""
    keys = [each.page_id for each in question.office_words if each.page_id]
    pages = visible_pages(at).in_bulk(keys) if keys else {}
    return [pages[key] for key in dict.fromkeys(keys) if key in pages][:limit]


def _narrowed(question, at):
    types = public_types()
    if question.kind:
        types = {name: each for name, each in types.items() if name == question.kind}
    pages = visible_pages(at, types).annotate(shown_at=published()) if types else NONE_FOUND
    if question.since:
        pages = pages.filter(shown_at__gte=day_starts(question.since))
    if question.until:
        pages = pages.filter(shown_at__lt=day_ends(question.until))
    return Page.objects.filter(pk__in=pages.order_by().values("pk"))


def similar(question, *, at, limit=5):
    """Visible pages that share most pairs of characters with a question that found nothing."""
    parts = [part for token in tokens(question.text[:200]) for part in _parts(token)][:40]
    if not parts:
        return []
    return list(visible_pages(at).search(Or([PlainText(each) for each in parts]))[:limit])


def _parts(token):
    return pairs(token) if is_han(token) else [token]


def fewer_words(question, *, at):
    """``(word, how many pages hold it)`` for the words of a longer question that find something."""
    words = question.words if len(question.words) > 1 else []
    counted = ((each, find(Question(each), at=at).count()) for each in words)
    return [(word, count) for word, count in counted if count]


@dataclass(frozen=True)
class SearchResult:
    """One result as it is shown: the page, its kind, its day, its title and an excerpt as HTML.

    ``standing`` is that of a product's certificate; None for everything else.
    """

    page: Page
    kind: str
    standing: Standing | None
    shown_at: datetime | None
    title: str
    excerpt: str
    match: Match


def search_results(pages, question, *, at, match=Match.ALL):
    """``pages``, a slice of results of ``match``, as :class:`SearchResult`; as many queries for
    any number.
    """
    pages = list(pages)
    full = _in_full([page.pk for page in pages], at)
    pages = [full[page.pk] for page in pages if page.pk in full]
    marks = _marks([each for word in question.words for each in question.alternatives(word)])
    return [_result(page, marks, local_day(at), match) for page in pages]


def _in_full(keys, at):
    """``{key: the page as its own type}``, one query and its facts for each type."""
    full = {}
    for each in public_types().values():
        rows = each.objects.filter(pk__in=keys)
        rows = rows.with_status(at) if hasattr(rows, "with_status") else rows
        rows = rows.with_facts() if hasattr(rows, "with_facts") else rows
        full.update((page.pk, page) for page in rows)
    return full


def _result(page, marks, today, match):
    return SearchResult(
        page=page,
        kind=page._meta.verbose_name,
        standing=page.standing(today) if hasattr(page, "standing") else None,
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
    return re.compile(f"(?:{any_word})+", re.IGNORECASE) if words else None


def _excerpt(text, marks):
    first = marks.search(text) if marks else None
    start = max(0, first.start() - BEFORE) if first else 0
    cut = text[start : start + LONG]
    return f"{'……' if start else ''}{cut}{'……' if start + LONG < len(text) else ''}"


def highlighted(text, marks):
    """``text`` as safe HTML, what was asked for inside ``<mark>``."""
    if marks is None:
        return format_html("{}", text)
    pieces, end = [], 0
    for match in marks.finditer(text):
        pieces += [(text[end : match.start()], match[0])]
        end = match.end()
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marked, text[end:])
