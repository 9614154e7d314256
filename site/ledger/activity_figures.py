"""Sums per venue, event, base and medium: what was sold there, and what was done (R09, R31–R37).

Rows and ``term`` are as in :mod:`ledger.unit_figures`.
"""

from django.db.models import Count, F, OuterRef, Sum

from rules.vocabulary import EVENT_KINDS, MEDIA

from .models import Placement, SalesEvent, SupplyContract, Venue
from .unit_figures import counted_and_summed, dated, sales_in


def sales_by_venue(term=""):
    """``[{key, unit, kind, place, count, fen}]`` of every standing venue and station (R09, R36)."""
    sales = sales_in(term).filter(venue_code=OuterRef("number"))
    rows = counted_and_summed(Venue.objects.standing(), sales, "venue_code")
    return [
        {
            "key": each.number,
            "unit": each.name,
            "kind": each.get_kind_display(),
            "place": each.city or (each.township.name if each.township else ""),
            "count": each.count,
            "fen": each.fen,
        }
        for each in rows.select_related("township").order_by("kind", "number")
    ]


def sales_by_event(term=""):
    """``[{key, unit, kind, begins_on, products, participants, count, fen}]`` (R32, R37).

    The turnover is the sum of all sales that name the event, net of returns; ``term`` is that in
    which the event began.
    """
    sales = sales_in().filter(event_code=OuterRef("number"))
    rows = SalesEvent.objects.standing().annotate(registered=Count("products"))
    rows = counted_and_summed(dated(rows, "begins_on", term), sales, "event_code")
    return [
        {
            "key": each.number,
            "unit": each.name,
            "kind": each.get_kind_display(),
            "begins_on": each.begins_on,
            "products": each.registered,
            "participants": each.participants,
            "count": each.count,
            "fen": each.fen,
        }
        for each in rows.order_by("begins_on", "pk")
    ]


def events_by_kind(term=""):
    """``[{key, unit, entries, participants}]``: trainings and recommendations too (R35)."""
    rows = dated(SalesEvent.objects.standing().order_by(), "begins_on", term)
    sums = rows.values(key=F("kind")).annotate(
        entries=Count("pk"), participants=Sum("participants", default=0)
    )
    return _in_order_of(EVENT_KINDS, sums)


def placements_by_medium(term=""):
    """``[{key, unit, entries}]`` of what media brought (R51)."""
    rows = dated(Placement.objects.standing().order_by(), "placed_on", term)
    return _in_order_of(MEDIA, rows.values(key=F("medium")).annotate(entries=Count("pk")))


def _in_order_of(choices, sums):
    rows = {row["key"]: row for row in sums}
    return [{"unit": title, **rows[word]} for word, title in choices if word in rows]


def sales_by_contract(term=""):
    """``[{key, unit, buyer, count, fen}]`` of the bases and whom they supply (R31)."""
    rows = contracts_with_sales(SupplyContract.objects.standing(), term)
    return [
        {
            "key": each.pk,
            "unit": each.base.name,
            "buyer": each.buyer_name,
            "count": each.count,
            "fen": each.fen,
        }
        for each in rows.select_related("base").order_by("base__name", "pk")
    ]


def contracts_with_sales(contracts, term=""):
    """``contracts`` (a queryset), each with the ``count`` and ``fen`` of its sales."""
    sales = _of_contract(
        sales_in(term),
        OuterRef("base__applicant"),
        OuterRef("buyer_name"),
        OuterRef("valid_from"),
        OuterRef("valid_until"),
    )
    return counted_and_summed(contracts, sales, "buyer_name")


def _of_contract(sales, applicant, buyer_name, first, last):
    return sales.filter(
        applicant=applicant, buyer_name=buyer_name, sold_on__gte=first, sold_on__lte=last
    )


def sales_of_venue(venue):
    """``{"count", "fen"}`` of the counted sales that name ``venue``, net of returns."""
    return _summed(sales_in().filter(venue_code=venue.number))


def lines_of_contract(contract, term=""):
    """The counted sales of the base's seller to the buyer of a contract, within its term (R31)."""
    return _of_contract(
        sales_in(term),
        contract.base.applicant_id,
        contract.buyer_name,
        contract.valid_from,
        contract.valid_until,
    )


def sales_of_contract(contract):
    """``{"count", "fen"}`` of :func:`lines_of_contract`."""
    return _summed(lines_of_contract(contract))


def _summed(sales):
    return sales.aggregate(count=Count("pk"), fen=Sum("amount_fen", default=0))
