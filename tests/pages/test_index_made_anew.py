"""The search index is made anew in small parts: nothing newer is overwritten, no page is passed
over, what is right already is not written.
"""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.bench.finding import copy_often
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from config import search
from pages.models import DocumentPage
from pages.notices.services import open_product_page
from pages.search.asking import Question
from pages.search.finding import Results

from .conftest import listed_certificate, moment

pytestmark = pytest.mark.django_db
AT = moment(2021, 6, 1, 10)


def pages_with(text):
    return set(Results(Question(text), at=AT).keys)


def make_anew(chunk_size=100):
    call_command("update_index", chunk_size=chunk_size, verbosity=0)


@pytest.fixture
def while_cut(monkeypatch):
    """``while_cut(act)``: have ``act(thing)`` done whenever a thing was read for the index."""

    def watch(act):
        class Watched(search.Cut):
            def __init__(self, thing):
                super().__init__(thing)
                act(thing)

        monkeypatch.setattr(search, "Cut", Watched)

    return watch


@pytest.fixture
def before_each_part(monkeypatch):
    """``before_each_part(act)``: have ``act()`` done before each part is written."""
    index_class = get_search_backend().index_class
    add_items = index_class.add_items

    def watch(act):
        def watched(self, model, things):
            act()
            return add_items(self, model, things)

        monkeypatch.setattr(index_class, "add_items", watched)

    return watch


def test_what_is_saved_while_it_is_read_for_the_index_stays(document, while_cut):
    page, other = document(1, title="示例脐橙通知"), document(2, title="示例脐橙公告")
    saved = []

    def save_another_title(thing):
        if thing == page and not saved:
            saved.append(thing)
            DocumentPage.objects.filter(pk=page.pk).update(title="示例蜜柚通知")
            index.insert_or_update_object(DocumentPage.objects.get(pk=page.pk))

    while_cut(save_another_title)
    make_anew()
    assert saved
    assert pages_with("蜜柚") == {page.pk}
    assert pages_with("脐橙") == {other.pk}


def test_nobody_waits_while_words_are_cut(document, while_cut):
    document(1)
    around, inside = len(connection.savepoint_ids), []
    while_cut(lambda thing: inside.append(len(connection.savepoint_ids)))
    make_anew()
    assert set(inside) == {around}


def test_a_page_that_is_deleted_meanwhile_has_no_other_passed_over(document, before_each_part):
    template = document(1, title="示例通知")
    first, *others = copy_often(template, [f"示例脐橙{number}" for number in range(7)])

    def delete_the_first():
        if first.pk in pages_with("脐橙"):
            DocumentPage.objects.filter(pk=first.pk).delete()

    before_each_part(delete_the_first)
    make_anew(chunk_size=2)
    assert pages_with("脐橙") == {page.pk for page in others}


def written_rows(act):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    return [
        each for each in asked.captured_queries if '"wagtailsearch_indexentry" SET' in each["sql"]
    ]


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL keeps no text to compare with"
)
def test_rows_that_are_right_are_not_written(document):
    pages = [document(serial, title=f"示例脐橙通知{serial}") for serial in range(1, 4)]
    assert written_rows(make_anew) == []
    DocumentPage.objects.filter(pk=pages[1].pk).update(title="示例蜜柚通知")
    assert len(written_rows(make_anew)) == 1
    assert pages_with("蜜柚") == {pages[1].pk}


def test_more_pages_in_a_part_ask_for_nothing_more(document, notice):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            make_anew()
        return sum(each["sql"].startswith("SELECT") for each in queries.captured_queries)

    def add(serials, numbers):
        for serial in serials:
            document(serial)
        for number in numbers:
            open_product_page(listed_certificate(number), by=None, at=AT)

    add([1], [0])
    make_anew()
    few = asked()
    add(range(2, 8), [1, 2])
    assert asked() == few
