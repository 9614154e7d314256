"""How many each choice of the catalogue would find beside the others: what the click then shows.

All of it is counted from one list, which says of each entry what can be chosen about it; strangers
share the list for as long as nothing changes (``pages.of_generation``).
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from catalog.models.certificates import ENDED
from registry.listed_words import categories
from registry.models import Township
from rules.lifecycle import CertificateStatus

from ..catalogue.public_text import masked
from ..of_generation import remembered
from .catalogue_filters import FIXED, THIS_MONTH, VERSION, last_days_in_renewal

COLUMNS = (
    *("pk", f"{VERSION}category", f"{VERSION}origin_township__gb_code"),
    *("certificate__applicant__credit_code", "certificate__applicant__name"),
    *(f"{VERSION}tags", f"{VERSION}supply_months", "status_at"),
    *("certificate__valid_until", "certificate__ruleset"),
)
NAMES = ("category", "township", "applicant", "tag", "month", "status")
SUSPENDED = CertificateStatus.SUSPENDED.value


@dataclass(frozen=True)
class Entry:
    """What can be chosen about one entry: for each name of a filter the words that find it."""

    pk: int
    holder: str
    is_left: bool
    words: dict


def townships():
    return list(Township.objects.values_list("gb_code", "name"))


def entries(products, today):
    """Every entry that is in the catalogue of ``products`` or has left it."""
    last_days = last_days_in_renewal(today)
    return [_entry(row, today, last_days) for row in products.order_by().values_list(*COLUMNS)]


def _entry(row, today, last_days):
    pk, category, township, code, holder, tags, months, status, until, ruleset = row
    is_left = status in ENDED or until < today
    numbers = {f"{month}" for month in months or ()}
    words = {
        "category": {category},
        "township": {township},
        "applicant": {code},
        "tag": set(tags or ()),
        "month": numbers | ({THIS_MONTH} if f"{today.month}" in numbers else set()),
        "status": _of_left(status) if is_left else _of_listed(status, until <= last_days[ruleset]),
    }
    return Entry(pk, masked(holder), is_left, words)


def _of_left(status):
    return {"left", "removed" if status == CertificateStatus.REMOVED else "expired"}


def _of_listed(status, is_in_renewal):
    is_active = status == CertificateStatus.ACTIVE
    return {status, "expiring"} if is_active and is_in_renewal else {status}


class Facets:
    """The choices of a catalogue for the question ``filters``, at ``at``.

    ``products`` are its pages, whatever they are worth; ``key`` names it among those that are
    remembered. Page and API ask here, so that they never count differently.
    """

    def __init__(self, products, filters, at, request, *, key=None):
        self.filters = filters
        self.request, name = request, ("catalogue", key)
        self.entries = remembered(
            request, name, lambda: entries(products.in_or_left(at), filters.today)
        )
        if filters["q"]:
            keys = [filters.find(products, is_left=side)[0] for side in (False, True)]
            self.entries = [each for each in self.entries if each.pk in keys[each.is_left]]

    @cached_property
    def listed(self):
        """Those that the question is about: in the catalogue, or no longer."""
        return [each for each in self.entries if each.is_left == self.filters.is_of_left]

    def choices(self):
        """``{name: [(word, title)]}``, whether or not it would find anything."""
        holders = {min(each.words["applicant"]): each.holder for each in self.listed}
        return {
            "category": categories(),
            **FIXED,
            "month": self.filters.months(),
            "township": remembered(self.request, "townships", townships),
            "applicant": sorted(holders.items(), key=lambda each: each[1]),
        }

    def counted(self, choices):
        """``choices`` with how many each would find, without those that would find nothing.

        What is chosen stays, so that it can be unchosen.
        """
        return {
            name: [
                (word, f"{title}（{count}）")
                for word, title, count in rows
                if count or word == self.filters[name]
            ]
            for name, rows in self.counts(choices).items()
        }

    def counts(self, choices):
        """``{name: [(word, title, how many it would find beside the other conditions)]}``."""
        return {name: self._counts(name, choices[name]) for name in choices}

    def _counts(self, name, offered):
        rows = self.entries if name == "status" else self.listed
        counts = Counter(word for each in self._fitting(rows, name) for word in each.words[name])
        return [(word, title, counts[word]) for word, title in offered]

    def count(self):
        """How many the question finds."""
        return len(self._fitting(self.listed))

    def suspended(self):
        """How many of what the question finds are suspended."""
        return sum(SUSPENDED in each.words["status"] for each in self._fitting(self.listed))

    def _fitting(self, rows, but=""):
        """Those that the question finds, but for one part of it."""
        conditions = [(name, self.filters[name]) for name in NAMES if name != but]
        conditions = [(name, word) for name, word in conditions if word]
        return [each for each in rows if all(word in each.words[name] for name, word in conditions)]
