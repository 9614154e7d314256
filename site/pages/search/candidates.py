"""What an index row holds of a question, a part at a time: nobody waits for the rank of them all.

A word that stands on every page has as many hits as there are pages. Either database walks its
index from the newest row and stops after a part; only where it is asked for, a hit is ranked. The
narrow rows beside the index (:mod:`.order`) say which page a hit is and stand by date.
"""

from typing import NamedTuple

from django.db import connection
from wagtail.search.query import And, Phrase, PlainText

ENTRIES = "wagtailsearch_indexentry"
FTS = f"{ENTRIES}_fts"
ORDER = "pages_indexedpage"


class Hit(NamedTuple):
    """A row of the index that holds what was asked for; the smaller ``rank``, the better.

    ``rank`` is 0, worse than any, where none was asked for. ``shown_at`` is when the page came
    out, to be compared with others and with :func:`as_moment` alone.
    """

    entry: int
    key: int
    content_type: int
    shown_at: object
    rank: float


class Part(NamedTuple):
    """Which hits: in one column alone; the newest page first instead of the newest row of the
    index, and of those that came out in which time; at most how many, how many of them to leave
    out, and whether they are ranked (never where the newest page is first).
    """

    limit: int
    column: str = ""
    since: object = None
    until: object = None
    is_by_date: bool = False
    offset: int = 0
    is_ranked: bool = False


def hits(query, kinds, part, is_prefix=False):
    """The :class:`Hit` rows of a query whose leaves are phrases of terms that were cut already.

    ``kinds`` is which pages: their content types, and the term (:func:`kind_term`) of the one
    type or None.
    """
    if part.is_by_date and not part.offset and connection.vendor == "sqlite":
        rows = _rows(_window(query, kinds, part, is_prefix))
        if len(rows) == part.limit or _is_whole(kinds, part):
            return rows
    return _rows(_statements[connection.vendor](query, kinds, part, is_prefix))


#: Many keys as one value, as ``records.prepared.among`` takes them.
TOGETHER = {"sqlite": "json_group_array(page)", "postgresql": "json_agg(page)::text"}


