"""What one answer of the API costs the database, whatever is public beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


@pytest.mark.parametrize("kind", ["documents", "products", "notices"])
def test_a_list_that_nobody_narrowed_tells_what_its_first_part_tells(
    kind, get_page, document, product, notice
):
    for number in range(2):
        document(number + 1), product(number), notice(1, serial=number + 1)
    for at in (INSIDE, moment(2020, 1, 1)):
        whole = get_page(f"/api/v1/{kind}", at)
        asked = get_page(f"/api/v1/{kind}?limit=20", at)
        assert whole.json() == asked.json()
        assert whole.headers.get("Link") == asked.headers.get("Link")
    assert get_page(f"/api/v1/{kind}", INSIDE).json()["count"] == 2
