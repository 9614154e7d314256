"""Booking one sale, and reversing it."""

from django.db import transaction

from doors.evidence import MAX_FILES, keep_evidence
from records.audit import record
from records.numbering import next_serials
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields
from rules.sales import amount_fen, flag, is_outlier

from ..models import SalesRecord
from ..models.sales import FREED_BY_REVERSAL
from ..policies import reasons_against_reversing, reasons_against_sale
from ..vouchers import examined_vouchers
from .quarters import last_closed, lock_books, open_quarter

#: What a reversal takes over from the sale that it takes back.
COPIED = (
    "source",
    "certificate_id",
    "applicant_id",
    "unit",
    "unit_price_fen",
    "channel",
    "six_entry",
    "buyer_type",
    "buyer_name",
    "fund_source",
    "hundred_enterprises",
    "paired_village",
    "venue_code",
    "event_code",
    "flag",
    "warning",
)


class Duplicate(Refused):
    """The source has already told of this sale: it is booked once and counted once."""


def record_sale(certificate, *, by, at, source="self_report", external_id="", evidence=(), **sale):
    """Book one sale of ``certificate``; whether it counts is decided now, from its events.

    Without ``external_id`` the ledger gives one; ``evidence`` are vouchers as ``(name, bytes)``.
    Raises :class:`Duplicate` for one booked already and not reversed since.
    """
    files = examined_vouchers(evidence)
    with transaction.atomic():
        lock_books()
        sale |= {"source": source, "external_id": external_id, "closed": last_closed()}
        row = drafted(certificate, by=by, at=at, **sale)
        refuse_fields(reasons_against_sale(row, on=local_day(at)))
        row.external_id = row.external_id or own_numbers(row, 1, at=at)[0]
        row.booking = next_booking(row)
        row.save()
        keep_evidence(row, files, by=by, at=at)
        facts = {"amount_fen": row.amount_fen, "flag": row.flag, "files": len(files)}
        record("ledger.sale", row, by=by, at=at, **facts)
        return row


def add_vouchers(sale, evidence, *, by, at):
    """Bring vouchers of a sale that was booked without them, as one of a file is; how many."""
    files = examined_vouchers(evidence)
    with transaction.atomic():
        sale = SalesRecord.objects.select_for_update(of=("self",)).get(pk=sale.pk)
        refuse_fields(reasons_against_vouchers(sale, len(files)))
        keep_evidence(sale, files, by=by, at=at)
        digests = [file.sha256 for file in files]
        record("ledger.add_vouchers", sale, by=by, at=at, files=digests)
        return len(files)


def reasons_against_vouchers(sale, count):
    """Why ``count`` more vouchers cannot join ``sale``, as ``[(field, reason)]``."""
    if not count:
        return [("evidence", "请选择凭证文件")]
    if sale.evidence.count() + count > MAX_FILES:
        return [("evidence", f"一条销售记录最多{MAX_FILES}个凭证")]
    return []


def drafted(certificate, *, by, at, source, external_id, closed, **sale):
    """The unsaved row of a sale, with amount, flag and quarter reckoned where they can be.

    ``closed`` is :func:`last_closed`.
    """
    row = SalesRecord(
        certificate=certificate,
        applicant=certificate.applicant,
        source=source,
        external_id=external_id.strip(),
        recorded_at=at,
        recorded_by=by,
        **sale,
    )
    if row.amount_fen is None and None not in (row.quantity, row.unit_price_fen):
        row.amount_fen = amount_fen(row.quantity, row.unit_price_fen)
    if row.sold_on is not None:
        row.flag = standing(certificate, row.sold_on)
        row.booked_quarter = open_quarter(row.sold_on, closed)
    if row.unit_price_fen is not None:
        row.warning = price_warning(certificate, row.unit_price_fen)
    return row


def price_warning(certificate, fen):
    """What somebody should look at in a price; "" where nothing is strange."""
    return "price_outlier" if is_outlier(fen, certificate.version.reference_price_fen) else ""


def standing(certificate, sold_on):
    """The flag of a sale of ``certificate`` on a day; "" when it counts."""
    return flag(
        sold_on,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        events=[(event.effective_at, event.status) for event in certificate.events.all()],
    )


def own_numbers(row, count, *, at):
    """``count`` serials that the ledger gives, none of which the issuer of ``row`` has used."""
    year, numbers = local_day(at).year, []
    while len(numbers) < count:
        serials = next_serials("sale", year, count - len(numbers))
        fresh = [f"ZGXS-{year}-{serial:06d}" for serial in serials]
        used = SalesRecord.objects.of_issuer(row).filter(external_id__in=fresh)
        used = set(used.values_list("external_id", flat=True))
        numbers += [number for number in fresh if number not in used]
    return numbers


def next_booking(row):
    """1 for a number never booked, one more when all its bookings were reversed by their holder."""
    same = SalesRecord.objects.of_issuer(row).filter(external_id=row.external_id)
    bookings = dict(same.values_list("booking", "reversal"))
    if None in bookings.values() or (bookings and row.source not in FREED_BY_REVERSAL):
        raise Duplicate([already(row.external_id)])
    return max(bookings, default=0) + 1


def already(number):
    """What the holder is told of a number that it has used; nobody hears of another's."""
    return f"本单位已登记过流水号{number}，同一笔销售只登记一次"


def reverse_sale(sale, *, reason, by, at, reversed_on=None, external_id="", evidence=()):
    """Correct a sale by its whole opposite, booked on a day of its own (R47), with its vouchers.

    The reversal inherits the standing of what it reverses, so that the two always cancel.
    """
    files, day = examined_vouchers(evidence), reversed_on or local_day(at)
    with transaction.atomic():
        lock_books()
        sale = SalesRecord.objects.select_for_update(of=("self",)).get(pk=sale.pk)
        about = {"reason": reason, "reversed_on": day, "on": local_day(at)}
        refuse_fields(reasons_against_reversing(sale, **about))
        number = external_id or own_numbers(sale, 1, at=at)[0]
        row = opposite(sale, number, reason=reason, day=day, closed=last_closed(), by=by, at=at)
        row.booking = next_booking(row)
        row.save()
        keep_evidence(row, files, by=by, at=at)
        facts = {"amount_fen": row.amount_fen, "files": len(files)}
        record("ledger.reverse", row, by=by, at=at, because=reason, **facts)
        return row


def opposite(sale, number, *, reason, day, closed, by, at):
    """The unsaved row that takes ``sale`` back under ``number``, booked on ``day``."""
    return SalesRecord(
        external_id=number,
        sold_on=day,
        booked_quarter=open_quarter(day, closed),
        quantity=-sale.quantity,
        amount_fen=-sale.amount_fen,
        reverses=sale,
        reverse_reason=reason.strip(),
        recorded_at=at,
        recorded_by=by,
        **{name: getattr(sale, name) for name in COPIED},
    )
