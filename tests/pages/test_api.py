"""The public JSON shows what the pages show at that moment, in the form of the golden files.

``REWRITE_GOLDEN=1`` writes the files anew, to be read in the diff.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from catalog.services import suspend
from publicity import services
from registry.calendars import calendar
from rules.certificate_numbers import CertificateNumber

from .conftest import PUBLISHED, moment

GOLDEN = Path(__file__).parent / "golden"
INSIDE = moment(2020, 11, 17, 10)


def compare(name, answer):
    """``answer`` against its golden file; ids are the database's own and are only counted."""
    path, answer = GOLDEN / f"{name}.json", _with_equal_ids(answer)
    written = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(written)
    assert json.loads(path.read_text()) == answer


def _with_equal_ids(value):
    if isinstance(value, list):
        return [_with_equal_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: 1 if key == "id" else _with_equal_ids(each) for key, each in value.items()}


@pytest.fixture
def read(get_page):
    """``read(path, at, **query)``: status and JSON of an address below ``/api/v1/``."""

    def get(path, at=INSIDE, **query):
        response = get_page(f"/api/v1/{path}", at, **query)
        return response.status_code, response.json()

    return get


@pytest.fixture
def held_notice(notice):
    page = notice(products=2)
    entry = page.publicity.entries.first()
    at = moment(2020, 9, 30, 10)
    services.object_to(entry, channel="web", content="带动户数不属实", at=at)
    services.hold(entry, calendar=calendar(), at=at)
    return page


def test_notices_as_json(held_notice, read):
    at = moment(2020, 9, 30, 11)
    compare("notices", read("notices", at)[1])
    compare("notice", read(f"notices/{held_notice.slug}", at)[1])


def test_documents_as_json(document, read):
    document(1, expires_on=date(2020, 10, 31))
    document(2, kind="announcement", title="示例公告", repeals=[])
    document(3, title="关于废止示例事项1的通知", repeals=["TEST360702/2020-00001"])
    compare("documents", read("documents")[1])
    compare("document", read("documents/test360702-2020-00001")[1])


def test_products_as_json(product, read):
    first, second = product(0), product(1)
    suspend(second.certificate, by=None, at=INSIDE, because="核查", reason="quality_safety")
    compare("products", read("products")[1])
    compare("product", read(f"products/{first.slug}")[1])


def test_search_and_verification_as_json(product, document, read):
    page = product(0)
    document(1, title="关于销售山茶油的通知")
    compare("search", read("search", q="山茶油", sort="date")[1])
    compare("verify", read(f"verify/{page.certificate.number.lower()}")[1])
    assert read("search", q="山茶油", kind="documentpage")[1]["count"] == 1
    assert read("search", q="山茶油", kind="nosuch")[0] == 422
    assert read("search", q="山茶油", nosuch=1)[0] == 422
    assert read("search", q="")[0] == 422
    assert read("search", q="字" * 201)[0] == 422
    unknown = CertificateNumber("360702", 2020, 99)
    assert read(f"verify/{unknown}") == (
        404,
        {"code": "unknown", "detail": "查无此证", "did_you_mean": None},
    )


def test_a_certificate_is_verified_at_the_moment_of_asking(product, read):
    number = product(0).certificate.number
    for at, standing in (
        (moment(2020, 11, 15), "not_yet"),
        (INSIDE, "active"),
        (moment(2021, 10, 1), "expiring"),
        (moment(2021, 11, 17), "expired"),
    ):
        assert read(f"verify/{number}", at)[1]["standing"] == standing


