"""A returned paper: its pages ask the database as often for eight products as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

PAPER = ("application", "materials", "signing", "particulars", "commitment")
ITEM = ("mend", "product", "benefit", "photos")


@pytest.fixture
def queries(walked, browse):
    """``queries(products, serial)``: ``{page: how many}`` of a paper that came back whole."""

    def count(products, serial):
        items = walked("endorse", products=products, serial=serial, choice="return")
        paper, numbers = items[0].application, {}
        client = browse(paper)
        places = {name: [paper.pk] for name in PAPER} | {n: [paper.pk, items[0].pk] for n in ITEM}
        for name, args in {**places, "home": []}.items():
            address = reverse(f"portal:{name}", args=args)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            numbers[name] = len(asked)
        return numbers

    return count


def test_pages_of_a_returned_paper_ask_as_often_for_many_products_as_for_few(queries):
    few, many = queries(2, 1), queries(8, 2)
    assert {name: many[name] for name in many if many[name] > few[name]} == {}
