"""A platform's file held against ours: what is in one and not in the other, or differs.

Nothing is ever booked: sales of a platform are compared with the ledger, by entry and quarter.
"""

from dataclasses import dataclass

from django.db.models import Sum

from ledger.models import SalesRecord
from rules.amounts import yuan
from rules.identity import product_identity
from rules.lifecycle import CertificateStatus
from rules.sales import next_quarter, quarter, quarter_ends, quarter_starts, quarter_words

from .models import ExportedRecord
from .platform_entries import Entries
from .receivers import HAS_832, receivers


@dataclass(frozen=True)
class Difference:
    """One difference: the entry (key and number) or the row that it is about, and both sides."""

    what: str
    theirs: str
    ours: str
    entry: int | None = None
    number: str = ""
    quarter: str = ""
    line: int | None = None

    @property
    def quarter_words(self):
        return quarter_words(self.quarter) if self.quarter else ""

    @property
    def reason(self):
        return f"{self.what}：对方{self.theirs or '没有'}，我方{self.ours or '没有'}"


def compare(file):
    """Every :class:`Difference` of a judged file, in as many queries for any number of rows."""
    return list((_of_list if file.kind == "catalog" else _of_sales)(file))


def _good_rows(file):
    return file.rows.filter(reasons="")


def _of_list(file):
    entries, there = Entries(file.last_day), set()
    for row in _good_rows(file).iterator():
        entry = entries.by_key.get(row.certificate_id)
        if entry is None:
            yield Difference(
                "我方目录没有", f"第{row.line}行“{row.name or row.number}”", "", line=row.line
            )
        else:
            there.add(entry.pk)
            yield from _of_entry(row, entry, entries)
    expected = _expected(file.platform)
    for entry in entries.active():
        if entry.pk not in there and (expected is None or entry.pk in expected):
            yield Difference("对方名单没有", "", f"“{entry.name}”", entry.pk, entry.number)


def _of_entry(row, entry, entries):
    """What differs in what both have; an empty cell says nothing."""
    about = {"entry": entry.pk, "number": entry.number, "line": row.line}
    if not entries.is_active(entry):
        is_over = entry.status == CertificateStatus.ACTIVE
        status = CertificateStatus.EXPIRED if is_over else CertificateStatus(entry.status)
        yield Difference("状态不同", "在列", status.label, **about)
    for what, theirs, ours in (
        ("产品名称不同", row.name, entry.name),
        ("单位名称不同", row.holder, entry.holder),
        ("规格不同", row.spec, entry.spec),
    ):
        if theirs and product_identity(theirs, "") != product_identity(ours, ""):
            yield Difference(what, f"“{theirs}”", f"“{ours}”", **about)
    if row.price_fen is not None and row.price_fen != entry.price_fen:
        yield Difference(
            "价格不同", f"{yuan(row.price_fen)}元", f"{yuan(entry.price_fen)}元", **about
        )


def _expected(platform):
    """The keys of the entries that the platform was sent; None where it takes all of ours."""
    if not any(each.title == platform and each.eligible == HAS_832 for each in receivers()):
        return None
    went = ExportedRecord.objects.filter(stream__receiver=platform, event__isnull=False)
    return set(went.values_list("event__certificate", flat=True))


def _of_sales(file):
    entries = Entries(file.last_day)
    rows = _good_rows(file)
    theirs = {
        (entry, word): amount
        for entry, word, amount in rows.filter(certificate__isnull=False)
        .values_list("certificate", "quarter")
        .annotate(amount=Sum("amount_fen"))
        .order_by()
    }
    ours = dict(_ledger(file))
    for key in sorted(theirs.keys() | ours.keys(), key=lambda key: (key[1], key[0])):
        there, here = theirs.get(key), ours.get(key)
        if (there or 0) != (here or 0):
            entry = entries.by_key.get(key[0])
            number = entry.number if entry else ""
            yield Difference("销售额不同", _yuan(there), _yuan(here), key[0], number, key[1])
    for row in rows.filter(certificate__isnull=True).iterator():
        words = f"第{row.line}行“{row.name or row.number}”{_yuan(row.amount_fen)}"
        yield Difference("我方目录没有", words, "", quarter=row.quarter, line=row.line)


def _ledger(file):
    """``((entry, quarter), fen)`` of what counts in the ledger on that channel in those days."""
    sales = SalesRecord.objects.counted().filter(channel=file.channel)
    for word in quarters_of(file):
        days = max(quarter_starts(word), file.first_day), min(quarter_ends(word), file.last_day)
        sums = sales.filter(sold_on__range=days).values_list("certificate").order_by()
        for entry, amount in sums.annotate(amount=Sum("amount_fen")):
            yield (entry, word), amount


def quarters_of(file):
    """The quarters that the days of a file of sales touch."""
    word, last = quarter(file.first_day), quarter(file.last_day)
    words = [word]
    while words[-1] < last:
        words.append(next_quarter(words[-1]))
    return words


def _yuan(fen):
    return "" if fen is None else f"{yuan(fen)}元"
