"""Paper and signing page ask the same questions of the database for one product and for twenty."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desk import opinion, page

pytestmark = pytest.mark.django_db


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in queries]


@pytest.mark.parametrize("name", ["application", "endorse"])
def test_twenty_products_cost_no_more_queries_than_one(paper, station, name):
    costs = {}
    for serial, products in ((1, 1), (40, 20)):
        item = paper(serial=serial, products=products)[0]
        costs[products] = count(station(item), page(name, item.application_id))
    assert len(costs[20]) <= len(costs[1]), _more(costs)


def _more(costs):
    """Which questions were asked more often, for whoever has to find them."""
    few, many = costs.values()

    def shapes(queries):
        return Counter(re.sub(r"\d+|'[^']*'|\([^()]*IN[^()]*\)", "?", sql)[:400] for sql in queries)

    return "\n".join(
        f"{times} {sql}" for sql, times in (shapes(many) - shapes(few)).most_common(12)
    )


#: Statements of signing one product beside others: what the service asks, and little more.
MOST_OF_A_SIGNATURE = 63


def test_signing_reads_what_it_needs_of_the_paper_and_not_what_is_only_shown(paper, station):
    statements = {}
    for serial, products in ((1, 2), (40, 20)):
        item = paper(serial=serial, products=products)[0]
        client, address = station(item), page("endorse", item.application_id)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address, opinion(item)).status_code == 302
        statements[products] = [each["sql"] for each in queries if "SAVEPOINT" not in each["sql"]]
    assert len(statements[20]) <= len(statements[2]) <= MOST_OF_A_SIGNATURE, _more(statements)
