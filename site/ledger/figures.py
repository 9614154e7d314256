"""Sums over the ledger: what bulletins, charts and closed quarters are reckoned from (R47)."""

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from rules.vocabulary import CHANNELS, ONLINE_CHANNELS

ONLINE = Q(channel__in=[word for word, _ in ONLINE_CHANNELS])


def totals(sales):
    """The figures of ``sales`` (a queryset), counted ones only, as plain JSON values."""
    counted = sales.counted().order_by()
    figures = counted.aggregate(
        count=Count("pk"),
        all_fen=Sum("amount_fen", default=0),
        online_fen=Sum("amount_fen", filter=ONLINE, default=0),
        offline_fen=Sum("amount_fen", filter=~ONLINE, default=0),
        union_welfare_fen=Sum("amount_fen", filter=Q(fund_source="union_welfare"), default=0),
        private_enterprise_fen=Sum("amount_fen", filter=Q(hundred_enterprises=True), default=0),
        unit_budget_fen=Sum("amount_fen", filter=Q(fund_source="unit_budget"), default=0),
        corrections=Count("pk", filter=Q(reverses__isnull=False)),
    )
    six = counted.exclude(six_entry="").values_list("six_entry")
    figures["amount_fen"] = figures.pop("all_fen")
    return {**figures, "six_entry_fen": dict(six.annotate(Sum("amount_fen")))}


def by_quarter(sales):
    """``{quarter: totals}`` in the order of time."""
    words = sales.counted().order_by("booked_quarter").values_list("booked_quarter", flat=True)
    return {word: totals(sales.filter(booked_quarter=word)) for word in words.distinct()}


def by_channel(sales):
    """``{channel: fen}`` of what counts, in the order of the list."""
    summed = dict(sales.counted().order_by().values_list("channel").annotate(Sum("amount_fen")))
    return {word: summed[word] for word, _ in CHANNELS if word in summed}


def by_month(sales):
    """``[(first day of the month, fen)]`` of what counts, oldest first."""
    months = sales.counted().order_by().annotate(month=TruncMonth("sold_on"))
    return list(months.values_list("month").annotate(Sum("amount_fen")).order_by("month"))


def flagged(sales):
    """``{flag: how many}`` of what does not count."""
    return dict(sales.flagged().order_by().values_list("flag").annotate(Count("pk")))
