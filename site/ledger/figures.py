"""Sums over the ledger: what bulletins, charts and closed quarters are reckoned from (R47)."""

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from rules.vocabulary import CHANNELS, ONLINE_CHANNELS

ONLINE = Q(channel__in=[word for word, _ in ONLINE_CHANNELS])


#: The sums of a quarter, each under its name in the bulletin.
SUMS = {
    "count": Count("pk"),
    "all_fen": Sum("amount_fen", default=0),
    "online_fen": Sum("amount_fen", filter=ONLINE, default=0),
    "offline_fen": Sum("amount_fen", filter=~ONLINE, default=0),
    "union_welfare_fen": Sum("amount_fen", filter=Q(fund_source="union_welfare"), default=0),
    "private_enterprise_fen": Sum("amount_fen", filter=Q(hundred_enterprises=True), default=0),
    "unit_budget_fen": Sum("amount_fen", filter=Q(fund_source="unit_budget"), default=0),
    "corrections": Count("pk", filter=Q(reverses__isnull=False)),
}


def totals(sales):
    """The figures of ``sales`` (a queryset), counted ones only, as plain JSON values."""
    counted = sales.counted().order_by()
    six = counted.exclude(six_entry="").values_list("six_entry").annotate(Sum("amount_fen"))
    return _figures(counted.aggregate(**SUMS), dict(six))


def by_quarter(sales):
    """``{quarter: totals}`` in the order of time; two statements, however many quarters."""
    counted = sales.counted().order_by("booked_quarter")
    six = counted.exclude(six_entry="").values_list("booked_quarter", "six_entry")
    entries = {}
    for word, entry, fen in six.annotate(Sum("amount_fen")):
        entries.setdefault(word, {})[entry] = fen
    rows = counted.values("booked_quarter").annotate(**SUMS)
    return {row["booked_quarter"]: _quarter(row, entries) for row in rows}


def _quarter(row, entries):
    sums = {name: row[name] for name in SUMS}
    return _figures(sums, entries.get(row["booked_quarter"], {}))


def _figures(sums, six):
    """``sums`` with the name that an aggregate cannot have beside the column it adds up."""
    amount = sums.pop("all_fen")
    return {**sums, "amount_fen": amount, "six_entry_fen": six}


def by_channel(sales):
    """``{channel: fen}`` of what counts, in the order of the list."""
    summed = dict(sales.counted().order_by().values_list("channel").annotate(Sum("amount_fen")))
    return {word: summed[word] for word, _ in CHANNELS if word in summed}


def by_field(sales, name):
    """``{value: fen}`` of what counts, by any column of a sale or of what it belongs to."""
    return dict(sales.counted().order_by().values_list(name).annotate(Sum("amount_fen")))


def by_month(sales):
    """``[(first day of the month, fen)]`` of what counts, oldest first."""
    months = sales.counted().order_by().annotate(month=TruncMonth("sold_on"))
    return list(months.values_list("month").annotate(Sum("amount_fen")).order_by("month"))


def flagged(sales):
    """``{flag: how many}`` of what does not count."""
    return dict(sales.flagged().order_by().values_list("flag").annotate(Count("pk")))
