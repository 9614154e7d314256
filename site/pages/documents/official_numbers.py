"""发文字号 and 成文日期: given with the signature; a number once in its series, without a gap.

Whoever signs holds the lock of the series until COMMIT: the next signer sees the number that was
given, and a signature that fails gives its number back.
"""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q

from records.numbering import exclude_others, next_serial, reserve
from rules.numbers import DocumentNumber
from rules.periods import local_day

from ..models.document_queries import document_key

#: The lock of all who sign a document, and the series of the numbers of one 机关代字.
SERIES = "doc_no"


def wait_for_others():
    """Be the only one who signs a document until COMMIT."""
    exclude_others(SERIES)


def reasons_against_number(page):
    """``(field, reason)`` pairs: one number is one document's, however it is spelt."""
    key = page.doc_no and document_key(page.doc_no)
    other = key and _signed(key).exclude(pk=page.pk).first()
    return [("doc_no", f"发文字号已由“{other.title}”使用")] if other else []


def complete(page, revision, *, at):
    """Number and date ``page`` as it is signed at ``at``, and the words of ``revision`` with it."""
    wait_for_others()
    facts = {}
    if page.written_on is None:
        facts["written_on"] = local_day(at)
    if page.doc_series and not page.doc_no:
        facts["doc_no"] = str(_next(page.doc_series, local_day(at).year))
    elif reasons := reasons_against_number(page):
        raise ValidationError([reason for _, reason in reasons])
    for name, value in facts.items():
        setattr(page, name, value)
        revision.content[name] = value if isinstance(value, str) else value.isoformat()
    if facts:
        revision.save(update_fields=["content"])
        rows = type(page).objects.filter(pk=page.pk)
        rows.update(**facts, doc_no_key=document_key(page.doc_no))


def _next(series, year):
    """The next number of a series; one that was given by hand before is passed over."""
    counter = f"{SERIES}:{series.agency}"
    if series.used_until:
        reserve(counter, series.used_year, series.used_until)
    while True:
        number = DocumentNumber(series.agency, year, next_serial(counter, year))
        if not _signed(str(number)).exists():
            return number


def _signed(key):
    """The signed documents under the number ``key`` in its one spelling."""
    rows = apps.get_model("pages", "DocumentPage").objects.filter(doc_no_key=key)
    return rows.filter(Q(index_no__isnull=False) | Q(first_published_at__isnull=False))
