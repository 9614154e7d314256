"""Files of sales: judged row by row, booked when confirmed, undone whole when they were wrong."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from catalog.models import Certificate
from files.scanning import refused_if_infected
from records.audit import record
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import ImportBatch, SalesRecord
from ..models.sales import FREED_BY_REVERSAL
from ..policies import (
    reasons_against_number,
    reasons_against_reversing,
    reasons_against_sale,
    reasons_against_undoing,
)
from .quarters import last_closed, lock_books
from .sales import already, drafted, opposite, own_numbers

AT_ONCE = 500
#: What a row says beside the columns of its sale.
BESIDE = ("line", "reasons", "skip", "reverses", "reverse_reason")
#: Two rows of one file under one number are one sale told twice where these agree.
SAME = ("certificate_id", "sold_on", "quantity", "amount_fen", "buyer_name")


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


def judge_rows(rows, *, applicant=None, by, at, earlier=None):
    """An :class:`Answer` per row, nothing booked: what importing ``rows`` would do (a dry run).

    A row is ``{"line": int, "certificate": number, "reasons": [...], "skip": why, **columns of a
    sale}``; one of a platform's may be a reversal by ``reverses`` and ``reverse_reason``. Without
    ``applicant`` the rows are a platform's and any holder's. ``earlier`` is the
    :class:`ledger.earlier.Earlier` of the stretches of the same file before this one; it is filled
    further. The number of queries does not grow with the rows.
    """
    source = "self_report" if applicant else "platform_import"
    named = {row["external_id"] for row in rows}
    numbers = _bookings(source, applicant, named)
    used = _used(earlier, named | {row.get("reverses") or "" for row in rows})
    lines = {each: (line, content) for each, (_, line, content) in used.items()}
    numbers |= {each: (booking, True) for each, (booking, _, _) in used.items()}
    judge = _Judge(
        source,
        by,
        at,
        owned=_entries(applicant, rows),
        numbers=numbers,
        originals=_originals(source, rows),
        closed=last_closed(),
        earlier=used.keys(),
        lines=lines.copy(),
    )
    answers = [judge.answer(row) for row in rows]
    if earlier is not None:
        earlier.add(_newly_used(judge, lines))
    return answers


def _used(earlier, numbers):
    return {} if earlier is None else earlier.among(numbers)


def _newly_used(judge, before):
    """``{number: (booking, line, content)}`` of what this stretch used up."""
    new = judge.lines.keys() - before.keys()
    return {each: (judge.numbers[each][0], *judge.lines[each]) for each in new}


def _entries(applicant, rows):
    """``{number: entry}`` of what the rows may name: the holder's own, or anybody's."""
    certificates = applicant.certificates if applicant else Certificate.objects
    related = certificates.select_related("applicant", "product", "version")
    if not applicant:
        related = related.filter(number__in={row["certificate"] for row in rows})
    return {each.number: each for each in related.prefetch_related("events")}


def _bookings(source, applicant, external_ids):
    """``{number: (bookings, whether one stands)}`` of those among ``external_ids``."""
    rows = SalesRecord.objects.filter(source=source, external_id__in=external_ids)
    if applicant:
        rows = rows.filter(applicant=applicant)
    numbers = {}
    for number, booking, reversal in rows.values_list("external_id", "booking", "reversal"):
        newest, stands = numbers.get(number, (0, False))
        stands = stands or reversal is None or source not in FREED_BY_REVERSAL
        numbers[number] = (max(newest, booking), stands)
    return numbers


def _originals(source, rows):
    """``{number: sale}`` of what the reversals among ``rows`` take back."""
    numbers = {row["reverses"] for row in rows if row.get("reverses")}
    sales = SalesRecord.objects.filter(source=source, external_id__in=numbers)
    return {sale.external_id: sale for sale in sales.select_related("reversal")} if numbers else {}


@dataclass
class _Judge:
    """What is asked for once for a stretch of rows, and the sales drawn from them so far."""

    source: str
    by: object
    at: datetime
    owned: dict
    numbers: dict
    originals: dict
    closed: str | None
    #: The numbers that earlier stretches of the file used up, among those that this one names.
    earlier: Collection
    #: ``{number: (line, content)}`` of the file's own rows.
    lines: dict

    def answer(self, row):
        if row.get("skip"):
            return Answer(row["line"], reasons=[row["skip"]], is_skipped=True)
        answer = self._reversal(row) if row.get("reverses") else self._sale(row)
        return answer if answer.reasons else self._once(answer, _content(row, answer.sale))

    def _sale(self, row):
        sale = {name: value for name, value in row.items() if name not in BESIDE}
        certificate, reasons = self.owned.get(sale.pop("certificate")), list(row["reasons"])
        if certificate is None:
            about_number = [why for _, why in reasons_against_number(sale["external_id"])]
            return Answer(row["line"], None, [*reasons, *about_number, self._unknown])
        who = {"by": self.by, "at": self.at, "source": self.source, "closed": self.closed}
        drawn = drafted(certificate, **who, **sale)
        against = [] if reasons else reasons_against_sale(drawn, on=local_day(self.at))
        reasons += [why for _, why in (*reasons_against_number(drawn.external_id), *against)]
        if not drawn.external_id:
            reasons.append("请填写流水号")
        return Answer(row["line"], drawn, list(dict.fromkeys(reasons)))

    @property
    def _unknown(self):
        is_own = self.source in FREED_BY_REVERSAL
        return "证书编号不是本单位的目录条目" if is_own else "目录中没有这个证书编号"

    def _reversal(self, row):
        """The opposite of a sale of this file or of an earlier one; its quantity must be whole."""
        sale, number = self.originals.get(row["reverses"]), row["external_id"]
        if sale is None and row["reverses"] in self.earlier:
            return Answer(row["line"], SalesRecord(external_id=number), list(row["reasons"]))
        if sale is None:
            return Answer(row["line"], None, [f"没有要冲正的流水号{row['reverses']}"])
        if self.numbers.get(number, (0, False))[1]:
            return Answer(row["line"], SalesRecord(external_id=number))  # told as a duplicate
        reason, day = row.get("reverse_reason", ""), row["sold_on"]
        reasons = list(row["reasons"]) or self._against(sale, reason, day, row)
        if reasons:
            return Answer(row["line"], None, reasons)
        who = {"closed": self.closed, "by": self.by, "at": self.at}
        return Answer(row["line"], opposite(sale, number, reason=reason, day=day, **who))

    def _against(self, sale, reason, day, row):
        if day is None:
            return ["请填写销售日期"]
        today = {"reversed_on": day, "on": local_day(self.at)}
        reasons = [why for _, why in reasons_against_reversing(sale, reason=reason, **today)]
        amounts = (abs(row["quantity"] or 0), abs(row["amount_fen"] or 0))
        if amounts != (sale.quantity, sale.amount_fen):
            reasons.append("冲正的数量和金额应与原记录相同；部分退货请冲正后重新登记")
        return reasons

    def _once(self, answer, content):
        """``answer`` as a duplicate where its number stands; else the number is used up."""
        drawn = answer.sale
        newest, stands = self.numbers.get(drawn.external_id, (0, False))
        if stands:
            return self._again(answer, content)
        self.lines[drawn.external_id] = answer.line, content
        drawn.booking = newest + 1
        self.numbers[drawn.external_id] = (drawn.booking, True)
        if drawn.certificate_id and not drawn.reverses:
            self.originals.setdefault(drawn.external_id, drawn)
        return answer

    def _again(self, answer, content):
        """A number that stands already: of this file, which may be a slip, or of the books."""
        drawn, before = answer.sale, self.lines.get(answer.sale.external_id)
        if before is not None:
            line, other = before
            why = f"流水号{drawn.external_id}与本文件第{line}行重复"
            if content == other:
                return Answer(answer.line, drawn, [why], is_duplicate=True)
            return Answer(answer.line, drawn, [f"{why}，内容不同：请改正流水号，或者删去一行"])
        is_own = self.source in FREED_BY_REVERSAL
        why = already(drawn.external_id) if is_own else f"流水号{drawn.external_id}已登记"
        return Answer(answer.line, drawn, [why], is_duplicate=True)


def _content(row, drawn):
    """In what two rows under one number agree that are one sale, or one reversal, told twice.

    As text, so that it can be put aside: a quantity reads the same however it was written.
    """
    if row.get("reverses"):
        amounts = (abs(row["quantity"] or 0), abs(row["amount_fen"] or 0))
        values = row["reverses"], row["sold_on"], *amounts
    else:
        values = (getattr(drawn, name) for name in SAME)
    plain = (each.normalize() if isinstance(each, Decimal) else each for each in values)
    return "\n".join(map(str, plain))


@transaction.atomic
def import_sales(batch, rows, *, only_good, by, at):
    """Book the rows of an uploaded file; ``only_good`` leaves the bad ones out, else all or none.

    A second confirmation of the same file finds the first one done and is refused.
    """
    lock_books()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
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
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
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
    ImportBatch.objects.filter(applicant=applicant, confirmed_at=None).delete()
    return ImportBatch.objects.create(
        applicant=applicant,
        file_name=name[-120:],
        sha256=hashlib.sha256(data).hexdigest(),
        rows=rows,
        uploaded_at=at,
        uploaded_by=by,
    )
