"""Files of sales: judged row by row, booked when confirmed, undone whole when they were wrong."""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction

from files.scanning import refused_if_infected
from records.audit import record
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import SalesImport, SalesRecord
from ..policies import reasons_against_number, reasons_against_sale, reasons_against_undoing
from .quarters import last_closed, lock_books
from .sales import already, drafted, opposite, own_numbers

AT_ONCE = 500


@dataclass
class Answer:
    """What became, or would become, of one row of a file."""

    line: int
    sale: SalesRecord | None = None
    reasons: list[str] = field(default_factory=list)
    is_duplicate: bool = False
    is_skipped: bool = False

    @property
    def is_again(self):
        """Whether its number was booked before and reversed since: people should look twice."""
        return self.state in ("counted", "flagged") and self.sale.booking > 1

    @property
    def state(self):
        if self.is_skipped:
            return "skipped"
        if self.is_duplicate:
            return "duplicate"
        if self.reasons:
            return "wrong"
        return "flagged" if self.sale.flag else "counted"


def judge_rows(rows, *, applicant, by, at):
    """An :class:`Answer` per row, nothing booked: what importing ``rows`` would do (a dry run).

    A row is ``{"line": int, "certificate": number, "reasons": [...], "skip": why, **columns of a
    sale}``. The number of queries does not grow with the rows.
    """
    certificates = applicant.certificates.select_related("applicant", "product")
    owned = {each.number: each for each in certificates.prefetch_related("events")}
    numbers = _bookings(applicant, [row["external_id"] for row in rows])
    shared = {"owned": owned, "numbers": numbers, "closed": last_closed(), "by": by, "at": at}
    return [_judged(row, **shared) for row in rows]


def _bookings(applicant, external_ids):
    """``{number: (bookings, whether one stands)}`` of the holder's own among ``external_ids``."""
    rows = SalesRecord.objects.filter(
        source="self_report", applicant=applicant, external_id__in=external_ids
    )
    numbers = {}
    for number, booking, reversal in rows.values_list("external_id", "booking", "reversal"):
        newest, stands = numbers.get(number, (0, False))
        numbers[number] = (max(newest, booking), stands or reversal is None)
    return numbers


def _judged(row, *, owned, numbers, closed, by, at):
    sale = {name: value for name, value in row.items() if name not in ("line", "reasons", "skip")}
    if row.get("skip"):
        return Answer(row["line"], reasons=[row["skip"]], is_skipped=True)
    certificate, reasons = owned.get(sale.pop("certificate")), list(row["reasons"])
    if certificate is None:
        about_number = [why for _, why in reasons_against_number(sale["external_id"])]
        return Answer(row["line"], None, [*reasons, *about_number, "证书编号不是本单位的目录条目"])
    drawn = drafted(certificate, by=by, at=at, source="self_report", closed=closed, **sale)
    against = [] if reasons else reasons_against_sale(drawn, on=local_day(at))
    reasons += [why for _, why in (*reasons_against_number(drawn.external_id), *against)]
    if not drawn.external_id:
        reasons.append("请填写流水号")
    if reasons:
        return Answer(row["line"], drawn, list(dict.fromkeys(reasons)))
    newest, stands = numbers.get(drawn.external_id, (0, False))
    if stands:
        return Answer(row["line"], drawn, [already(drawn.external_id)], is_duplicate=True)
    drawn.booking = newest + 1
    numbers[drawn.external_id] = (drawn.booking, True)
    return Answer(row["line"], drawn)


@transaction.atomic
def import_sales(batch, rows, *, only_good, by, at):
    """Book the rows of an uploaded file; ``only_good`` leaves the bad ones out, else all or none.

    A second confirmation of the same file finds the first one done and is refused.
    """
    lock_books()
    batch = SalesImport.objects.select_for_update().get(pk=batch.pk)
    refuse_if(["该文件已导入"] if batch.confirmed_at else [])
    answers = judge_rows(rows, applicant=batch.applicant, by=by, at=at)
    wrong = [answer for answer in answers if answer.state == "wrong"]
    good = [answer.sale for answer in answers if answer.state in ("counted", "flagged")]
    if wrong and not only_good:
        raise Refused([f"有{len(wrong)}行有误，未导入任何记录"])
    refuse_if([] if good else ["没有可以导入的记录"])
    for sale in good:
        sale.batch = batch
    SalesRecord.objects.bulk_create(good, batch_size=AT_ONCE)
    batch.confirmed_at, batch.booked = at, len(good)
    batch.flagged = sum(bool(sale.flag) for sale in good)
    batch.duplicates = sum(answer.is_duplicate for answer in answers)
    batch.refused = len(wrong)
    batch.rows = []
    batch.save()
    record("ledger.import", batch, by=by, at=at, booked=batch.booked, refused=batch.refused)
    return batch


@transaction.atomic
def undo_import(batch, *, reason, by, at):
    """Reverse whatever still stands of an imported file, for one reason; how many rows it were.

    All or none, on the day of ``at``: a closed quarter keeps its figures, as with one reversal.
    """
    lock_books()
    batch = SalesImport.objects.select_for_update().get(pk=batch.pk)
    sales = list(batch.records.standing().order_by("pk"))
    refuse_fields(reasons_against_undoing(sales, reason=reason))
    numbers, closed = own_numbers(sales[0], len(sales), at=at), last_closed()
    booked = {"day": local_day(at), "closed": closed, "by": by, "at": at}
    rows = [
        opposite(sale, number, reason=reason, **booked)
        for sale, number in zip(sales, numbers, strict=True)
    ]
    SalesRecord.objects.bulk_create(rows, batch_size=AT_ONCE)
    record("ledger.undo_import", batch, by=by, at=at, because=reason, reversed=len(rows))
    return len(rows)


@transaction.atomic
def keep_upload(applicant, *, name, data, rows, by, at):
    """Keep what a file says until it is confirmed; an older unconfirmed one gives way."""
    refused_if_infected(data)
    SalesImport.objects.filter(applicant=applicant, confirmed_at=None).delete()
    return SalesImport.objects.create(
        applicant=applicant,
        file_name=name[-120:],
        sha256=hashlib.sha256(data).hexdigest(),
        rows=rows,
        uploaded_at=at,
        uploaded_by=by,
    )
