"""What one answer of the API costs the database, whatever is public beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.standing import stands

from .conftest import moment

INSIDE = moment(2020, 11, 17, 10)
#: The calendar is read once a minute, beside what is counted here.
CALENDAR = ("registry_holidaypaper", "registry_localoverride")


def queries(get_page, path):
    get_page(path, INSIDE)
    with CaptureQueriesContext(connection) as captured:
        answer = get_page(path, INSIDE)
    assert answer.status_code == 200
    return [each["sql"] for each in captured if not any(name in each["sql"] for name in CALENDAR)]


@pytest.mark.parametrize(("kind", "most"), [("documents", 9), ("products", 9), ("notices", 8)])
def test_one_item_takes_few_queries_for_any_number_of_others(
    kind, most, get_page, document, product, notice
):
    pages = {"documents": document(1), "products": product(0), "notices": notice(2)}
    path = f"/api/v1/{kind}/{pages[kind].slug}"
    alone = queries(get_page, path)
    assert len(alone) <= most, alone
    document(2, repeals=[pages["documents"].index_no]), product(1), notice(2, serial=2)
    assert len(queries(get_page, path)) <= most


@pytest.mark.parametrize("kind", ["documents", "products", "notices"])
def test_a_list_takes_the_same_queries_for_any_number(kind, get_page, document, product, notice):
    counts = []
    for number in range(3):
        document(number + 1), product(number), notice(1, serial=number + 1)
        counts.append(len(queries(get_page, f"/api/v1/{kind}?limit=100&include=all")))
    assert counts[1] == counts[2]


@pytest.fixture
@stands
def three_of_each(document, product, notice):
    for number in range(3):
        document(number + 1), product(number), notice(1, serial=number + 1)


@pytest.mark.parametrize("kind", ["documents", "products", "notices"])
def test_a_list_that_nobody_narrowed_tells_what_its_first_part_tells(kind, get_page, three_of_each):
    for at in (INSIDE, moment(2020, 1, 1)):
        whole = get_page(f"/api/v1/{kind}", at)
        part = get_page(f"/api/v1/{kind}?limit=20", at)
        assert whole.json() == part.json()
        assert whole.headers.get("Link") == part.headers.get("Link")
    assert get_page(f"/api/v1/{kind}", INSIDE).json()["count"] == 3


@pytest.mark.parametrize("kind", ["documents", "products", "notices"])
def test_any_part_of_a_list_is_that_part_of_the_whole(kind, get_page, three_of_each):
    every = get_page(f"/api/v1/{kind}", INSIDE).json()["items"]
    for offset in range(4):
        part = get_page(f"/api/v1/{kind}?limit=2&offset={offset}", INSIDE).json()
        assert (part["items"], part["count"]) == (every[offset:][:2], 3)
    first = get_page(f"/api/v1/{kind}?limit=2&cursor=0", INSIDE).json()
    second = get_page(f"/api/v1/{kind}?limit=2&cursor={first['next_cursor']}", INSIDE).json()
    walk = [each["id"] for each in (*first["items"], *second["items"])]
    assert walk == sorted(each["id"] for each in every)
    assert second["next_cursor"] is None
    slugs = get_page(f"/api/v1/{kind}?limit=1&fields=slug", INSIDE).json()["items"]
    assert slugs == [{"slug": every[0]["slug"]}]
    assert get_page(f"/api/v1/{kind}?limit=1&fields=nothing", INSIDE).status_code == 422


def test_what_a_column_offers_is_counted_in_one_statement(get_page, document):
    document(1), document(2, topic="农业"), document(3, kind="measure", topic="农业")
    statements = queries(get_page, "/api/v1/columns/zcwj")
    assert len([each for each in statements if "COUNT(" in each and "documentpage" in each]) <= 1
    column = get_page("/api/v1/columns/zcwj", INSIDE).json()
    assert [(each["value"], each["count"]) for each in column["kinds"]] == [
        ("measure", 1),
        ("notice", 2),
    ]
    assert {"value": "农业", "label": "农业", "count": 2} in column["topics"]
    assert column["years"] == [{"value": "2020", "label": "2020年", "count": 3}]
