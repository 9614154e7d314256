"""While one types, titles that begin so are suggested: public ones, each once, nobody's number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import SearchWord

from .conftest import moment

AT = moment(2020, 11, 17, 10)


@pytest.fixture
def suggest(client, clock):
    """``suggest(text, at)``: the titles."""

    def ask(text, at=AT):
        clock(at)
        return client.get("/search/suggest/", {"q": text}).json()

    return ask


def test_titles_that_begin_so_are_suggested_while_they_are_public(document, product, suggest):
    page, entry = document(title="关于申报扶贫产品的通知"), product()
    assert page.title in suggest("关于申")
    name = entry.certificate.version.name
    assert name in suggest(name[:2])
    assert name not in suggest(name[:2], moment(2022, 1, 1))
    assert suggest("关于申", moment(2020, 1, 1)) == []


def test_words_in_the_text_are_suggested_to_nobody_and_an_index_number_is(document, suggest):
    document(1, title="扶贫产品通知", paragraphs=["橙子要套袋。"])
    numbered = document(2, title="另一件文件")
    assert suggest("橙子") == ["橙子"]
    assert suggest(numbered.index_no) == ["另一件文件"]


def test_a_name_that_several_products_bear_is_suggested_once(product, suggest):
    pages = [product(number) for number in range(3)]
    for page in pages:
        type(page).objects.filter(pk=page.pk).update(title=pages[0].title)
        page.refresh_from_db()
        page.save_revision()
    titles = suggest(pages[0].title[:2])
    assert len(titles) == len(set(titles))


def test_what_the_office_calls_it_comes_first(document, suggest):
    document(title="橙子种植示例通知")
    SearchWord.objects.create(word="橙子怎么买", means="脐橙")
    assert suggest("橙子") == ["橙子", "橙子怎么买", "橙子种植示例通知"]


@pytest.mark.parametrize("text", ["", "  ", "？！", '"*', "\x00", "橙" * 500, "%_", "'; DROP"])
def test_whatever_is_typed_is_answered(office, suggest, text):
    assert isinstance(suggest(text), list)


def test_it_costs_the_same_whatever_there_is(document, client, clock, django_assert_num_queries):
    document(1, title="示例一")
    clock(AT)
    client.get("/search/suggest/?q=示例")
    with CaptureQueriesContext(connection) as few:
        client.get("/search/suggest/?q=示例")
    for number in range(2, 8):
        document(number, title=f"示例之{number}")
    clock(AT)
    with django_assert_num_queries(len(few)):
        assert len(client.get("/search/suggest/?q=示例").json()) == 7


def test_robots_and_finders_of_weaknesses_get_their_answers(office, client, clock):
    clock(AT)
    assert client.get("/favicon.ico")["Location"].endswith("gongshi/icon.svg")
    said = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert said[0] == "Contact: http://testserver/complaints/new/"
    assert said[1].startswith("Contact: tel:0797")
    assert said[2] == "Expires: 2021-05-16T00:00:00+08:00"
