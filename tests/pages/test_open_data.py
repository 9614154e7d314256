"""What can be taken away is what the pages show, in which numbers are numbers."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pyshacl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rdflib import Graph
from tests.support.standing import stands
from wagtail.models import Site

from catalog.services import remove, suspend
from pages.catalogue.records import FACTS, headings
from pages.machines import open_data
from pages.models import SiteSettings
from rules.privacy import scan

from .conftest import moment

AT = moment(2020, 12, 1, 10)


@pytest.fixture
@stands
def shelf(product):
    """Three products: one in force, one suspended, one removed."""
    pages = [product(number) for number in range(3)]
    suspend(
        pages[1].certificate,
        by=None,
        at=moment(2020, 11, 20, 9),
        because="核查",
        reason="quality_safety",
    )
    remove(
        pages[2].certificate,
        by=None,
        at=moment(2020, 11, 25, 9),
        because="查实",
        reason="complaint_upheld",
        basis_doc_no="赣测扶字〔2020〕1号",
    )
    return [page.certificate for page in pages]


@pytest.fixture
def taken(get_page):
    """``taken(form, **asked)``: the rows of the file, each ``{heading: value}``."""

    def take(form, **asked):
        content = get_page(f"/data/catalogue.{form}", AT, **asked).content
        if form == "json":
            said = json.loads(content)
            return [{said["columns"][k]: v for k, v in row.items()} for row in said["items"]]
        if form == "csv":
            return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
        first, *rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        return [dict(zip(first, row, strict=True)) for row in rows]

    return take


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_file_holds_what_the_page_lists_with_its_standing(shelf, taken, form):
    rows = {row["证书编号"]: row["状态"] for row in taken(form)}
    assert rows == {shelf[0].number: "有效", shelf[1].number: "暂停"}
    [left] = taken(form, status="left")
    assert (left["证书编号"], left["状态"]) == (shelf[2].number, "已清理")
    assert (left["停止之日"], left["决定文号"]) == ("2020-11-25", "赣测扶字〔2020〕1号")
    assert taken(form, q="没有这样的产品") == []


def test_numbers_are_numbers_and_add_up(shelf, taken):
    facts = [each.version for each in shelf[:2]]
    households = sum(each.households for each in facts)
    prices = {each.reference_price_fen / 100 for each in facts}
    for form in ("xlsx", "json"):
        rows = taken(form)
        assert sum(row["带动户数"] for row in rows) == households
        assert {row["参考价格（元）"] for row in rows} == prices
        assert all(row["年产量"] > 0 for row in rows)
    assert sum(int(row["带动户数"]) for row in taken("csv")) == households


def test_the_same_state_is_the_same_file_and_is_sent_once(shelf, get_page, client):
    for form in ("xlsx", "csv", "json"):
        first = get_page(f"/data/catalogue.{form}", AT)
        again = client.get(f"/data/catalogue.{form}")
        assert again.content == first.content
        known = {"If-None-Match": first["ETag"]}
        assert client.get(f"/data/catalogue.{form}", headers=known).status_code == 304
    assert client.get("/data/catalogue.exe").status_code == 404


def test_no_file_names_anybody(shelf, get_page, product):
    page = product(3)
    type(page.certificate.version).objects.filter(pk=page.certificate.version_id).update(
        origin_text="水东镇，联系15400000001"
    )
    text = get_page("/data/catalogue.json", AT).content.decode()
    assert "154****0001" in text
    assert scan(text) == []


def test_every_public_fact_of_the_sheet_has_its_column():
    names = list(headings())
    assert {column.name for column in FACTS} < set(names)
    assert "benefit_text" not in names


def test_what_is_too_much_for_one_file_says_what_to_do(shelf, get_page, monkeypatch):
    monkeypatch.setattr(open_data, "MOST", 1)
    answer = get_page("/data/catalogue.xlsx", AT)
    assert answer.status_code == 422
    assert "公开数据接口" in answer.content.decode()
    assert get_page("/data/catalogue.xlsx", AT, status="suspended").status_code == 200


def test_lists_and_products_lead_to_their_files_and_feeds(shelf, get_page):
    html = get_page("/cpml/?status=suspended&view=table", AT).content.decode()
    assert 'href="/data/catalogue.xlsx?status=suspended"' in html
    code = shelf[0].applicant.credit_code
    html = get_page("/cpml/", AT, applicant=code).content.decode()
    assert f'href="/feeds/catalogue.atom?applicant={code}"' in html
    html = get_page(shelf[0].page.url, AT).content.decode()
    assert f'href="/feeds/catalogue.atom?certificate={shelf[0].number}"' in html


def test_a_file_costs_the_same_whatever_its_length(
    shelf, product, client, clock, django_assert_num_queries
):
    clock(AT)
    client.get("/data/catalogue.json")
    with CaptureQueriesContext(connection) as few:
        client.get("/data/catalogue.json")
    for number in range(3, 6):
        product(number)
    clock(AT)
    with django_assert_num_queries(len(few)):
        assert client.get("/data/catalogue.json").json()["count"] == 5


def test_the_licence_is_the_one_the_office_chose(shelf, get_page):
    assert "尚未指定许可协议" in get_page("/data/", AT).content.decode()
    assert "dct:license" not in get_page("/data/dcat.jsonld").content.decode()
    settings = SiteSettings.for_site(Site.objects.get())
    settings.data_licence = "cc-by-4.0"
    settings.save()
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert f'href="{address}" rel="license"' in get_page("/data/").content.decode()
    licence = {"@id": address, "@type": "dct:LicenseDocument"}
    assert get_page("/data/dcat.jsonld").json()["dct:license"] == licence
    assert get_page("/data/catalogue.json").json()["licence"] == address


def test_every_file_of_the_record_answers_in_the_type_it_is_said_to_have(shelf, get_page):
    record = get_page("/data/dcat.jsonld", AT).json()
    assert record["@type"] == "dcat:Catalog"
    sets = record["dcat:dataset"]
    assert [each["dct:identifier"] for each in sets][:2] == ["catalogue", "left"]
    html = get_page("/data/").content.decode()
    for each in sets:
        assert each["dct:title"]["@value"] in html
        for file in each["dcat:distribution"]:
            path = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
            answer = get_page(path)
            assert answer.status_code == 200
            kind = file["dcat:mediaType"]["@id"].partition("media-types/")[2]
            assert answer["Content-Type"].partition(";")[0] == kind


SHAPES = Path(__file__).parent / "dcat_ap"
#: rdflib's own reader of JSON-LD uses what rdflib calls old.
as_rdflib_reads = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def violations(record):
    """What the shapes of DCAT-AP 3.0.0 (its constraints and its classes) find wrong, in words."""
    rules = Graph()
    for name in ("shapes", "range"):
        rules.parse(SHAPES / f"{name}.ttl")
    data = Graph().parse(data=json.dumps(record), format="json-ld")
    is_sound, _graph, words = pyshacl.validate(data, shacl_graph=rules)
    return "" if is_sound else words


@as_rdflib_reads
def test_the_official_shapes_of_dcat_ap_find_nothing(shelf, get_page):
    for licence in ("", "cc-by-4.0"):
        settings = SiteSettings.for_site(Site.objects.get())
        settings.data_licence = licence
        settings.save()
        assert violations(get_page("/data/dcat.jsonld", AT).json()) == ""


@as_rdflib_reads
@pytest.mark.parametrize(
    ("term", "value"),
    [("dct:title", None), ("dct:publisher", None), ("dct:language", {"@value": "zh"})],
)
def test_the_shapes_find_what_a_record_lacks_or_says_wrongly(shelf, get_page, term, value):
    record = get_page("/data/dcat.jsonld", AT).json()
    record[term] = value
    assert violations({name: each for name, each in record.items() if each}) != ""
