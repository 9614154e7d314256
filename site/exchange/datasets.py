"""What can be sent: for each dataset the rows that wait, and the record of a row.

Rows come page by page in the order in which they happened, so that versions ascend and a
reversal follows its sale.
"""

from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q

from catalog.models import CertificateEvent
from ledger.models import SalesRecord
from rules.lifecycle import CertificateOp
from rules.periods import local_day

from . import schema
from .eligibility import reasons_against_record
from .models import ExchangeFault, ExportedRecord, ExportStream
from .receivers import receiver
from .records import record
from .sales_records import sales_record

PAGE = 500
#: How long a removal is repeated in every full batch (§6.3, ours).
TOMBSTONE = timedelta(days=3 * 366)
Dataset = ExportStream.Dataset


class Catalog:
    """目录产品: the events of certificates; in full the latest of each."""

    word, code, schema, link = Dataset.CATALOG, "CAT", schema.RECORD, "event"

    def __init__(self, stream):
        self.stream = stream
        self.receiver = receiver(stream.receiver)

    def rows(self, *, full, at):
        """Waiting rows, or in full the latest of every certificate but tombstones grown old."""
        events = CertificateEvent.objects.select_related(
            "certificate__applicant", "certificate__ruleset", "product_version__origin_township"
        )
        latest = ~Exists(
            CertificateEvent.objects.filter(
                certificate=OuterRef("certificate"), version__gt=OuterRef("version")
            )
        )
        if full:
            old = Q(op=CertificateOp.REMOVE, effective_at__lt=at - TOMBSTONE)
            return pages(not_given_up(events.filter(latest).exclude(old), self.stream, self.link))
        return pages(waiting(events.filter(~self._overtaken()), self.stream, self.link))

    def _overtaken(self):
        """A later version went already: each record tells the whole state."""
        later = ExportedRecord.objects.filter(
            stream=self.stream,
            event__certificate=OuterRef("certificate"),
            event__version__gt=OuterRef("version"),
        )
        return Exists(later)

    def record(self, row):
        return record(row)

    def is_taken(self, written):
        return not reasons_against_record(self.receiver, written)

    def reasons(self, row, written):
        return []

    def leave_out(self, row):
        pass

    def day(self, row):
        return local_day(row.effective_at)

    def totals(self, written):
        return {"benefit_households": written["benefit_households"]}


class Sales:
    """销售记录: what counts in the district's figures; corrected only by reversals."""

    word, code, schema, link = Dataset.SALES, "SAL", schema.SALE, "sale"

    def __init__(self, stream):
        self.stream = stream
        self.left_out = set()

    def rows(self, *, full, at):
        sales = SalesRecord.objects.counted().select_related("certificate", "applicant", "reverses")
        choose = not_given_up if full else waiting
        return pages(choose(sales, self.stream, self.link))

    def record(self, row):
        return sales_record(row)

    def is_taken(self, written):
        return True

    def reasons(self, row, written):
        """A reversal waits for its sale, which comes before it."""
        if row.reverses_id is None:
            return []
        skipped = ExchangeFault.objects.filter(
            stream=self.stream, sale=row.reverses_id, state=ExchangeFault.State.SKIPPED
        )
        waits = row.reverses_id in self.left_out or skipped.exists()
        return ["所冲正的销售记录没有报送"] if waits else []

    def leave_out(self, row):
        self.left_out.add(row.pk)

    def day(self, row):
        return row.sold_on

    def totals(self, written):
        return {"amount_fen": written["amount_fen"]}


KINDS = {kind.word: kind for kind in (Catalog, Sales)}


def not_given_up(rows, stream, link):
    """Of ``rows`` those that nobody decided to leave out."""
    faults = ExchangeFault.objects.filter(stream=stream, **{link: OuterRef("pk")})
    return rows.filter(~Exists(faults.filter(state=ExchangeFault.State.SKIPPED)))


def waiting(rows, stream, link):
    """Of ``rows`` those not yet sent to ``stream``, or refused and to go again."""
    mine = {"stream": stream, link: OuterRef("pk")}
    faults = ExchangeFault.objects.filter(**mine)
    went = Exists(ExportedRecord.objects.filter(**mine))
    ended = Exists(faults.filter(state__in=["skipped", "superseded"]))
    again = Exists(faults.filter(kind=ExchangeFault.Kind.REFUSED, state="open", goes_again=True))
    return rows.filter((~went & ~ended) | again)


def pages(rows):
    """The rows by primary key, a page at a time: what is written meanwhile disturbs nothing."""
    last = 0
    newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
    while last < newest:
        page = list(rows.filter(pk__gt=last, pk__lte=newest).order_by("pk")[:PAGE])
        if not page:
            return
        yield page
        last = page[-1].pk
