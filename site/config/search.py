"""Wagtail's database search, taught Chinese: pairs in the index, words in the question.

Both databases keep their own index (SQLite FTS5, PostgreSQL tsvector); here the text is cut before
it goes in (``rules/segmentation.py``) and every question becomes phrases of letters and digits, so
that quotes and operators never reach the engine. On SQLite the stock compiler ranks with one
correlated query per hit, minutes on a large site; here FTS5 drives the join and runs once.
"""

from functools import cache

from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.search.utils import get_content_type_pk, get_descendant_models

from pages.search.candidates import Kinds, hits, keys_by_kind, kind_term
from pages.search.candidates import fts as fts_question
from pages.search.spoken import Terms
from rules.segmentation import asked_words, is_han, pairs, tokens

from .index_rows import Chunk, Cut, is_due, stored_rows

NOTHING = PlainText("zznothing")
"""What no text holds: the question that consists of marks only."""


def compiled(question, operator="and"):
    """A question in words as a query of phrases."""
    parts = [_phrase(word) for word in asked_words(question)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    return Or(parts) if operator.lower() == "or" else And(parts)


def _phrase(word):
    terms = pairs(word) if is_han(word) else [word]
    return Phrase(" ".join(terms)) if len(terms) > 1 else PlainText(terms[0])


def _recompiled(query):
    """A query that a caller built, with every leaf cut and made harmless."""
    if isinstance(query, Terms):
        return query
    if isinstance(query, PlainText | Phrase | Fuzzy):
        return compiled(query.query_string, getattr(query, "operator", None) or "and")
    if isinstance(query, And | Or):
        return type(query)([_recompiled(part) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(_recompiled(query.subquery))
    if isinstance(query, Boost):
        return Boost(_recompiled(query.subquery), query.boost)
    return query


class ChineseQueries:
    """The part of a backend that takes questions."""

    def search(self, query, model_or_queryset, fields=None, operator=None, **options):
        if isinstance(query, str):
            query = compiled(query, operator or "and") if query else query
        elif query is not None:
            query = _recompiled(query)
        return super().search(query, model_or_queryset, fields=fields, **options)

    def autocomplete(self, query, model_or_queryset, fields=None, operator=None, **options):
        if isinstance(query, str) and query:
            terms = [pair for token in tokens(query[:200]) for pair in _pieces(token)]
            query = PlainText(" ".join(terms)) if terms else NOTHING
        return super().autocomplete(query, model_or_queryset, fields=fields, **options)


def _pieces(token):
    return pairs(token) if is_han(token) else [token]


def _cut_index(stock):
    """The stock index class, fed with cut text."""

    class Index(stock):
        def add_items(self, model, things):
            """Whoever saves something meanwhile is newer than a :class:`Chunk`: theirs stays."""
            cut = list(map(Cut, things))
            if not isinstance(things, Chunk):
                return super().add_items(model, cut)
            with transaction.atomic(using=self.write_connection.alias):
                now = stored_rows(model, [each.pk for each in cut])
                due = [each for each in cut if is_due(each, things.before, now)]
                super().add_items(model, due)
            if missing := [each.pk for each in due if str(each.pk) not in now]:
                self._look_again(model, missing)
            return None

        def _look_again(self, model, keys):
            """Of what had no row yet, PostgreSQL may have met another's that came just before."""
            if self.write_connection.vendor == "postgresql":
                before = stored_rows(model, keys)
                self.add_items(model, Chunk(model._default_manager.filter(pk__in=keys), before))

        def _refresh_title_norms(self, full=False):
            """Nobody asks for them here, and the stock code writes every row of the index."""

    return Index


class InParts:
    """The part of results that gives what the index holds a part at a time."""

    def hits(self, part):
        """The rows (:class:`pages.search.candidates.Hit`) of a ``Part`` of the matches."""
        return self._ask(hits, part)

    def keys_by_kind(self, part):
        """Their keys alone, put together by the database (``keys_by_kind`` there)."""
        return self._ask(keys_by_kind, part)

    def _ask(self, ask, part):
        compiler = self.query_compiler
        model = compiler.queryset.model
        term = kind_term(model) if model._meta.parents else None
        kinds = Kinds([get_content_type_pk(each) for each in _descendants(model)], term)
        return ask(compiler.query, kinds, part, compiler.LAST_TERM_IS_PREFIX)


@cache
def _descendants(model):
    """``model`` and what is made of it: looked for among all models once in a process."""
    return tuple(get_descendant_models(model))


def _sqlite():
    from wagtail.search.backends.database.sqlite import sqlite as stock

    class Once:
        """Compiles to one FTS5 query, best first."""

        def search(self, config, start, stop, score_field=None):
            if self.fields or score_field is not None or not _is_plain(self.query):
                return super().search(config, start, stop, score_field)
            sql, values = self._matches()
            rows = self.queryset.filter(pk__in=RawSQL(f"SELECT {ENTRY_KEY} {sql}", values))
            return (rows if rows.query.order_by else rows.order_by("-pk"))[start:stop]

        def keys(self):
            """The keys of all matches, best first; titles weigh four times."""
            sql, values = self._matches()
            with connection.cursor() as cursor:
                rank = f"bm25({fts}, 1.0, 1.0, 4.0)"  # autocomplete, body, title
                cursor.execute(f"SELECT {ENTRY_KEY}, {rank} r {sql} ORDER BY r, 1 DESC", values)
                return [key for key, _rank in cursor.fetchall()]

        def _matches(self):
            kinds = stock.get_descendants_content_types_pks(self.queryset.model)
            columns = " ".join(self.FTS_TABLE_FIELDS)
            question = f"{{{columns}}} : ({fts_question(self.query, self.LAST_TERM_IS_PREFIX)})"
            marks = ",".join(["%s"] * len(kinds))
            sql = (
                f"FROM {fts} CROSS JOIN {entries} e ON e.id = {fts}.rowid "
                f"WHERE {fts} MATCH %s AND e.content_type_id IN ({marks})"
            )
            return sql, [question, *kinds]

    fts = stock.SQLiteFTSIndexEntry._meta.db_table
    entries = stock.IndexEntry._meta.db_table

    class Questions(Once, stock.SQLiteSearchQueryCompiler):
        pass

    class Beginnings(Once, stock.SQLiteAutocompleteQueryCompiler):
        pass

    class Results(InParts, stock.SQLiteSearchResults):
        def _do_search(self):
            compiler = self.query_compiler
            plain = not compiler.fields and self._score_field is None and _is_plain(compiler.query)
            if not (plain and compiler.order_by_relevance):
                return super()._do_search()
            rows = compiler.queryset.order_by()
            keys = _matching_keys(compiler.keys(), rows, self.stop)[self.start or 0 : self.stop]
            rows_by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
            return [rows_by_key[key] for key in keys if key in rows_by_key]

    class Backend(ChineseQueries, stock.SQLiteSearchBackend):
        index_class = _cut_index(stock.SQLiteIndex)
        query_compiler_class = Questions
        autocomplete_query_compiler_class = Beginnings
        results_class = Results

    return Backend


ENTRY_KEY = "CAST(e.object_id AS INTEGER)"
CHUNK = 500


def _matching_keys(keys, rows, stop):
    """Those of ``keys`` that the caller's queryset has, in their order, at least ``stop`` of them.

    The filters are applied chunk by chunk: the best matches are nearly always enough.
    """
    matches = []
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        there = set(rows.filter(pk__in=chunk).values_list("pk", flat=True))
        matches += [key for key in chunk if key in there]
        if stop is not None and len(matches) >= stop:
            break
    return matches


def _is_plain(query):
    if isinstance(query, And | Or):
        return all(map(_is_plain, query.subqueries))
    return isinstance(query, PlainText | Phrase)


def _postgres():
    from wagtail.search.backends.database.postgres import postgres as stock

    class Results(InParts, stock.PostgresSearchResults):
        pass

    class Backend(ChineseQueries, stock.PostgresSearchBackend):
        index_class = _cut_index(stock.PostgresIndex)
        results_class = Results

        def __init__(self, params):
            super().__init__({**params, "SEARCH_CONFIG": "simple"})

    return Backend


_backends = {"postgresql": _postgres, "sqlite": _sqlite}
_made = {}


def SearchBackend(params):
    """The backend of this installation's database."""
    vendor = connection.vendor
    if vendor not in _made:
        _made[vendor] = _backends[vendor]()
    return _made[vendor](params)
