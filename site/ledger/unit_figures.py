"""Sums per unit: what buyers bought, what paired units helped to sell, what support was given.

A buyer's entry never adds to sales: its total is that of the seller's sales it points at.
"""

from django.db.models import Count, F, Q, Sum

from .models import Pairing, Purchase, SalesRecord, SupportMeasure


def purchases_by_unit(kind, *, by_parent=False):
    """``[{unit, entries, spent_fen, counted_fen, waiting, apart}]`` of one ledger of buyers.

    ``spent_fen`` is what the units say; ``counted_fen`` the counted sales behind it, net of
    reversals. ``by_parent`` sums up under the supervising units (R30).
    """
    unit = "unit__parent__name" if by_parent else "unit__name"
    rows = Purchase.objects.standing().filter(kind=kind).order_by()
    sums = rows.values(name=F(unit)).annotate(
        entries=Count("pk"),
        spent_fen=Sum("amount_fen"),
        counted_fen=Sum("sale__amount_fen", filter=_is_counted(), default=0),
        waiting=Count("pk", filter=Q(match=Purchase.Match.WAITING)),
        apart=Count("pk", filter=Q(match=Purchase.Match.APART)),
    )
    return [{"unit": row.pop("name") or "", **row} for row in sums.order_by("name")]


def _is_counted():
    """Of a matched sale: that it counts and was not taken back."""
    return Q(match=Purchase.Match.MATCHED, sale__flag="", sale__reversal__isnull=True)


def welfare_by_union():
    """``[{unit, year, spent_fen, total_fen, percent}]``; ``percent`` None without a total (R29).

    The newest entry that tells the total of a year tells it for the year.
    """
    rows = Purchase.objects.standing().filter(kind="union", year__isnull=False)
    totals = {}
    for unit, year, fen in (
        rows.exclude(welfare_total_fen=None)
        .order_by("pk")
        .values_list("unit__name", "year", "welfare_total_fen")
    ):
        totals[unit, year] = fen
    spent = rows.order_by().values("unit__name", "year").annotate(fen=Sum("amount_fen"))
    return [
        _welfare(row["unit__name"], row["year"], row["fen"], totals)
        for row in spent.order_by("unit__name", "year")
    ]


def _welfare(unit, year, fen, totals):
    total = totals.get((unit, year))
    percent = round(100 * fen / total, 1) if total else None
    return {"unit": unit, "year": year, "spent_fen": fen, "total_fen": total, "percent": percent}


def sales_of_pairings():
    """``[{unit, village, count, fen}]``: counted sales of a village while it was paired (R28)."""
    return [_of_pairing(each) for each in Pairing.objects.standing().select_related("unit")]


def _of_pairing(pairing):
    sales = (
        SalesRecord.objects.counted()
        .order_by()
        .filter(paired_village=pairing.village, sold_on__gte=pairing.begins_on)
    )
    if pairing.ends_on:
        sales = sales.filter(sold_on__lte=pairing.ends_on)
    sums = sales.aggregate(count=Count("pk"), fen=Sum("amount_fen", default=0))
    return {"unit": pairing.unit.name, "village": pairing.village, **sums}


def budget_units():
    """``[{unit, count, fen}]`` of counted sales paid from budgets, by the buyer's name (R27)."""
    sales = SalesRecord.objects.counted().order_by().filter(fund_source="unit_budget")
    sums = sales.values("buyer_name").annotate(count=Count("pk"), fen=Sum("amount_fen"))
    return [{"unit": row.pop("buyer_name"), **row} for row in sums.order_by("buyer_name")]


def support_by_applicant():
    """``[{applicant, measures, planned, granted, ended, granted_fen}]`` (R06)."""
    rows = SupportMeasure.objects.standing().order_by()
    sums = rows.values(name=F("applicant__name")).annotate(
        measures=Count("pk"),
        planned=Count("pk", filter=Q(granted_on=None)),
        granted=Count("pk", filter=Q(granted_on__isnull=False, ended_on=None)),
        ended=Count("pk", filter=Q(ended_on__isnull=False)),
        granted_fen=Sum("amount_fen", filter=Q(granted_on__isnull=False), default=0),
    )
    return [{"applicant": row.pop("name"), **row} for row in sums.order_by("name")]


def sales_of_venue(venue):
    """``{"count", "fen"}`` of the counted sales that name ``venue``, net of returns."""
    sales = SalesRecord.objects.counted().order_by().filter(venue_code=venue.number)
    return sales.aggregate(count=Count("pk"), fen=Sum("amount_fen", default=0))


def sales_of_contracts(contracts):
    """``[(contract, {"count", "fen"})]``: the base's seller to the buyer within the term (R31).

    One query, however many of the contracts (with their ``base``) there are.
    """
    contracts = list(contracts)
    days = (
        SalesRecord.objects.counted()
        .order_by()
        .filter(
            applicant__in={each.base.applicant_id for each in contracts} - {None},
            buyer_name__in={each.buyer_name for each in contracts},
        )
        .values_list("applicant", "buyer_name", "sold_on")
        .annotate(Count("pk"), Sum("amount_fen"))
    )
    sums = [(each, [row for row in days if _is_of(each, *row[:3])]) for each in contracts]
    return [
        (each, {"count": sum(row[3] for row in rows), "fen": sum(row[4] for row in rows)})
        for each, rows in sums
    ]


def _is_of(contract, seller, buyer, sold_on):
    is_within = contract.valid_from <= sold_on <= contract.valid_until
    return is_within and (seller, buyer) == (contract.base.applicant_id, contract.buyer_name)
