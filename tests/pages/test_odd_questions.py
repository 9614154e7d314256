"""Whatever a stranger sends to a public address is answered in Chinese, and breaks nothing."""

from urllib.parse import quote

import pytest
from django.urls import get_resolver
from tests.support.addresses import addresses
from tests.support.all_doors import PLACE as A_PLACE

from pages.models import DocumentPage, NoticePage, ProductPage

from . import test_page_cache as cache_world
from .conftest import moment

made = cache_world.made
AT = moment(2020, 11, 17, 10)
#: What people and machines put where a word or a number belongs.
ODD = (
    *("", "0", "-1", "1", "999999", "9" * 30, "1e9", "nosuch", quote("１２"), "%00", "a%00b"),
    *("%", "%E0%A4", "%ED%A0%80", "%0d%0aX:%20y", quote("'\"><b>"), quote("😀" * 40)),
    *(quote("\u202e脐\u200b橙"), "a" * 5000, quote("字" * 1500), "0001", "9999", "2020-02-30"),
    *("../../etc", "0001-01-01", "9999-12-31"),
)
#: The first and the last day that can be written: no moment in another zone follows the last.
WILD_DAYS = ("0001-01-01", "9999-12-31")
NAMES = (
    *("page", "q", "kind", "year", "state", "status", "category", "township", "tag", "month"),
    *("applicant", "sort", "view", "topic", "section", "entry", "standing", "format", "from"),
    *("to", "number", "next", "about", "product", "validity", "form", "limit", "offset"),
    *("cursor", "fields", "include", "since", "until"),
)
#: What an answer to any of it may be.
RIGHT = {200, 301, 302, 400, 401, 404, 405, 410, 422, 429}
PLACE = "<"


@pytest.fixture
def world(kept, something_of_everything, clock, settings):
    """Something of everything, at a time when all of it is public; pages are kept, as outside."""
    settings.API_RATE_PER_MINUTE = 10**6
    clock(AT)
    cache_world.written()


def public_routes():
    """Every route of the public's doors: the API's, those of complaints, those of the pages."""
    patterns = get_resolver().url_patterns
    public = {"public", "supervision", "public_api"}
    for pattern in patterns:
        if getattr(pattern, "namespace", None) in public:
            yield from addresses(pattern.url_patterns, str(pattern.pattern))


def plain_addresses():
    """Addresses without a place for a value, and one page of each kind."""
    routes = [f"/{route.lstrip('/')}" for route, _view in public_routes() if PLACE not in route]
    return [route for route in routes if "^" not in route]


LISTS = ["/gsgg/", "/cpml/", "/zcwj/"]


def pages_of_their_own():
    """Pages that no parameter narrows."""
    pages = [model.objects.first() for model in (DocumentPage, NoticePage, ProductPage)]
    return ["/", *(page.get_url() for page in pages)]


def page_addresses():
    home, *pages = pages_of_their_own()
    return [home, *LISTS, *pages]


def is_right(answer, address):
    assert answer.status_code in RIGHT, (address[:120], answer.status_code)
    kind = answer.get("Content-Type", "")
    if answer.status_code >= 400 and kind.startswith("text/html"):
        assert 'lang="zh-CN"' in answer.content.decode(), address[:120]
    if address.startswith("/api/") and answer.status_code >= 400 and "/verify/" not in address:
        assert kind == "application/problem+json", address[:120]


def ask(client, address, **headers):
    """The answer to ``address`` as it stands, percent signs and all."""
    path, _, query = address.partition("?")
    answer = client.get(path, QUERY_STRING=query, **headers)
    is_right(answer, address)
    return answer


@pytest.mark.parametrize("names", [("page", "year"), ("q", "sort")])
def test_no_list_breaks_on_an_odd_value(world, client, names):
    for address in [*LISTS, "/search/", "/verify/", "/draws/", "/statistics/"]:
        for value in ODD:
            for name in names:
                ask(client, f"{address}?{name}={value}&{name}=2")


def test_no_page_breaks_on_odd_values_of_what_only_lists_read(world, client):
    for address in pages_of_their_own():
        for value in ODD:
            names = ("page", "year", "q", "sort")
            query = "&".join(f"{name}={value}&{name}=2" for name in names)
            assert ask(client, f"{address}?{query}").status_code == 200, (address, value[:10])


@pytest.mark.parametrize("day", WILD_DAYS)
@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("order", ["", "&sort=date"])
def test_a_search_between_days_of_no_record_says_so_and_leaves_them_out(
    world, client, day, name, order
):
    query = f"q={quote('脐橙')}&{name}={day}{order}"
    answer = ask(client, f"/search/?{query}")
    title = {"since": "起始日期", "until": "截止日期"}[name]
    assert f"{title}的年份应在1990至2200之间" in answer.content.decode()
    asked_for = answer.context["question"]
    assert (asked_for.text, asked_for.since, asked_for.until) == ("脐橙", None, None)
    refused = ask(client, f"/api/v1/search?{query}")
    assert refused.status_code == 422
    assert [(each["field"], each["reason"]) for each in refused.json()["errors"]] == [
        (name, "年份应在1990至2200之间")
    ]