def keys_by_kind(query, kinds, part, is_prefix=False):
    """``[(content type, how many hits, their pages' keys as JSON)]`` of the same, for whoever only
    counts: a row a kind, where making rows of a thousand hits takes longer than finding them.
    """
    sql, values = _statements[connection.vendor](query, kinds, part, is_prefix)
    together = TOGETHER[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, COUNT(*), {together} FROM ({sql}) h GROUP BY kind", values)
        return cursor.fetchall()


class Kinds(NamedTuple):
    """Pages of which types: their content types' keys; the term that all of them have, if any."""

    keys: list
    term: str | None


#: How the index's own terms begin.
KIND = "zzkind"


def kind_term(model):
    """What each page of ``model`` holds in the index beside its words: no word reads like it."""
    return f"{KIND}{model._meta.model_name}"


def _rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(map(Hit._make, cursor.fetchall()))


#: A moment as it costs least: making a thousand of them takes longer than finding them. With the
#: sign SQLite leaves its text as it is.
MOMENTS = {"sqlite": "+i.shown_at", "postgresql": "EXTRACT(EPOCH FROM i.shown_at)::float8"}


def as_moment(moment):
    """``moment`` as :attr:`Hit.shown_at` has it, to be compared with it."""
    if connection.vendor == "sqlite":
        return connection.ops.adapt_datetimefield_value(moment)
    return moment.timestamp()


def _columns():
    return f"i.entry AS entry, i.page AS page, i.kind AS kind, {MOMENTS[connection.vendor]}"


def _question(query, kinds, part, is_prefix):
    question = f"{{{part.column or 'title body'}}} : ({fts(query, is_prefix)})"
    return f'{question} AND {{body}} : "{kinds.term}"' if kinds.term else question


def _sqlite(query, kinds, part, is_prefix):
    """Without a walk by date the full text drives; with it, the dates, and FTS5 is asked once."""
    question = _question(query, kinds, part, is_prefix)
    where, values = _narrowed(kinds, part)
    if part.is_by_date:
        sql = (
            f"SELECT {_columns()}, 0 FROM {ORDER} i INDEXED BY indexed_newest "
            f"WHERE +i.entry IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s) AND {where} "
            "ORDER BY i.shown_at DESC, i.page DESC LIMIT %s OFFSET %s"
        )
    else:
        rank = f"bm25({FTS}, 1.0, 1.0, 4.0)" if part.is_ranked else "0"  # autocomplete, body, title
        sql = (
            f"SELECT {_columns()}, {rank} FROM {FTS} CROSS JOIN {ORDER} i ON i.entry = {FTS}.rowid "
            f"WHERE {FTS} MATCH %s AND {where} ORDER BY {FTS}.rowid DESC LIMIT %s OFFSET %s"
        )
    return sql, [question, *values, part.limit, part.offset]


WINDOW = 2
"""Times as many pages as are wanted: a word on each second page is found among them."""


def _window(query, kinds, part, is_prefix):
    """The same among the newest pages alone, where a word that is on most pages is found often
    enough: FTS5 then reads a stretch of its rows, for the newest pages are near each other there.

    ``WITH`` stands inside: a statement that begins with it counts as a write (``public_writes``).
    """
    newest, values = _newest(kinds, part)
    sql = (
        f"SELECT * FROM (WITH newest AS MATERIALIZED ({newest}) "
        f"SELECT {_columns()}, 0 FROM newest i WHERE entry IN ("
        f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s AND rowid BETWEEN "
        "(SELECT MIN(entry) FROM newest) AND (SELECT MAX(entry) FROM newest)) "
        "ORDER BY i.shown_at DESC, i.page DESC LIMIT %s)"
    )
    return sql, [*values, _question(query, kinds, part, is_prefix), part.limit]


def _newest(kinds, part):
    where, values = _narrowed(kinds, part)
    sql = (
        f"SELECT i.entry, i.page, i.kind, i.shown_at FROM {ORDER} i INDEXED BY indexed_newest "
        f"WHERE {where} ORDER BY i.shown_at DESC, i.page DESC LIMIT %s"
    )
    return sql, [*values, part.limit * WINDOW]


def _is_whole(kinds, part):
    """Whether the days hold no more pages than the window."""
    newest, values = _newest(kinds, part)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({newest})", values)
        return cursor.fetchone()[0] < part.limit * WINDOW


def _postgres(query, kinds, part, is_prefix):
    vector = f"e.{part.column}" if part.column else "(e.title || e.body)"
    tsquery_of = "to_tsquery('simple', %s)"
    where, values = _narrowed(kinds, part)
    order = "i.shown_at DESC, i.page DESC" if part.is_by_date else "e.id DESC"
    inner = (
        f"FROM {ENTRIES} e JOIN {ORDER} i ON i.entry = e.id "
        f"WHERE {vector} @@ {tsquery_of} AND {where} ORDER BY {order} LIMIT %s OFFSET %s"
    )
    question = with_kind = tsquery(query, is_prefix)
    if kinds.term and not part.column:
        with_kind = f"{question} & {kinds.term}"
    values = [with_kind, *values, part.limit, part.offset]
    if not part.is_ranked:
        return f"SELECT {_columns()}, 0 {inner}", values
    ranked = (
        "c.autocomplete" if part.column == "autocomplete" else "setweight(c.title, 'A') || c.body"
    )
    sql = (
        f"SELECT entry, page, kind, moment, -ts_rank({ranked}, {tsquery_of}) FROM "
        f"(SELECT {_columns()} AS moment, e.title, e.body, e.autocomplete {inner}) c"
    )
    return sql, [question, *values]


_statements = {"sqlite": _sqlite, "postgresql": _postgres}


def _narrowed(kinds, part):
    """``(where, values)`` of what both databases say alike."""
    marks = ", ".join(["%s"] * len(kinds.keys))
    where, values = f"i.kind IN ({marks})", [*kinds.keys]
    for sign, moment in ((">=", part.since), ("<", part.until)):
        if moment is not None:
            where += f" AND i.shown_at {sign} %s"
            values.append(connection.ops.adapt_datetimefield_value(moment))
    return where, values


def fts(query, prefix=False):
    """A plain query in FTS5's language; the terms hold letters and digits only."""
    if isinstance(query, Phrase):
        return f'"{query.query_string}"'
    if isinstance(query, PlainText):
        terms = [f'"{term}"' for term in query.query_string.split()]
        terms[-1] += "*" if prefix else ""
        return "(" + f" {query.operator.upper()} ".join(terms) + ")"
    joint = " AND " if isinstance(query, And) else " OR "
    return "(" + joint.join(fts(part, prefix) for part in query.subqueries) + ")"


def tsquery(query, prefix=False):
    """The same in the language of PostgreSQL's ``to_tsquery``."""
    if isinstance(query, Phrase):
        return "(" + " <-> ".join(f"'{term}'" for term in query.query_string.split()) + ")"
    if isinstance(query, PlainText):
        terms = [f"'{term}'" for term in query.query_string.split()]
        terms[-1] += ":*" if prefix else ""
        return "(" + (" & " if query.operator.upper() == "AND" else " | ").join(terms) + ")"
    joint = " & " if isinstance(query, And) else " | "
    return "(" + joint.join(tsquery(part, prefix) for part in query.subqueries) + ")"
