"""Sums per unit: what buyers bought, what paired units helped to sell, what support was given.

A buyer's entry never adds to sales: its total is that of the seller's sales it points at. Each row
has a ``key`` by which :mod:`ledger.unit_reports` finds the lines that it sums. ``term`` is a year
as 2020, a quarter as 2020Q2, or "" for all time.
"""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from rules.sales import term_days
from rules.vocabulary import ONLINE_CHANNELS

from .models import Pairing, Purchase, SalesRecord, SupportMeasure

#: What a row of purchases is called where nothing is filled in.
NONE = "未填写"


def sales_in(term=""):
    """The counted sales booked in ``term``, in no order."""
    return SalesRecord.objects.counted().order_by().filter(booked_quarter__startswith=term)


def dated(rows, column, term):
    """``rows`` whose day ``column`` lies in ``term``."""
    return rows.filter(**{f"{column}__range": term_days(term)}) if term else rows


def purchases(kind, term=""):
    """The standing entries of one ledger of buyers, in no order."""
    rows = Purchase.objects.standing().filter(kind=kind).order_by()
    return dated(rows, "bought_on", term)


def purchases_by_unit(kind, *, by_parent=False, term=""):
    """``[{key, unit, entries, spent_fen, counted_fen, waiting, apart}]`` of one ledger of buyers.

    ``spent_fen`` is what the units say; ``counted_fen`` the counted sales behind it, net of
    reversals. ``by_parent`` sums up under the supervising units (R30).
    """
    unit = "unit__parent" if by_parent else "unit"
    rows = _sums(purchases(kind, term).values(key=F(unit), unit_name=F(f"{unit}__name")))
    return [{"unit": row.pop("unit_name") or NONE, **row} for row in rows.order_by("unit_name")]


def purchases_by_platform(term=""):
    """The same of the budget units by the platform on which they bought (R27)."""
    rows = _sums(purchases("budget", term).values(key=F("platform")))
    words = dict(ONLINE_CHANNELS)
    return [{"unit": words.get(row["key"], NONE), **row} for row in rows.order_by("key")]


def _sums(rows):
    return rows.annotate(
        entries=Count("pk"),
        spent_fen=Sum("amount_fen"),
        counted_fen=Sum("sale__amount_fen", filter=_is_counted(), default=0),
        waiting=Count("pk", filter=Q(match=Purchase.Match.WAITING)),
        apart=Count("pk", filter=Q(match=Purchase.Match.APART)),
    )


def _is_counted():
    """Of a matched sale: that it counts and was not taken back."""
    return Q(match=Purchase.Match.MATCHED, sale__flag="", sale__reversal__isnull=True)


def welfare_by_union(term=""):
    """``[{key, unit, year, spent_fen, total_fen, percent}]``; ``percent`` None without a total.

    The newest entry that tells the total of a year tells it for the year; no ratio is asked for
    (R29). The year is the entry's own, of which ``term`` is the year or a quarter.
    """
    rows = Purchase.objects.standing().filter(kind="union", year__isnull=False)
    rows = rows.filter(year=int(term[:4])) if term else rows
    totals = {}
    for unit, year, fen in (
        rows.exclude(welfare_total_fen=None)
        .order_by("pk")
        .values_list("unit", "year", "welfare_total_fen")
    ):
        totals[unit, year] = fen
    spent = rows.order_by().values("unit", "unit__name", "year").annotate(fen=Sum("amount_fen"))
    return [
        _welfare(row, totals.get((row["unit"], row["year"])))
        for row in spent.order_by("unit__name", "year")
    ]


def _welfare(row, total):
    return {
        "key": f"{row['unit']}-{row['year']}",
        "unit": row["unit__name"],
        "year": row["year"],
        "spent_fen": row["fen"],
        "total_fen": total,
        "percent": round(100 * row["fen"] / total, 1) if total else None,
    }


def counted_and_summed(rows, sales, column):
    """``rows`` with ``count`` and ``fen`` of the ``sales`` that belong to each, by ``column``."""
    sums = sales.values(column)
    return rows.annotate(
        count=Coalesce(Subquery(sums.annotate(n=Count("pk")).values("n")), 0),
        fen=Coalesce(Subquery(sums.annotate(n=Sum("amount_fen")).values("n")), 0),
    )


def sales_of_pairings(term=""):
    """``[{key, unit, village, count, fen}]``: a village's sales while it was paired (R08, R28)."""
    sales = sales_in(term).filter(
        paired_village=OuterRef("village"),
        sold_on__gte=OuterRef("begins_on"),
        sold_on__lte=Coalesce(OuterRef("ends_on"), date.max),
    )
    rows = counted_and_summed(Pairing.objects.standing(), sales, "paired_village")
    return [
        {
            "key": each.pk,
            "unit": each.unit.name,
            "village": each.village,
            "count": each.count,
            "fen": each.fen,
        }
        for each in rows.select_related("unit").order_by("unit__name", "begins_on", "pk")
    ]


def budget_units(term=""):
    """``[{key, unit, count, fen}]`` of counted sales paid from budgets, by the buyer's name."""
    sums = sales_in(term).filter(fund_source="unit_budget").values(key=F("buyer_name"))
    sums = sums.annotate(count=Count("pk"), fen=Sum("amount_fen")).order_by("key")
    return [{"unit": row["key"] or NONE, **row} for row in sums]


def support_by_applicant(term=""):
    """``[{key, applicant, measures, planned, granted, ended, granted_fen}]`` (R06)."""
    rows = dated(SupportMeasure.objects.standing().order_by(), "planned_on", term)
    sums = rows.values(key=F("applicant"), name=F("applicant__name")).annotate(
        measures=Count("pk"),
        planned=Count("pk", filter=Q(granted_on=None)),
        granted=Count("pk", filter=Q(granted_on__isnull=False, ended_on=None)),
        ended=Count("pk", filter=Q(ended_on__isnull=False)),
        granted_fen=Sum("amount_fen", filter=Q(granted_on__isnull=False), default=0),
    )
    return [{"applicant": row.pop("name"), **row} for row in sums.order_by("name")]
