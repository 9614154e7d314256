"""Entries of the units' ledgers from a district's files, through the ledgers' own service."""

from ledger.ledgers import LEDGERS
from ledger.services.entries import record_entry
from registry.models import Membership, Organisation
from registry.roles import UnitReporter
from rules.periods import day_ends


def load_entry(record):
    """One entry; its cells are written as in a file to import. False when its number stands."""
    ledger = LEDGERS[record["ledger"]]
    unit = Organisation.objects.get(code=record["unit"])
    cells = {name: str(record.get(name) or "") for name in ledger.by_name}
    values = {name: column.read(cells[name]) for name, column in ledger.by_name.items()}
    if ledger.rows().standing().filter(unit=unit, number=values["number"]).exists():
        return False
    reporter = Membership.objects.filter(organisation=unit, role=UnitReporter.word).first()
    if reporter is None:
        raise LookupError(f"{unit}没有填报人")
    record_entry(ledger, unit, by=reporter.user, at=day_ends(values[ledger.day]), **values)
    return True