def test_answers_carry_an_etag_links_and_who_may_read(document, get_page, client, settings):
    for serial in range(1, 6):
        document(serial)
    answer = get_page("/api/v1/documents", INSIDE, limit=2, offset=2, kind="notice")
    base = "http://testserver/api/v1/documents?kind=notice&limit=2"
    assert answer["Link"] == f'<{base}&offset=4>; rel="next", <{base}&offset=0>; rel="prev"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(
        "/api/v1/documents", headers={"If-None-Match": client.get("/api/v1/documents")["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    settings.API_CORS_ORIGINS = ["https://a.example"]
    for origin, allowed in (("https://a.example", True), ("https://b.example", False)):
        answer = client.get("/api/v1/documents", headers={"Origin": origin})
        assert ("Access-Control-Allow-Origin" in answer) is allowed
    assert "Access-Control-Allow-Origin" not in client.get("/zcwj/")


def test_what_is_not_visible_is_not_in_the_json(notice, product, document, read):
    pages = {"notices": notice(), "products": product(), "documents": document()}
    for name, page in pages.items():
        early = moment(2020, 1, 1)
        assert read(name, early) == (200, {"items": [], "count": 0})
        assert read(f"{name}/{page.slug}", early)[0] == 404
        assert read(name)[1]["count"] == 1
        assert read(f"{name}/{page.slug}")[0] == 200
    assert read("products", moment(2021, 11, 17))[1]["count"] == 0
    assert (
        "不在公开期内"
        in read(f"products/{pages['products'].slug}", moment(2022, 1, 1))[1]["detail"]
    )


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("notices", {"state": "running"}, 0),
        ("notices", {"state": "ended"}, 1),
        ("notices", {"since": "2020-09-29"}, 1),
        ("notices", {"since": "2020-09-30"}, 0),
        ("documents", {"kind": "notice"}, 1),
        ("documents", {"kind": "case"}, 0),
        ("documents", {"doc_no": "章测扶办字[2020]1号"}, 1),
        ("documents", {"until": "2020-03-31"}, 0),
        ("products", {"category": "grain_oil"}, 1),
        ("products", {"category": "fruit"}, 0),
        ("products", {"township": "360702101"}, 1),
        ("products", {"status": "suspended"}, 0),
        ("products", {"q": "山茶油"}, 1),
        ("products", {"q": "没有这个"}, 0),
        ("products", {"applicant": "没有这个"}, 0),
        ("products", {"tag": "vegetable_basket"}, 0),
        ("products", {"sort": "price"}, 1),
    ],
)
def test_lists_can_be_filtered(notice, product, document, read, path, query, found):
    notice(), product(), document()
    assert read(path, **query)[1]["count"] == found


def test_a_certificate_near_its_end_is_active_until_it_ends_and_the_schema_says_so(product, read):
    last = moment(2021, 11, 15, 23)
    assert "即将到期" in read("verify/" + product().certificate.number, last)[1]["standing_label"]
    assert [each["status"] for each in read("products", last, status="active")[1]["items"]] == [
        "active"
    ]
    assert read("products", moment(2021, 11, 17), status="active")[1]["count"] == 0
    schema = read("openapi.json")[1]
    asked = schema["paths"]["/api/v1/products"]["get"]["parameters"]
    (status,) = [each["schema"] for each in asked if each["name"] == "status"]
    said = schema["components"]["schemas"]["ProductOut"]["properties"]["status"]
    assert "含即将到期" in status["description"]
    assert "含即将到期" in said["description"]


def test_a_product_is_found_by_its_certificate_number(product, read):
    number = product().certificate.number
    assert read("products", certificate_no=number.lower())[1]["count"] == 1
    assert read("products", certificate_no="ZG-360702-2020-9999-9")[1]["count"] == 0


@pytest.mark.parametrize("path", ["notices", "documents", "products"])
@pytest.mark.parametrize(
    "query",
    [{"nosuch": "1"}, {"limit": 0}, {"limit": 101}, {"offset": -1}, {"offset": 10_001}],
)
def test_unknown_filters_and_unreasonable_limits_are_refused(office, read, path, query):
    assert read(path, **query)[0] == 422


@pytest.mark.parametrize("query", [{"state": "open"}, {"since": "yesterday"}])
def test_values_outside_the_list_are_refused(office, read, query):
    assert read("notices", **query)[0] == 422


def test_a_list_is_cut_by_limit_and_offset(document, read):
    for serial in range(1, 4):
        document(serial)
    answer = read("documents", limit=2, offset=2)[1]
    assert (len(answer["items"]), answer["count"]) == (1, 3)


def test_nothing_can_be_written(office, client):
    for path in ("notices", "documents", "products"):
        assert client.post(f"/api/v1/{path}").status_code == 405


def test_personal_numbers_are_masked_in_the_json_too(publicity, read):
    from pages.notices.services import open_district_notice

    opened = publicity(products=1)
    opened.entries.update(origin="沙石镇，联系王某15400000001")
    page = open_district_notice(opened, by=None, at=PUBLISHED)
    entry = read(f"notices/{page.slug}", PUBLISHED)[1]["entries"][0]
    assert entry["origin"] == "沙石镇，联系王某154****0001"
