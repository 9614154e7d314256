"""What a first visit weighs for whoever pays by the byte: everything but photos, compressed."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from .conftest import moment

#: Bytes of a page with its styles, scripts and drawings, when nothing of them is kept yet.
MOST = 60_000
AT = moment(2020, 11, 17, 10)
NAMED = re.compile(r'(?:href|src)="/static/([^"?]+)')
#: What is fetched besides the page: not the icon of a home screen, and no photo.
FETCHED = (".css", ".js", ".svg")


@pytest.fixture
def addresses(notice, product, document):
    page = notice(products=12)
    products = [product(number) for number in range(3)]
    number = products[0].certificate.number
    document(1), document(2, kind="announcement")
    return [
        *("/", "/gsgg/", page.url, f"{page.url}objection/", "/cpml/", "/cpml/?view=table"),
        *(products[0].url, "/zcwj/", document(3).url, "/tzgg/", "/bszn/", "/search/?q=脐橙"),
        *("/verify/", f"/verify/{number}/", "/complaints/new/", "/complaints/figures/"),
        *("/statistics/", "/data/", "/feeds/", "/subscriptions/", "/look-up/", "/sitemap/"),
        *(
            "/draws/",
            "/evidence/",
            "/sales/",
            "/site-reports/new/",
            f"/intents/new/?product={number}",
        ),
    ]


def weight(answer):
    """``{name: bytes}`` of a page, compressed as it is sent, and of what it fetches."""
    assert answer.headers["Content-Encoding"] == "gzip"
    page = answer.content
    named = NAMED.findall(gzip.decompress(page).decode())
    fetched = {name for name in named if name.endswith(FETCHED)}
    return {"page": len(page), **{name: _compressed(name) for name in fetched}}


def _compressed(name):
    with open(finders.find(name), "rb") as file:
        return len(gzip.compress(file.read()))


def test_a_first_visit_of_any_page_is_light(addresses, client, clock):
    clock(AT)
    heavy = {}
    for address in addresses:
        parts = weight(client.get(address, headers={"accept-encoding": "gzip"}))
        assert any(name.endswith("site.css") for name in parts), address
        if sum(parts.values()) > MOST:
            heavy[address] = parts
    assert heavy == {}
