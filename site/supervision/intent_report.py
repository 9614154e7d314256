"""What purchase intents led to, per applicant, as one of the reports over units (R38)."""

from django.db.models import Count, F, Q, Sum

from ledger.unit_reports import UnitReport, row_key
from rules.periods import day_ends, day_starts
from rules.sales import term_days

from .models import PurchaseIntent

#: Of an intent with its sale: that it counts and was not taken back.
COUNTED = Q(sale__flag="", sale__isnull=False, sale__reversal__isnull=True)


def intents_in(term=""):
    """The intents received in ``term``: a year, a quarter, or "" for all time; in no order."""
    rows = PurchaseIntent.objects.order_by()
    if not term:
        return rows
    first, last = term_days(term)
    return rows.filter(received_at__gte=day_starts(first), received_at__lt=day_ends(last))


def intents_by_applicant(term=""):
    """``[{key, unit, entries, new, contacted, closed, sold, fen}]``; ``fen`` of counted sales."""
    sums = intents_in(term).values(key=F("applicant"), unit=F("applicant__name"))
    sums = sums.annotate(
        entries=Count("pk"),
        new=Count("pk", filter=Q(state="new")),
        contacted=Count("pk", filter=Q(state="contacted")),
        closed=Count("pk", filter=Q(state="closed")),
        sold=Count("pk", filter=COUNTED),
        fen=Sum("sale__amount_fen", filter=COUNTED, default=0),
    )
    return list(sums.order_by("unit", "key"))


INTENTS = UnitReport(
    "intents",
    "认购意向和成交（按申请单位）",
    {
        "unit": "申请单位",
        "entries": "认购意向",
        "new": "待联系",
        "contacted": "已联系",
        "closed": "已结束",
        "sold": "其中已成交",
        "fen": "成交并计入统计的销售（元）",
    },
    intents_by_applicant,
    lambda key, term: intents_in(term).filter(applicant=row_key(key)),
)
