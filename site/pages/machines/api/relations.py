"""Which public documents name each other, asked for any number of documents in two queries."""

from django.db.models import Value

from records.prepared import KEYS, MOMENT, Prepared, among, listed

from ...models import DocumentPage
from .listing import asked_at
from .references import page_ref

#: What a document does to any number of others → what is said of each of them.
TO_MANY = {
    "repeals": "repealed_by",
    "partly_repeals": "partly_repealed_by",
    "amends": "amended_by",
    "see_also": "seen_from",
}
BOTH_WAYS = {**TO_MANY, "interprets": "interpretations"}
RELATIONS = (*BOTH_WAYS, *BOTH_WAYS.values())


def set_relations(pages, request):
    """Give each page ``related``: ``{relation: [reference of a visible document]}``, by slug."""
    triples = set(_triples(pages))
    others = sorted({key for triple in triples for key in triple[2:]})
    rows = OTHERS(asked_at(request), listed(others)) if others else ()
    references = {row.pk: page_ref(row, request) for row in rows}
    for page in pages:
        page.related = {
            name: [each for key, each in references.items() if (name, page.pk, key) in triples]
            for name in RELATIONS
        }


def _triples(pages):
    """``(relation, document, the other one)`` of what ``pages`` name and are named by.

    What a draft interprets is read from itself.
    """
    for name, one, other in PAIRS(listed([page.pk for page in pages])):
        yield name, one, other
        yield BOTH_WAYS[name], other, one
    for page in pages:
        if page.interprets_id:
            yield "interprets", page.pk, page.interprets_id


def _pairs(keys):
    """``(relation, document, the other one)`` of everything that is stored around ``keys``."""
    explaining = DocumentPage.objects.filter(interprets__in=among(keys)).order_by()
    questions = [explaining.values_list(Value("interprets"), "pk", "interprets")]
    for name in TO_MANY:
        through = getattr(DocumentPage, name).through.objects.order_by()
        for end in ("from_documentpage", "to_documentpage"):
            rows = through.filter(**{f"{end}__in": among(keys)})
            questions.append(rows.values_list(Value(name), "from_documentpage", "to_documentpage"))
    return questions[0].union(*questions[1:], all=True)


def _others(at, keys):
    rows = DocumentPage.objects.visible(at).filter(pk__in=among(keys))
    return rows.without_text().order_by("slug")


PAIRS = Prepared(_pairs, KEYS)
OTHERS = Prepared(_others, MOMENT, KEYS)
