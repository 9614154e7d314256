"""Which public documents name each other, asked for any number of documents in two queries."""

from django.db.models import Q, Value

from ...models import DocumentPage
from .listing import asked_at
from .references import page_ref

#: What a document does to another → what is said of the other.
BOTH_WAYS = {
    "repeals": "repealed_by",
    "partly_repeals": "partly_repealed_by",
    "amends": "amended_by",
    "see_also": "seen_from",
}
RELATIONS = (*BOTH_WAYS, *BOTH_WAYS.values(), "interprets", "interpretations")


def set_relations(pages, request):
    """Give each page ``related``: ``{relation: [reference of a visible document]}``, by slug."""
    keys = [page.pk for page in pages]
    pairs = list(_pairs(keys))
    others = {key for pair in pairs for key in pair[1:]} | {page.interprets_id for page in pages}
    visible = DocumentPage.objects.visible(asked_at(request))
    related_rows = visible.filter(Q(pk__in=others) | Q(interprets__in=keys)).order_by("slug")
    rows = {each.pk: each for each in related_rows}
    references = {key: page_ref(row, request) for key, row in rows.items()}
    triples = set(pairs + _interpretations(pages, rows))
    for page in pages:
        page.related = {
            name: [each for key, each in references.items() if (name, page.pk, key) in triples]
            for name in RELATIONS
        }


def _pairs(keys):
    """``(relation, document, the other one)`` of what ``keys`` name and are named by."""
    queries = []
    for name in BOTH_WAYS:
        through = getattr(DocumentPage, name).through.objects
        rows = through.filter(Q(from_documentpage__in=keys) | Q(to_documentpage__in=keys))
        queries.append(
            rows.order_by().values_list(Value(name), "from_documentpage", "to_documentpage")
        )
    for name, one, other in queries[0].union(*queries[1:], all=True):
        yield name, one, other
        yield BOTH_WAYS[name], other, one


def _interpretations(pages, rows):
    triples = [("interprets", page.pk, page.interprets_id) for page in pages if page.interprets_id]
    return triples + [
        ("interpretations", row.interprets_id, row.pk) for row in rows.values() if row.interprets_id
    ]
