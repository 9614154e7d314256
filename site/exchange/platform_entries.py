"""Our entries as they stood on a day, found by number, or by name and unit in one spelling."""

from datetime import timedelta
from typing import NamedTuple

from catalog.models import CertificateEvent
from rules.certificate_numbers import parse_certificate_number
from rules.identity import product_identity
from rules.lifecycle import CertificateStatus
from rules.periods import day_starts


class Entry(NamedTuple):
    """One entry with its facts of the day; price in fen, None where it has none."""

    pk: int
    number: str
    status: str
    valid_until: object
    name: str
    spec: str
    price_fen: int
    holder: str

    @property
    def identity(self):
        return product_identity(self.name, self.holder)


COLUMNS = (
    "certificate_id",
    "certificate__number",
    "status",
    "certificate__valid_until",
    "product_version__name",
    "product_version__sales_spec",
    "product_version__reference_price_fen",
    "certificate__applicant__name",
)


class Entries:
    """All entries known on ``day``, in one query; ``day`` counts to its end."""

    def __init__(self, day):
        self.day = day
        events = CertificateEvent.objects.filter(
            effective_at__lt=day_starts(day + timedelta(days=1))
        )
        rows = events.order_by("certificate", "version").values_list(*COLUMNS)
        self.by_key = {row[0]: Entry(*row) for row in rows.iterator()}  # the last event stands
        self.by_number = {entry.number: entry for entry in self.by_key.values()}
        self.by_identity = {}
        for entry in self.by_key.values():
            standing = self.by_identity.get(entry.identity)
            if standing is None or not self.is_active(standing):
                self.by_identity[entry.identity] = entry

    def is_active(self, entry):
        return entry.status == CertificateStatus.ACTIVE and entry.valid_until >= self.day

    def active(self):
        return [entry for entry in self.by_key.values() if self.is_active(entry)]

    def find(self, number, name, holder):
        """The entry of a row, None where we know none."""
        if number:
            try:
                entry = self.by_number.get(str(parse_certificate_number(number)))
            except ValueError:  # a number of the platform's own
                entry = None
            if entry is not None:
                return entry
        return self.by_identity.get(product_identity(name, holder)) if name and holder else None
