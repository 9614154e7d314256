"""The district's sales and tasks, through the ledger's own services."""

from datetime import date
from decimal import Decimal

from catalog.models import Certificate
from ledger.models import SalesRecord, Task, TaskUnit
from ledger.services import Duplicate, record_sale, reverse_sale
from registry.models import Organisation
from rules.periods import day_ends
from rules.refusal import Refused

from .offices import EFFECTIVE_FROM

SOURCE = "platform_import"
COPIED = (
    "unit",
    "unit_price_fen",
    "amount_fen",
    "channel",
    "buyer_type",
    "fund_source",
    "hundred_enterprises",
)
OPTIONAL = ("six_entry", "paired_village", "venue_code", "event_code")


class Sales:
    """Loads the sales of one directory; knows its records by the directory's own ids.

    ``duplicates`` counts records whose serial another record of the same file had used.
    """

    def __init__(self, records):
        self.serials = {record.get("id"): record.get("external_id") for record in records}
        self.first = {}
        for record in records:
            self.first.setdefault(record.get("external_id"), record.get("id"))
        self.entries = {}
        self.duplicates = 0

    def load(self, record):
        """One sale or reversal; False when it is there already, or doubles another."""
        if self.first[record["external_id"]] != record["id"]:
            self.duplicates += 1
            return False
        try:
            (self._reverse if record["kind"] == "correction" else self._record)(record)
        except Duplicate:
            return False
        return True

    def _record(self, record):
        sold_on = date.fromisoformat(record["sold_on"])
        person = record["buyer_type"] == "individual"
        record_sale(
            self._entry(record["certificate_no"]),
            by=None,
            at=day_ends(sold_on),
            source=SOURCE,
            external_id=record["external_id"],
            sold_on=sold_on,
            quantity=Decimal(record["quantity"]),
            buyer_name="" if person else record["buyer_name"],
            **{name: record[name] for name in COPIED},
            **{name: record[name] or "" for name in OPTIONAL},
        )

    def _reverse(self, record):
        """What reverses must be there already; a second load finds its reversal done."""
        sales = SalesRecord.objects.filter(source=SOURCE)
        if sales.filter(external_id=record["external_id"]).exists():
            raise Duplicate([f"流水号{record['external_id']}已登记"])
        sale = sales.filter(external_id=self.serials.get(record["corrects"])).first()
        if sale is None:
            raise Refused([f"没有要冲正的记录 {record['corrects']}"])
        day = date.fromisoformat(record["sold_on"])
        reverse_sale(
            sale,
            reason=record["correction_reason"],
            reversed_on=day,
            external_id=record["external_id"],
            by=None,
            at=day_ends(day),
        )

    def _entry(self, number):
        if number not in self.entries:
            certificates = Certificate.objects.select_related("applicant").prefetch_related(
                "events"
            )
            certificate = certificates.filter(number=number).first()
            if certificate is None:
                raise Refused([f"没有目录条目 {number}"])
            self.entries[number] = certificate
        return self.entries[number]


def load_task(record):
    """One task of the plan with its units in the printed order; the first one leads (A26)."""
    task, created = Task.objects.get_or_create(
        number=record["no"],
        defaults={
            **{name: record[name] for name in ("group_no", "group_title", "text")},
            "issued_on": EFFECTIVE_FROM,
        },
    )
    if created:
        for unit in record["units"]:
            leads = unit["role"].startswith("lead")
            TaskUnit.objects.create(
                task=task,
                organisation=Organisation.objects.get(code=unit["code"]),
                position=unit["order"],
                role=TaskUnit.Role.LEAD if leads else TaskUnit.Role.SUPPORT,
            )
    return created
