"""The district's three hundred sales: what counts, what does not, and to the fen how much."""

import json
from pathlib import Path

import pytest

from demo.district import DIRECTORY
from desk.loading.district import load_sales
from desk.loading.report import LoadReport
from ledger import figures
from ledger.models import SalesRecord
from ledger.services import close_quarter
from registry.models import User
from rules.refusal import Refused

pytestmark = pytest.mark.django_db

EXPECTED = json.loads((Path(__file__).parent / "vectors/expected_sales_summary.json").read_text())


def load():
    report = LoadReport()
    load_sales(DIRECTORY, report)
    return report


def test_without_a_catalogue_the_file_waits_and_says_so(office):
    report = load()
    assert report.ok
    assert "列入目录后再次导入" in report.notes["sales.json"]
    assert not SalesRecord.objects.exists()


def test_the_totals_are_those_of_the_oracle_and_a_second_load_changes_nothing(catalogue, at):
    report = load()
    assert report.bad == []
    assert report.loaded["sales.json"] == 298
    duplicates = report.unchanged["sales.json"]
    sales = SalesRecord.objects.all()
    assert figures.by_quarter(sales) == EXPECTED["by_quarter"]
    assert figures.by_channel(sales) == {**EXPECTED["by_channel_fen"]}
    found = {**figures.flagged(sales), "duplicate_external_id": duplicates}
    assert found == EXPECTED["flagged"]
    totals = figures.totals(sales)
    assert (totals["count"], totals["amount_fen"]) == (EXPECTED["counted"], EXPECTED["total_fen"])
    assert not sales.filter(buyer_type="individual").exclude(buyer_name="").exists()

    again = load()
    assert again.ok
    assert (again.loaded["sales.json"], sales.count()) == (0, 298)

    by = User.objects.get(username="manager")
    close = close_quarter("2020Q2", by=by, at=at.replace(year=2021))
    assert close.totals == EXPECTED["by_quarter"]["2020Q2"]
    with pytest.raises(Refused, match="已关账"):
        close_quarter("2020Q2", by=by, at=at.replace(year=2021))
    with pytest.raises(Refused, match="应先关账2020Q3"):
        close_quarter("2020Q4", by=by, at=at.replace(year=2021))
