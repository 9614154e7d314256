"""How many each choice of the catalogue would find beside the others: what the click then shows."""

from collections import Counter

from django.db.models import Count

from rules.lifecycle import CertificateStatus

from .catalogue_filters import THIS_MONTH, VERSION, in_renewal_window

#: What is offered with counts, and its column: a word in each row, or a list of them.
COLUMNS = {
    "category": f"{VERSION}category",
    "township": f"{VERSION}origin_township__gb_code",
    "applicant": "certificate__applicant__credit_code",
}
LISTS = {"tag": f"{VERSION}tags", "month": f"{VERSION}supply_months"}


def with_counts(filters, listed, choices, *, visible, left):
    """``choices`` with how many each would find, without those that would find nothing.

    ``listed`` is what the question is asked of, ``visible`` or ``left``. What is chosen stays, so
    that it can be unchosen. As many queries for any number of products.
    """
    counts = {name: _by_column(filters, listed, name) for name in COLUMNS}
    counts |= {name: _by_list(filters, listed, name) for name in LISTS}
    counts["month"][THIS_MONTH] = counts["month"][f"{filters.today.month}"]
    counts["status"] = _by_status(filters, visible, left)
    return {
        name: [
            (word, f"{title}（{counts[name][word]}）")
            for word, title in choices[name]
            if counts[name][word] or word == filters[name]
        ]
        for name in choices
    }


def _grouped(filters, rows, name, column):
    rows = filters.cut(rows, but=name).order_by().values_list(column)
    return rows.annotate(number=Count("pk"))


def _by_column(filters, rows, name):
    return Counter(dict(_grouped(filters, rows, name, COLUMNS[name])))


def _by_list(filters, rows, name):
    """Lists are few and short (months of supply), however many products have them."""
    counts = Counter()
    for words, number in _grouped(filters, rows, name, LISTS[name]):
        counts.update({f"{word}": number for word in words or ()})
    return counts


def _by_status(filters, visible, left):
    """Of both what is in the catalogue and what has left it, whichever is being looked at."""
    inside = dict(_grouped(filters, visible, "status", "status_at"))
    outside = Counter(dict(_grouped(filters, left, "status", "status_at")))
    valid = filters.cut(visible, but="status").valid()
    removed = outside[CertificateStatus.REMOVED]
    counts = {
        "expiring": valid.filter(in_renewal_window(filters.today)).count(),
        "removed": removed,
        "expired": outside.total() - removed,
        "left": outside.total(),
    }
    return Counter({**inside, **counts})
