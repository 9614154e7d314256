"""The ledgers of the fictional district load through the ledgers' own service, once."""

import pytest

from demo.district import DIRECTORY
from desk.loading.report import LoadReport, load_each
from desk.loading.unit_ledgers import load_entry
from ledger.ledgers import LEDGERS

pytestmark = pytest.mark.django_db


def test_every_entry_of_the_district_loads_and_a_second_time_changes_nothing(office):
    first, second = LoadReport(), LoadReport()
    load_each(DIRECTORY, "ledgers.json", load_entry, first, key="number")
    load_each(DIRECTORY, "ledgers.json", load_entry, second, key="number")
    assert first.bad == []
    assert second.loaded["ledgers.json"] == 0
    assert second.unchanged == first.loaded
    full = {word for word, ledger in LEDGERS.items() if ledger.rows().exists()}
    assert set(LEDGERS) - full == {"support"}
