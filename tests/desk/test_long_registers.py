"""A register of many rows: counted once, words sought where they are, no row asked whose it is."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from catalog.models import Certificate
from demo.acts import holder
from demo.timetables import moment
from desk.queries import holding
from ledger.services import record_sale
from registry.models import Organisation, RuleSet

pytestmark = pytest.mark.django_db
PAPERS = ("applications_application", "applications_item", "workflow_opinion")


@pytest.fixture
def ask(in_catalogue, signed_in):
    """``ask(register, who, **query)``: what is listed, what counts its rows, what reads them."""

    def listed(register, who="fpb_clerk@fpb", **query):
        client, address = signed_in(who), reverse(f"{register}_modeladmin_index")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, query)
        starts = f'SELECT COUNT(*) AS "__count" FROM "{register}"'
        counts = [each["sql"] for each in asked if each["sql"].startswith(starts)]
        reads = f'SELECT "{register}"."id"'
        pages = [each["sql"] for each in asked if each["sql"].startswith(reads)]
        page = next((each for each in pages if " LIMIT " in each), "")
        return list(answer.context["object_list"]), counts, page

    return listed


@pytest.mark.parametrize("register", PAPERS)
def test_rows_are_counted_once_and_of_a_search_the_found_ones_too(ask, register):
    rows, counts, _ = ask(register)
    assert rows
    assert len(counts) == len(set(counts)) == 1
    rows, counts, _ = ask(register, q="航天飞机")
    assert rows == []
    assert len(counts) == len(set(counts)) == 2


def test_a_paper_is_found_once_by_its_number_its_unit_and_a_product(ask):
    application = Application.objects.submitted().get()
    for word in (application.number[-4:], application.applicant.name, "测"):
        application.items.update(name=f"测试产品{word}")
        rows, _, page = ask("applications_application", q=word)
        assert rows == [application], word
        assert "LIKE" in page
        assert "DISTINCT" not in page
    assert ask("applications_application", q=f"{application.number} 航天飞机")[0] == []


def test_what_holds_a_word_is_what_the_database_finds_in_either_case(office):
    names = ["示例A2奶", "a2牛奶", "ZGSQ-9-000123", "zgsq-9-000123号", "Ünï-9", "A_2%", "\\a"]
    Organisation.objects.bulk_create(
        Organisation(code=f"example-{number}", name=name, kind="village", level="township")
        for number, name in enumerate(names)
    )
    every = Organisation.objects.order_by("pk")
    for word in (*names, "A", "a2", "-9", "奶", "9-0", "zg", "2%", "_", "\\", "没有", "ü", "x9"):
        plainly = every.filter(name__icontains=word)
        assert list(every.filter(holding("name", word))) == list(plainly), word


@pytest.mark.parametrize("register", PAPERS)
def test_rows_are_found_by_what_stands_two_tables_away(ask, register):
    number = Application.objects.submitted().get().number
    assert ask(register, q=number)[0]
    assert ask(register, q=f"{number}9")[0] == []


@pytest.mark.parametrize("register", PAPERS)
def test_no_row_is_asked_whose_it_is_of_who_sees_all(ask, register):
    page = ask(register)[2]
    assert register in page
    assert "registry_ruleset" not in page
    assert '"station_id" IN' not in page
    station = Application.objects.submitted().get().station
    rows, _, page = ask(register, f"station_officer@{station.code}")
    assert rows
    assert '"station_id" IN' in page


def test_another_offices_rule_set_ends_seeing_all(ask):
    clerk, scope = holder("fpb_clerk@fpb"), Application.objects
    assert scope.sees_all(clerk)
    assert not scope.sees_all(holder("station_officer@station-360702101"))
    RuleSet.objects.update(approved_at=None, approved_by=None)
    assert not scope.sees_all(clerk)
    assert ask("applications_application")[0] == []


def sell(certificate):
    day = certificate.valid_from
    record_sale(
        certificate,
        by=holder("fpb_clerk@fpb"),
        at=moment(day),
        external_id="A-1",
        sold_on=day,
        quantity=Decimal(2),
        unit="箱",
        unit_price_fen=4990,
        channel="canteen",
        six_entry="school",
        buyer_type="school",
    )


def plan(statement):
    """How the database reads a page; PostgreSQL, which sorts a few rows, as if they were many."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_incremental_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
        cursor.execute(f"{explain} {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("register", "index"),
    [
        ("applications_item", "item_newest"),
        ("workflow_opinion", "opinion_newest"),
        ("ledger_salesrecord", "sale_newest"),
    ],
)
def test_the_first_page_is_read_in_the_order_of_an_index(ask, register, index):
    sell(Certificate.objects.get())
    way = plan(ask(register)[2])
    assert index in way, way
    assert "TEMP B-TREE" not in way
    assert "Sort" not in way


def test_products_stand_by_their_paper_the_newest_first(ask, walked):
    walked("endorse", serial=2, products=3)
    items = ask("applications_item")[0]
    order = [(-item.application_id, item.position, item.pk) for item in items]
    assert order == sorted(order)
    assert len({item.application_id for item in items}) == 2
