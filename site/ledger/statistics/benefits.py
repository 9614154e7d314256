"""What stands behind the sums: households helped, the season of supply, trademarks and brands."""

from dataclasses import dataclass

from catalog.models import Certificate
from registry.models import Applicant
from rules.vocabulary import MONTHS


@dataclass(frozen=True)
class Helped:
    """Products that were sold, and whom they helped as the station verified it."""

    products: int
    households: int
    persons: int


def helped(sales):
    """:class:`Helped` by the counted ``sales``: each product's verified figures once (R45).

    A product that was certified anew counts by its newest certificate.
    """
    entries = Certificate.objects.filter(pk__in=sales.counted().order_by().values("certificate"))
    columns = ("product", "version__households", "version__persons")
    newest = {row[0]: row[1:] for row in entries.order_by("valid_from", "pk").values_list(*columns)}
    return Helped(
        products=len(newest),
        households=sum(households or 0 for households, _ in newest.values()),
        persons=sum(persons or 0 for _, persons in newest.values()),
    )


def season(on):
    """``[(month as people say it, number of products in force that are supplied in it)]``."""
    entries = Certificate.objects.in_force(on)
    counts = dict.fromkeys(dict(MONTHS), 0)
    for months in entries.values_list("version__supply_months", flat=True):
        for month in months:
            counts[month] += 1
    return [(title, counts[month]) for month, title in MONTHS]


def brands(on):
    """``{units, trademarks, brands}``: holders of entries in force, and what of them has either."""
    entries = Certificate.objects.in_force(on)
    holders = Applicant.objects.filter(pk__in=entries.order_by().values("applicant"))
    return {
        "units": holders.count(),
        "trademarks": holders.exclude(trademark="").count(),
        "brands": holders.exclude(brand_awards="").count(),
    }
