"""Statistics: totals equal the oracle and their lines; the public reads what may be told."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.standing import stands

from demo.district import DIRECTORY
from desk.loading.district import load_sales
from desk.loading.report import LoadReport
from ledger import figures
from ledger.models import PeriodClose, SalesRecord
from ledger.services import close_quarter
from ledger.statistics import BY_NAME, DIMENSIONS, PUBLIC, benefits, narrowed, summary
from registry.models import User
from rules.vocabulary import ONLINE_CHANNELS

pytestmark = pytest.mark.django_db

EXPECTED = json.loads((Path(__file__).parent / "vectors/expected_sales_summary.json").read_text())
RECORDS = {each["id"]: each for each in json.loads((DIRECTORY / "sales.json").read_text())}
PRODUCTS = {each["id"]: each for each in json.loads((DIRECTORY / "products.json").read_text())}
COUNTED = [each for each in RECORDS.values() if each["expect"]["counted"]]


@pytest.fixture
@stands
def district(catalogue):
    load_sales(DIRECTORY, LoadReport())


@pytest.fixture
@stands
def closed(district, at):
    manager = User.objects.get(username="manager")
    for word in EXPECTED["by_quarter"]:
        close_quarter(word, by=manager, at=at.replace(year=2022))


def by_hand(key):
    """``{key(record): fen}`` of the records that the oracle says are counted."""
    sums = {}
    for record in COUNTED:
        sums[key(record)] = sums.get(key(record), 0) + record["amount_fen"]
    return sums


def sums(name, **conditions):
    sales = narrowed(SalesRecord.objects.all(), conditions)
    return {row.value: row.fen for row in summary(sales, BY_NAME[name])}


def test_every_total_equals_the_oracle_to_the_fen(district):
    expected = EXPECTED["by_quarter"]
    assert sums("quarter") == {word: each["amount_fen"] for word, each in expected.items()}
    assert sums("channel") == EXPECTED["by_channel_fen"]
    for word, each in expected.items():
        entries = {value: fen for value, fen in sums("six_entry", quarter=word).items() if value}
        assert entries == each["six_entry_fen"]
        funds = sums("fund", quarter=word)
        assert funds["union_welfare"] == each["union_welfare_fen"]
        assert funds["unit_budget"] == each["unit_budget_fen"]
        online = {value for value, _ in ONLINE_CHANNELS}
        channels = sums("channel", quarter=word).items()
        assert sum(fen for value, fen in channels if value in online) == each["online_fen"]
    assert sums("category") == by_hand(lambda record: PRODUCTS[record["product_id"]]["category"])
    assert sums("township") == by_hand(
        lambda record: PRODUCTS[record["product_id"]]["origin"]["township_code"]
    )
    assert sums("fund") == by_hand(lambda record: record["fund_source"])
    assert sums("village") == by_hand(lambda record: record["paired_village"] or "")
    assert sums("venue") == by_hand(lambda record: record["venue_code"] or "")
    assert sums("event") == by_hand(lambda record: record["event_code"] or "")
    assert sorted(sums("unit").values()) == sorted(
        by_hand(lambda record: record["applicant_id"]).values()
    )


def test_a_row_leads_to_just_the_lines_that_it_counts(district):
    sales = SalesRecord.objects.all()
    for dimension in DIMENSIONS:
        rows = summary(sales, dimension)
        assert sum(row.fen for row in rows) == figures.totals(sales)["amount_fen"]
        for row in rows:
            lines = narrowed(sales, {dimension.name: row.text}).counted()
            assert (lines.count(), figures.totals(lines)["amount_fen"]) == (row.count, row.fen)


def test_each_product_s_verified_figures_are_counted_once(district):
    helped = benefits.helped(SalesRecord.objects.all())
    entries = {sale.certificate for sale in SalesRecord.objects.counted()}
    assert helped.products == len({entry.product_id for entry in entries})
    assert helped.households == sum(entry.version.households for entry in entries)
    assert helped.persons >= helped.households


def test_the_public_tables_add_up_and_tell_of_three_sellers_at_least(closed):
    for close in PeriodClose.objects.all():
        for dimension in PUBLIC:
            rows = close.public_tables[dimension.name]
            assert sum(fen for _, _, fen in rows) == close.totals["amount_fen"]
            for label, _, fen in rows:
                if label != "其他":
                    row = next(each for each in close.tables[dimension.name] if each[1] == label)
                    assert (row[3], row[4] >= 3) == (fen, True)


def test_the_public_reads_closed_quarters_and_nobody_s_name(closed):
    public = Client()
    page = public.get(reverse("public:sales")).content.decode()
    assert "2021年第一季度" in page
    for sale in SalesRecord.objects.select_related("applicant"):
        assert sale.applicant.name not in page
        assert not sale.buyer_name or sale.buyer_name not in page
    earlier = public.get(reverse("public:sales_of", args=["2020Q2"])).content.decode()
    assert "2020年第二季度" in earlier
    assert public.get(reverse("public:sales_of", args=["2019Q1"])).status_code == 404
    assert reverse("public:sales") in public.get(reverse("public:site_map")).content.decode()


def test_before_the_first_closed_quarter_the_public_page_says_so(district):
    assert "还没有公布的季度" in Client().get(reverse("public:sales")).content.decode()


@pytest.fixture
def reader(office):
    browser = Client()
    clerk = User.objects.get(username="clerk")
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_an_officer_comes_from_a_total_to_its_lines_and_their_records(district, reader):
    answer = reader.get(reverse("desk:statistics"), {"by": "channel", "quarter": "2020Q4"})
    row, parts, lines = answer.context["rows"][0]
    assert reader.get(parts).context["totals"]["amount_fen"] == row.fen
    page = reader.get(lines)
    assert page.context["count"] == row.count
    sale = page.context["page"].object_list[0]
    record = reverse("ledger_salesrecord_modeladmin_inspect", args=[sale.pk])
    assert record in page.content.decode()
    assert reader.get(record).status_code == 200


def test_a_condition_for_what_has_no_value_holds_in_the_address(district, reader):
    answer = reader.get(reverse("desk:statistics"), {"by": "six_entry"})
    row, _, lines = next(each for each in answer.context["rows"] if each[0].value == "")
    assert reader.get(lines).context["count"] == row.count


def test_files_hold_the_same_rows_and_their_export_is_on_record(district, reader, new_acts):
    new_acts()
    table = reader.get(reverse("desk:statistics_csv"), {"by": "fund"}).content.decode()
    assert len(table.splitlines()) == 1 + len(sums("fund"))
    assert reader.get(reverse("desk:statistics_xlsx"), {"by": "fund"}).status_code == 200
    lines = reader.get(reverse("desk:statistics_lines_csv"), {"quarter": "2020Q2"})
    expected = EXPECTED["by_quarter"]["2020Q2"]["count"]
    assert len(lines.content.decode().splitlines()) == 1 + expected
    assert {row.action for row in new_acts()} == {"desk.export"}


def test_words_of_the_address_that_mean_nothing_harm_nothing(district, reader):
    for query in ({"by": "nothing"}, {"unit": "x"}, {"unit": "9" * 30}, {"quarter": "\0"}):
        assert reader.get(reverse("desk:statistics"), query).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(district, reader):
    for page in ("statistics", "statistics_lines"):
        counts = []
        for query in ({"quarter": "2020Q2", "by": "unit"}, {"by": "unit"}):
            with CaptureQueriesContext(connection) as queries:
                assert reader.get(reverse(f"desk:{page}"), query).status_code == 200
            counts.append(len(queries))
        assert counts[1] <= counts[0]
