"""A line behind a total, whichever table it stands in: its number, its page, day, amount."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ledger.ledgers import LEDGERS
from ledger.models import Placement, Purchase, SalesEvent, SalesRecord, SupportMeasure
from rules.periods import local_day
from supervision.models import PurchaseIntent

LINE_COLUMNS = {
    "number": "编号",
    "day": "日期",
    "unit": "单位",
    "text": "内容",
    "amount": "金额（元）",
    "note": "说明",
}
#: The kind of a purchase → the word of its ledger.
WORDS = {each.fixed["kind"]: word for word, each in LEDGERS.items() if each.fixed}


@dataclass(frozen=True)
class ReportLine:
    """``fen`` is None where a line has no amount, ``url`` "" where it has no page of its own."""

    number: str
    url: str
    day: date
    unit: str
    text: str
    fen: int | None = None
    note: str = ""


def line_of(row):
    """The :class:`ReportLine` of a sale, of an entry of a ledger, or of a purchase intent."""
    return LINES[type(row)](row)


def _sale(sale):
    return ReportLine(
        sale.external_id,
        reverse("ledger_salesrecord_modeladmin_inspect", args=[sale.pk]),
        sale.sold_on,
        sale.applicant.name,
        f"{sale.certificate.product}",
        sale.amount_fen,
        "冲正" if sale.reverses_id else "",
    )


def _entry(word, row, day, text, **more):
    url = reverse("desk:ledger_entry", args=[word, row.pk])
    return ReportLine(row.number, url, day, row.unit.name, text, **more)


def _purchase(row):
    return _entry(
        WORDS[row.kind],
        row,
        row.bought_on,
        f"{row.product_name}（{row.seller_name}）",
        fen=row.amount_fen,
        note=row.get_match_display(),
    )


def _support(row):
    """Only what was granted counts."""
    note = "已结束" if row.ended_on else "已兑现" if row.granted_on else "计划"
    fen = row.amount_fen if row.granted_on else None
    return _entry("support", row, row.planned_on, row.content, fen=fen, note=note)


def _intent(row):
    """Without the buyer, who is shown to the applicant alone; it leads to the sale it became."""
    sale = row.sale
    is_counted = sale and not sale.flag and not hasattr(sale, "reversal")
    sold = f"，销售记录{sale.external_id}{'' if is_counted else '（不计入统计）'}" if sale else ""
    return ReportLine(
        row.number,
        reverse("ledger_salesrecord_modeladmin_inspect", args=[sale.pk]) if sale else "",
        local_day(row.received_at),
        row.applicant.name,
        f"{row.certificate.product}",
        sale.amount_fen if is_counted else None,
        f"{row.get_state_display()}{sold}",
    )


LINES = {
    PurchaseIntent: _intent,
    SalesRecord: _sale,
    Purchase: _purchase,
    SupportMeasure: _support,
    SalesEvent: lambda row: _entry("events", row, row.begins_on, row.name, note=row.place),
    Placement: lambda row: _entry("placements", row, row.placed_on, row.title, note=row.outlet),
}
