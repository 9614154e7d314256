"""Every public page: no personal numbers, no query per row, and well-formed for readers."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from catalog.models import Certificate
from rules.privacy import scan

from .conftest import PUBLISHED, moment

INSIDE = moment(2020, 11, 17, 10)
LISTS = ("/", "/gsgg/", "/zcwj/", "/cpml/")
API = ("/api/v1/notices", "/api/v1/documents", "/api/v1/products")


@pytest.fixture
def everything(notice, product, document):
    """One page of every type, by name."""
    return {"notice": notice(), "product": product(), "document": document()}


@pytest.fixture
def addresses(everything):
    notice = everything["notice"].url
    return [
        *LISTS,
        *(page.url for page in everything.values()),
        f"{notice}objection/",
        *API,
        *(f"/api/v1/{name}s/{page.slug}" for name, page in everything.items()),
    ]


def test_no_page_shows_anybodys_number_or_name(addresses, get_page):
    applicant = Certificate.objects.get().applicant
    for url in addresses:
        text = get_page(url, INSIDE).content.decode()
        assert scan(text) == [], url
        for private in (
            applicant.legal_representative,
            applicant.contact_person,
            applicant.phone,
            applicant.domicile,
        ):
            assert private not in text, url


def test_a_mobile_given_as_public_line_is_masked(product, get_page):
    page = product()
    applicant = page.certificate.applicant
    applicant.public_phone = "15400000009"
    applicant.save()
    html = get_page(page.url, INSIDE).content.decode()
    assert "154****0009" in html
    assert "15400000009" not in html


def queries(client, url):
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("url", [*LISTS, *API])
@pytest.mark.walk
def test_a_list_costs_the_same_whatever_its_length(url, notice, product, document, client, clock):
    at = PUBLISHED if url in ("/", "/gsgg/", "/api/v1/notices") else INSIDE
    notice(products=1), product(0), document(1), document(1001, kind="announcement")
    clock(at)
    client.get(url)
    few = queries(client, url)
    for number in range(2, 6):
        notice(products=2, serial=number)
        product(number)
        document(number)
        document(1000 + number, kind="announcement")
    assert queries(client, url) == few
    assert few <= (33 if url == "/cpml/" else 27)  # each choice of the catalogue is counted


def test_a_long_notice_costs_no_more_than_a_short_one(notice, client, clock):
    short, long = notice(products=1), notice(products=8, serial=2)
    clock(PUBLISHED)
    client.get(short.url)
    for tail in ("", "objection/"):
        assert queries(client, short.url + tail) == queries(client, long.url + tail)
    for page in (short, long):
        client.get(f"/api/v1/notices/{page.slug}")
    assert queries(client, f"/api/v1/notices/{short.slug}") == queries(
        client, f"/api/v1/notices/{long.slug}"
    )


@pytest.mark.parametrize("url", LISTS)
def test_an_empty_column_says_so(office, get_page, url):
    response = get_page(url, INSIDE)
    assert response.status_code == 200
    assert any(word in response.content.decode() for word in ("没有", "暂无"))


def test_lists_are_cut_in_pages_that_keep_the_question(document, get_page):
    for serial in range(1, 23):
        document(serial)
    html = get_page("/zcwj/", INSIDE, q="示例").content.decode()
    assert "第1页，共2页" in html
    assert "?q=%E7%A4%BA%E4%BE%8B&amp;page=2" in html
    assert "第2页，共2页" in get_page("/zcwj/", q="示例", page=2).content.decode()
    assert get_page("/zcwj/", q="示例", page="999").status_code == 404


@pytest.mark.parametrize("text", ['a"b', "\x00", "%", "'", "〔", " "])
def test_no_question_breaks_a_search(document, product, get_page, text):
    document(), product()
    for url in ("/zcwj/", "/cpml/"):
        assert get_page(url, INSIDE, q=text).status_code == 200


def test_the_catalogue_is_searched_by_number_name_place_and_applicant(product, get_page):
    page = product()
    applicant = page.certificate.applicant.name
    for text in (page.certificate.number.lower(), "山茶油", "水东镇", applicant):
        assert page.url in get_page("/cpml/", INSIDE, q=text).content.decode()
    assert page.url not in get_page("/cpml/", q="没有这个").content.decode()
    assert page.url in get_page("/cpml/", category="grain_oil").content.decode()
    assert page.url not in get_page("/cpml/", category="fruit").content.decode()
    assert page.url not in get_page("/cpml/", township="360702100").content.decode()


def test_what_does_not_exist_is_answered_in_chinese(office, client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "没有找到您要的页面" in response.content.decode()
