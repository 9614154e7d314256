"""What an index row holds of a question, a part at a time: nobody waits for the rank of them all.

A word that stands on every page has as many hits as there are pages. Either database walks its
index from the newest row and stops after a part; only the rows of that part are ranked.
"""

from typing import NamedTuple

from django.db import connection
from wagtail.search.query import And, Phrase, PlainText

ENTRIES = "wagtailsearch_indexentry"
FTS = f"{ENTRIES}_fts"
SHOWN_AT = "COALESCE(p.first_published_at, p.go_live_at)"


class Hit(NamedTuple):
    """A row of the index that holds what was asked for; the smaller ``rank``, the better."""

    entry: int
    key: int
    content_type: int
    rank: float


class Part(NamedTuple):
    """Which hits: in one column alone; of pages that came out in which time; the newest page first
    instead of the newest row of the index; at most how many, and how many of them to leave out.
    """

    limit: int
    column: str = ""
    since: object = None
    until: object = None
    is_by_date: bool = False
    offset: int = 0


def hits(query, content_types, part, is_prefix=False):
    """The :class:`Hit` rows of a query whose leaves are phrases of terms that were cut already."""
    sql, values = _statements[connection.vendor](query, content_types, part, is_prefix)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def _sqlite(query, content_types, part, is_prefix):
    columns = part.column or "title body"
    question = f"{{{columns}}} : ({fts(query, is_prefix)})"
    join, where, values, order = _narrowed(content_types, part, "CAST(e.object_id AS INTEGER)")
    rank = f"bm25({FTS}, 1.0, 1.0, 4.0)"  # autocomplete, body, title
    sql = (
        f"SELECT e.id, CAST(e.object_id AS INTEGER), e.content_type_id, {rank} "
        f"FROM {FTS} CROSS JOIN {ENTRIES} e ON e.id = {FTS}.rowid {join}"
        f"WHERE {FTS} MATCH %s AND {where} "
        f"ORDER BY {order or f'{FTS}.rowid DESC'} LIMIT %s OFFSET %s"
    )
    return sql, [question, *values, part.limit, part.offset]


def _postgres(query, content_types, part, is_prefix):
    vector = f"e.{part.column}" if part.column else "(e.title || e.body)"
    ranked = (
        "c.autocomplete" if part.column == "autocomplete" else "setweight(c.title, 'A') || c.body"
    )
    join, where, values, order = _narrowed(content_types, part, "e.object_id")
    join = join.replace("p.id", "CAST(p.id AS VARCHAR)")
    tsquery_of = "to_tsquery('simple', %s)"
    sql = (
        "SELECT c.id, CAST(c.object_id AS INTEGER), c.content_type_id, "
        f"-ts_rank({ranked}, {tsquery_of}) "
        "FROM (SELECT e.id, e.object_id, e.content_type_id, e.title, e.body, e.autocomplete "
        f"FROM {ENTRIES} e {join}WHERE {vector} @@ {tsquery_of} AND {where} "
        f"ORDER BY {order or 'e.id DESC'} LIMIT %s OFFSET %s) c"
    )
    question = tsquery(query, is_prefix)
    return sql, [question, question, *values, part.limit, part.offset]


_statements = {"sqlite": _sqlite, "postgresql": _postgres}


def _narrowed(content_types, part, key):
    """``(join, where, values, order)`` of what both databases say alike."""
    marks = ", ".join(["%s"] * len(content_types))
    where, values = f"e.content_type_id IN ({marks})", [*content_types]
    for sign, moment in ((">=", part.since), ("<", part.until)):
        if moment is not None:
            where += f" AND {SHOWN_AT} {sign} %s"
            values.append(connection.ops.adapt_datetimefield_value(moment))
    is_dated = part.since or part.until or part.is_by_date
    join = f"JOIN wagtailcore_page p ON p.id = {key} " if is_dated else ""
    return join, where, values, f"{SHOWN_AT} DESC, p.id DESC" if part.is_by_date else ""


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