@pytest.mark.parametrize("day", WILD_DAYS)
def test_no_public_list_breaks_on_a_day_of_no_record(world, client, day):
    lists = ("documents", "products", "notices", "search", "changes", "bulletins", "sales")
    names = ("since", "until", "from", "to", "year", "month", "day")
    days = ("written_from", "written_to", "first_day_from", "first_day_to")
    for name in (*names, *days):
        for each in lists:
            ask(client, f"/api/v1/{each}?{name}={day}&q=x")
        for address in ("/search/", "/statistics/", "/data/", "/zcwj/", "/cpml/", "/gsgg/"):
            ask(client, f"{address}?{name}={day}&q=x")


@pytest.mark.walk
@pytest.mark.timeout(300)
def test_no_public_address_breaks_on_an_odd_value_of_any_parameter(world, client):
    asked = [*page_addresses(), *plain_addresses()]
    asked.remove("/api/v1/openapi.json")  # it is dear, and reads no parameter
    assert {"/search/", "/complaints/new/", "/api/v1/products", "/data/"} <= set(asked)
    pairs = [(address, name) for address in asked for name in NAMES]
    # a third of them, each with the next value: over the addresses every name has its turn
    for place, (address, name) in enumerate(pairs[::3]):
        value = ODD[place % len(ODD)]
        ask(client, f"{address}?{name}={value}")


@pytest.mark.walk
def test_no_public_address_breaks_on_an_odd_part_of_it(world, client):
    routes = [f"/{route.lstrip('/')}" for route, _view in public_routes() if PLACE in route]
    pages = [f"{address}<part>/" for address in page_addresses()]
    _home, document, notice, _product = pages_of_their_own()
    pages += [f"{document}versions/<n>/", f"{notice}board/<n>/"]
    assert len(routes) > 40
    for route in [*routes, *pages, "/nosuch/<part>", "/api/<part>", "/s/<code>"]:
        for value in ODD:
            ask(client, A_PLACE.sub(lambda _place, value=value: value or "x", route))


def test_a_certificate_is_asked_for_in_any_characters(world, client):
    for value in ("字" * 5000, "😀😀", "\u202eZG-360702\u202c", "\u200b", "ZG\u0000"):
        answer = client.get("/verify/", {"number": value})
        assert answer.status_code in (200, 422), value[:10]
        assert "不是证书编号" in answer.content.decode() or "请" in answer.content.decode()


HEADERS = [
    {"Accept": ";;q=x,"},
    {"Accept": "image/webp"},
    {"Accept-Encoding": "gzip;q=0, br;q=x"},
    {"Accept-Language": "xx-YY"},
    {"If-None-Match": '"'},
    {"If-Modified-Since": "gestern"},
    {"Range": "bytes=0-9"},
    {"Range": "bytes=99999999-"},
    {"Range": "bytes=a-"},
    {"Cookie": "sessionid=;; messages=%%"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_odd_headers_change_nothing_of_an_answer(world, client, headers):
    """A range of a file may be refused or given whole; what is given whole is the file."""
    notice = NoticePage.objects.first().get_url()
    for address in ("/", notice, f"{notice}table/", "/feeds/notices.atom", "/data/catalogue.xlsx"):
        plain, odd = client.get(address), client.get(address, headers=headers)
        assert (odd.status_code, odd["Content-Type"]) == (200, plain["Content-Type"]), address
        assert "Content-Range" not in odd


def test_head_answers_as_get_does_and_a_star_means_whatever_there_is(world, client):
    for address in [*page_addresses(), "/feeds/notices.atom", "/sitemap.xml", "/api/v1/products"]:
        whole, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert head["Content-Type"] == whole["Content-Type"]
        starred = client.get(address, headers={"If-None-Match": "*"})
        assert starred.status_code == (304 if "ETag" in whole else 200), address


def test_no_public_address_answers_trace(world, client):
    """A page that is a plain function would answer it like GET; nginx refuses it before."""
    for address in [*page_addresses(), *plain_addresses()]:
        answer = client.trace(address)
        assert (answer.status_code, "TRACE" in answer["Allow"]) == (405, False), address
        if address.startswith("/api/v1/") and address != "/api/v1/docs":
            assert answer["Content-Type"] == "application/problem+json", address


ODD_NAMES = ["testserver:99", "TestServer", "testserver."]
FORWARDED = ["X-Forwarded-Host", "X-Forwarded-Port", "X-Original-URL", "X-Forwarded-Prefix"]


def test_nobody_is_given_a_page_that_was_made_for_another_name(
    kept,
    world,
    made,
    settings,
):
    settings.ALLOWED_HOSTS = ["testserver"]
    cache_world.written()
    browser = kept()
    right = browser.get("/feeds/notices.atom").content
    for name in ODD_NAMES:
        assert browser.get("/feeds/notices.atom", headers={"host": name}).status_code == 200
    for header in FORWARDED:
        told = browser.get("/feeds/notices.atom", headers={header: "evil.example"})
        assert told.content == right, header
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 400
    assert browser.get("/feeds/notices.atom").content == right
    assert made == ["/feeds/notices.atom"], "an odd name has no page of its own"


def test_a_question_of_any_length_is_answered_and_a_long_one_not_kept(
    kept,
    world,
    made,
):
    cache_world.written()
    browser = kept()
    for _ in range(2):
        assert browser.get("/cpml/", {"q": "脐橙"}).status_code == 200
        assert browser.get("/cpml/", {"q": "字" * 200}).status_code == 200
    assert made == ["/cpml/"]
