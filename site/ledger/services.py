"""Booking sales, reversing them, importing files of them, closing a quarter."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from records.audit import record
from records.numbering import next_serial
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if
from rules.sales import amount_fen, flag, next_quarter, quarter

from .figures import totals
from .models import PeriodClose, SalesImport, SalesRecord
from .policies import reasons_against_closing, reasons_against_reversing, reasons_against_sale


class Duplicate(Refused):
    """The source has already told of this sale: it is booked once and counted once."""


@transaction.atomic
def record_sale(certificate, *, by, at, source="self_report", external_id="", **sale):
    """Book one sale of ``certificate``; whether it counts is decided now, from its events.

    Without ``external_id`` the ledger gives one. Raises :class:`Duplicate` for one known already.
    """
    row = drafted(certificate, by=by, at=at, source=source, external_id=external_id, **sale)
    refuse_fields(reasons_against_sale(row, on=local_day(at)))
    _save_once(row)
    record("ledger.sale", row, by=by, at=at, amount_fen=row.amount_fen, flag=row.flag)
    return row


def drafted(certificate, *, by, at, source, external_id, batch=None, **sale):
    """The unsaved row of a sale, with amount, flag and quarter reckoned where they can be."""
    row = SalesRecord(
        certificate=certificate,
        applicant=certificate.applicant,
        source=source,
        external_id=external_id or own_number(at),
        batch=batch,
        recorded_at=at,
        recorded_by=by,
        **sale,
    )
    if row.amount_fen is None and None not in (row.quantity, row.unit_price_fen):
        row.amount_fen = amount_fen(row.quantity, row.unit_price_fen)
    if row.sold_on is not None:
        row.flag = standing(certificate, row.sold_on)
        row.booked_quarter = open_quarter(row.sold_on)
    return row


def standing(certificate, sold_on):
    """The flag of a sale of ``certificate`` on a day; "" when it counts."""
    return flag(
        sold_on,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        events=[(event.effective_at, event.status) for event in certificate.events.all()],
    )


def open_quarter(day):
    """The quarter in which something of ``day`` is booked: its own, or the first not yet closed."""
    own = quarter(day)
    last = PeriodClose.objects.order_by("-quarter").values_list("quarter", flat=True).first()
    return own if last is None or own > last else next_quarter(last)


def own_number(at):
    """A serial for a sale that brings none."""
    year = local_day(at).year
    return f"ZGXS-{year}-{next_serial('sale', year):06d}"


def _save_once(row):
    """Save a row that its source tells of for the first time; the database decides a race."""
    known = SalesRecord.objects.filter(source=row.source, external_id=row.external_id)
    try:
        with transaction.atomic():
            if not known.exists():
                row.save()
                return
    except IntegrityError:  # another request was quicker, or something else is wrong with the row
        if not known.exists():
            raise
    raise Duplicate([f"流水号{row.external_id}已登记"])


@transaction.atomic
def reverse_sale(sale, *, reason, by, at, reversed_on=None, external_id=""):
    """Correct a sale by its whole opposite, booked on a day of its own (R47).

    The reversal inherits the standing of what it reverses, so that the two always cancel.
    """
    sale = SalesRecord.objects.select_for_update(of=("self",)).get(pk=sale.pk)
    day = reversed_on or local_day(at)
    refuse_fields(reasons_against_reversing(sale, reason=reason, reversed_on=day, on=local_day(at)))
    row = SalesRecord(
        source=sale.source,
        external_id=external_id or own_number(at),
        certificate=sale.certificate,
        applicant=sale.applicant,
        sold_on=day,
        booked_quarter=open_quarter(day),
        quantity=-sale.quantity,
        unit=sale.unit,
        unit_price_fen=sale.unit_price_fen,
        amount_fen=-sale.amount_fen,
        channel=sale.channel,
        six_entry=sale.six_entry,
        buyer_type=sale.buyer_type,
        buyer_name=sale.buyer_name,
        fund_source=sale.fund_source,
        hundred_enterprises=sale.hundred_enterprises,
        paired_village=sale.paired_village,
        venue_code=sale.venue_code,
        event_code=sale.event_code,
        reverses=sale,
        reverse_reason=reason.strip(),
        flag=sale.flag,
        recorded_at=at,
        recorded_by=by,
    )
    _save_once(row)
    record("ledger.reverse", row, by=by, at=at, because=reason, amount_fen=row.amount_fen)
    return row


@dataclass
class Answer:
    """What became, or would become, of one row of a file."""

    line: int
    sale: SalesRecord | None = None
    reasons: list[str] = field(default_factory=list)
    is_duplicate: bool = False

    @property
    def state(self):
        if self.is_duplicate:
            return "duplicate"
        if self.reasons:
            return "wrong"
        return "flagged" if self.sale.flag else "counted"


def judge_rows(rows, *, applicant, by, at):
    """An :class:`Answer` per row, nothing booked: what importing ``rows`` would do (a dry run).

    A row is ``{"line": int, "certificate": number, "reasons": [...], **columns of a sale}``.
    """
    held = {
        each.number: each
        for each in applicant.certificates.select_related("applicant").prefetch_related("events")
    }
    known = set(
        SalesRecord.objects.filter(
            source="self_report", external_id__in=[row["external_id"] for row in rows]
        ).values_list("external_id", flat=True)
    )
    return [_judged(row, held, known, by=by, at=at) for row in rows]


def _judged(row, held, known, *, by, at):
    sale = {name: value for name, value in row.items() if name not in ("line", "reasons")}
    certificate = held.get(sale.pop("certificate"))
    reasons = list(row["reasons"])
    if certificate is None:
        return Answer(row["line"], reasons=[*reasons, "证书编号不是本单位的目录条目"])
    if not sale["external_id"]:
        return Answer(row["line"], reasons=[*reasons, "请填写流水号"])
    drawn = drafted(certificate, by=by, at=at, source="self_report", **sale)
    if not reasons:
        found = reasons_against_sale(drawn, on=local_day(at))
        reasons = list(dict.fromkeys(reason for _, reason in found))
    if reasons:
        return Answer(row["line"], drawn, reasons)
    if drawn.external_id in known:
        text = f"流水号{drawn.external_id}已登记，不重复登记"
        return Answer(row["line"], drawn, [text], is_duplicate=True)
    known.add(drawn.external_id)
    return Answer(row["line"], drawn)


@transaction.atomic
def import_sales(batch, rows, *, only_good, by, at):
    """Book the rows of an uploaded file; ``only_good`` leaves the bad ones out, else all or none.

    A second confirmation of the same file finds the first one done and is refused.
    """
    held = SalesImport.objects.select_for_update().get(pk=batch.pk)
    refuse_if(["该文件已导入"] if held.confirmed_at else [])
    answers = judge_rows(rows, applicant=held.applicant, by=by, at=at)
    wrong = [answer for answer in answers if answer.state == "wrong"]
    good = [answer.sale for answer in answers if answer.state in ("counted", "flagged")]
    if wrong and not only_good:
        raise Refused([f"有{len(wrong)}行有误，未导入任何记录"])
    refuse_if([] if good else ["没有可以导入的记录"])
    for sale in good:
        sale.batch = held
        sale.save()
    held.confirmed_at, held.booked = at, len(good)
    held.flagged = sum(bool(sale.flag) for sale in good)
    held.duplicates = sum(answer.is_duplicate for answer in answers)
    held.refused = len(wrong)
    held.rows = []
    held.save()
    record("ledger.import", held, by=by, at=at, booked=held.booked, refused=held.refused)
    return held


@transaction.atomic
def keep_upload(applicant, *, name, data, rows, by, at):
    """Keep what a file says until it is confirmed; an older unconfirmed one gives way."""
    SalesImport.objects.filter(applicant=applicant, confirmed_at=None).delete()
    return SalesImport.objects.create(
        applicant=applicant,
        file_name=name[-120:],
        sha256=hashlib.sha256(data).hexdigest(),
        rows=rows,
        uploaded_at=at,
        uploaded_by=by,
    )


def quarter_to_close(at):
    """The oldest quarter with sales that is over and not closed; None when there is none."""
    last = PeriodClose.objects.order_by("-quarter").values_list("quarter", flat=True).first()
    words = SalesRecord.objects.order_by("booked_quarter").values_list("booked_quarter", flat=True)
    word = next_quarter(last) if last else words.first()
    if word is None or reasons_against_closing(word, on=local_day(at)):
        return None
    return word


@transaction.atomic
def close_quarter(word, *, by, at):
    """Freeze the figures of a quarter; late records fall into the next one (§2.11)."""
    refuse_if(reasons_against_closing(word, on=local_day(at)))
    figures = totals(SalesRecord.objects.filter(booked_quarter=word))
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True)
    close = PeriodClose.objects.create(
        quarter=word,
        totals=figures,
        totals_sha256=hashlib.sha256(text.encode()).hexdigest(),
        frozen_at=at,
        frozen_by=by,
    )
    record("ledger.close", close, by=by, at=at, count=figures["count"])
    return close
