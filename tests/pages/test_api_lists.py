"""Choosing from the API's lists, and how many questions an answer asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.photos import picture
from tests.support.standing import stands

from catalog.services import add_photo
from pages.models import CatalogIndexPage, DocumentIndexPage

from .conftest import moment

INSIDE = moment(2020, 11, 17, 10)
LIST, ITEM = 12, 11


@pytest.fixture
def read(get_page):
    def get(name, **query):
        return get_page(f"/api/v1/{name}", INSIDE, **query).json()

    return get


@pytest.fixture
def questions(get_page):
    """``questions(path)``: how many queries an answer takes once its pictures are made."""

    def count(path, **query):
        get_page(f"/api/v1/{path}", INSIDE, **query)
        with CaptureQueriesContext(
            connection,
        ) as question:
            assert get_page(f"/api/v1/{path}", INSIDE, **query).status_code == 200
        return len(question)

    return count


@pytest.fixture
@stands
def some(document, product, notice):
    """Three documents that name each other, three products with photos, a notice of three."""
    for serial in range(1, 4):
        earlier = [f"TEST360702/2020-{serial - 1:05d}"] if serial > 1 else []
        document(serial, repeals=earlier, kind="measure" if serial == 3 else "notice")
    for number in range(3):
        page = product(number)
        content = picture(size=(1200, 900))
        values = {"name": "a.jpg", "content": content, "alt_text": "照片", "by": None, "at": INSIDE}
        add_photo(page.certificate.product, **values)
    return notice(products=3)


@pytest.mark.parametrize("include", ["", "all"])
@pytest.mark.parametrize("name", ["documents", "notices", "products"])
def test_a_list_asks_as_much_for_one_row_as_for_three(some, questions, name, include):
    few, many = (questions(name, limit=limit, include=include) for limit in (1, 3))
    assert many <= max(LIST, few)
    assert many - few <= 1, "nothing is asked row by row"


@pytest.mark.parametrize("name", ["documents", "notices", "products"])
def test_an_item_asks_no_more_than_it_must(some, questions, read, name):
    (first, *_) = read(name)["items"]
    assert questions(f"{name}/{first['slug']}") <= ITEM


@pytest.mark.parametrize("name", ["site", "home", "columns", "products/facets", "enums", "draws"])
def test_what_is_told_at_once_asks_little(some, questions, name):
    assert questions(name) <= 40


def test_only_the_fields_that_were_asked_for_are_told(some, read):
    items = read("products", fields="slug,certificate_no")["items"]
    assert [set(each) for each in items] == [{"slug", "certificate_no"}] * 3


def test_a_list_tells_more_where_more_is_asked_for(some, read):
    assert "photos" not in read("products")["items"][0]
    answer = read("products", include="photos,track")["items"][0]
    assert answer["photos"][0]["alt"] == "照片"
    assert {"name", "track", "updated_at"} <= set(answer)
    whole = read("products", include="all")["items"][0]
    alone = read(f"products/{whole['slug']}")
    assert whole == alone


@pytest.mark.parametrize("query", [{"fields": "nosuch"}, {"include": "nosuch"}])
def test_a_field_that_there_is_not_is_refused_by_its_name(some, get_page, query):
    answer = get_page("/api/v1/products", INSIDE, **query)
    assert answer.status_code == 422
    assert "nosuch" in answer.json()["detail"]


def test_a_walk_by_cursor_meets_every_row_once_while_rows_come_and_go(document, read):
    from pages.public_change import public_change

    pages = [document(serial) for serial in range(1, 6)]
    first = read("documents", cursor=0, limit=2)
    with public_change():
        pages[0].unpublish()
    document(6)
    rest, cursor = [], first["next_cursor"]
    while cursor is not None:
        part = read("documents", cursor=cursor, limit=2)
        rest += part["items"]
        cursor = part["next_cursor"]
    ids = [each["id"] for each in first["items"] + rest]
    assert ids == sorted(set(ids))
    assert {page.pk for page in pages} <= set(ids)
    assert len(ids) == 6


@pytest.mark.parametrize("asked", [{}, {"month": "11"}, {"q": "name"}, {"status": "left"}])
def test_facets_count_what_the_list_answers_beside_the_other_conditions(some, read, asked):
    if "q" in asked:
        asked = {"q": read("products")["items"][0]["name"]}
    facets = read("products/facets", **asked)
    assert set(facets) == {"category", "township", "applicant", "tag", "month", "status"}
    for name, rows in facets.items():
        for each in rows:
            answer = read("products", **{**asked, name: each["value"]})
            assert answer["count"] == each["count"], (name, each)
    assert {each["value"]: each["count"] for each in facets["status"]}["active"] > 0


@pytest.mark.parametrize("asked", [{"certificate_no": "x"}, {"sort": "price"}, {"nosuch": "1"}])
def test_facets_refuse_what_is_no_choice(some, get_page, asked):
    assert get_page("/api/v1/products/facets", **asked).status_code == 422


def test_documents_are_narrowed_and_ordered_as_their_column_is(some, read):
    assert read("documents", section="policy", validity="repealed")["count"] == 2
    assert read("documents", q="示例事项3")["count"] == 1
    days = [each["published_at"] for each in read("documents", sort="oldest")["items"]]
    assert days == sorted(days)


def test_any_page_is_found_by_its_path_and_its_id(some, read, get_page):
    for model in (DocumentIndexPage, CatalogIndexPage):
        page = model.objects.first()
        by_path = read("pages", path=page.url)
        assert by_path == read(f"pages/{page.pk}") == read(f"columns/{page.slug}")
    assert read("pages", path="/")["type"] == "home"
    assert read("pages", path=some.url)["id"] == some.pk
    assert get_page("/api/v1/pages", INSIDE, path="/nosuch/").status_code == 404


def test_an_old_path_leads_to_where_its_page_is_now(document, read, get_page):
    from wagtail.contrib.redirects.models import Redirect

    page = document(1)
    Redirect.objects.create(old_path="/old/page", redirect_page=page, is_permanent=True)
    answer = get_page("/api/v1/pages", INSIDE, path="/old/page/")
    assert answer.status_code == 301
    assert answer["Location"] == f"/api/v1/pages?path={page.url}"
    (row,) = read("redirects")
    assert row == {
        "path": "/old/page/",
        "url": f"http://testserver{page.url}",
        "is_permanent": True,
    }


def test_working_days_are_those_of_the_office(office, read, get_page):
    answer = read("working-days", year=2020)
    days = {each["day"]: each["is_working_day"] for each in answer["days"]}
    assert (len(days), days["2020-10-01"], days["2020-09-27"]) == (366, False, True)
    assert get_page("/api/v1/working-days", INSIDE, year=2050).status_code == 404


def test_a_question_that_finds_nothing_is_told_what_to_try(document, read):
    document(1, title="关于脐橙收购的通知")
    answer = read("search/suggestions", q="脐橙 没有这个")
    assert {each["word"] for each in answer["fewer_words"]} == {"脐橙"}
    assert answer["similar"][0]["title"] == "关于脐橙收购的通知"
