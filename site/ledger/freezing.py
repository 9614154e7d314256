"""What proves that a closed quarter is still what was frozen: a digest over its ordered lines."""

import hashlib
import json

from django.db.models import Count, Max, Sum

from rules.sales import quarter_starts

from .figures import totals
from .filings import faults as faults_of_filings
from .filings import known_at_closing
from .models import PeriodClose
from .statistics import counts, public_tables, tables

#: The columns that are digested, in this order; none of them is ever changed.
COLUMNS = (
    "pk",
    "uid",
    "source",
    "external_id",
    "booking",
    "certificate__number",
    "applicant_id",
    "sold_on",
    "quantity",
    "unit",
    "unit_price_fen",
    "amount_fen",
    "channel",
    "six_entry",
    "buyer_type",
    "buyer_name",
    "fund_source",
    "hundred_enterprises",
    "paired_village",
    "venue_code",
    "event_code",
    "reverses_id",
    "flag",
)
AT_ONCE = 2000


def lines_digest(lines):
    """SHA-256 over ``lines`` (a queryset of sales) by their keys, in hexadecimal.

    One JSON array per line; the quantity always with three decimals, whatever the database gives.
    """
    digest, place = hashlib.sha256(), COLUMNS.index("quantity")
    rows = lines.order_by("pk").values_list(*COLUMNS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        cells = [*row[:place], f"{row[place]:.3f}", *row[place + 1 :]]
        digest.update(json.dumps(cells, ensure_ascii=False, default=str).encode() + b"\n")
    return digest.hexdigest()


#: The figures of a quarter, in the order in which they are digested.
FIGURES = ("totals", "tables", "public_tables", "counts", "filings")


def figures_digest(figures):
    """SHA-256 over the figures of a quarter as they are stored, in hexadecimal."""
    text = json.dumps([figures[name] for name in FIGURES], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def frozen(lines, word):
    """The columns of a :class:`PeriodClose` that follow from ``lines`` of quarter ``word``."""
    figures = {
        "totals": totals(lines),
        "tables": tables(lines),
        "public_tables": public_tables(lines),
        "counts": counts(lines, word),
        "filings": known_at_closing(word),
    }
    late = lines.counted().filter(sold_on__lt=quarter_starts(word)).order_by()
    late = late.aggregate(late_count=Count("pk"), late_fen=Sum("amount_fen", default=0))
    return {
        **figures,
        "totals_sha256": figures_digest(figures),
        "last_line": lines.aggregate(last=Max("pk"))["last"] or 0,
        "lines_sha256": lines_digest(lines),
        **late,
    }


def reasons_against_lines(close):
    """In what ``close`` differs from its lines or its digests; empty when it stands.

    Its tables and counts keep the names, the catalogue and the ledgers of the day of closing: they
    are held against their digest, not reckoned anew.
    """
    figures = {name: getattr(close, name) for name in FIGURES}
    is_same = {
        "totals": totals(close.lines) == close.totals,
        "totals_sha256": figures_digest(figures) == close.totals_sha256,
        "lines_sha256": lines_digest(close.lines) == close.lines_sha256,
    }
    names = {name: PeriodClose._meta.get_field(name).verbose_name for name in is_same}
    return [f"{close}关账后，{names[name]}与记录不符" for name, same in is_same.items() if not same]


def faults():
    """Every closed quarter, opened again or not, and every filing that is not what was frozen."""
    closes = PeriodClose.objects.all()
    reasons = [reason for close in closes for reason in reasons_against_lines(close)]
    return [*reasons, *faults_of_filings()]
