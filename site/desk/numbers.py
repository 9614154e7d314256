"""The numbers beside the desk's menu: asked on every page, so written to SQL once in a process.

The questions take a person's key and what the person's duties come to, as words in one value
(``records/prepared.py``): one statement serves everybody.
"""

from django.db.models import Value

from records.prepared import listed
from registry.models import Tie
from registry.permissions import duties
from registry.receipts import codes_of


def counted(rows, **counts):
    """One row with ``counts`` of ``rows``: a queryset, where ``aggregate`` would ask at once."""
    rows = rows.order_by().annotate(whole=Value(1)).values("whole").annotate(**counts)
    return rows.values(*counts)


def duties_of(user):
    """The duties of ``user`` as one value."""
    return listed(sorted(duties(user)))


def offices_of(user):
    """The codes of the organisations of ``user`` as one value."""
    return listed(sorted(codes_of(user)))


def tied(person):
    """The keys of the applicants that ``person`` is tied to, as a subquery (R67)."""
    return Tie.objects.filter(user=person).values("applicant")
