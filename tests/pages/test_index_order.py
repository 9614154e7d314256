"""The narrow rows beside the search index are right whichever road changes a page or the index, and
the index is made anew while people search.
"""

from contextlib import closing
from datetime import timedelta
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from config import index_rows, search
from pages.models import DocumentPage, IndexedPage
from pages.search import order, reindexing
from pages.search.asking import Question
from pages.search.finding import Results

from .conftest import moment

pytestmark = pytest.mark.django_db
AT = moment(2021, 6, 1, 10)


def kept(page):
    """``[(its type, when it came out)]`` of the rows that say they are of ``page``."""
    rows = IndexedPage.objects.filter(page=page.pk)
    return list(rows.values_list("kind", "shown_at"))


def pages_with(text, **narrowed):
    return set(Results(Question(text, **narrowed), at=AT).keys)


def test_a_page_has_one_row_from_its_publication_to_its_deletion(document):
    page = document(1)
    assert kept(page) == [(page.content_type_id, page.first_published_at)]
    page.save()
    assert len(kept(page)) == 1
    index.remove_object(page)
    assert kept(page) == []


def test_a_date_that_is_changed_in_bulk_is_the_rows_date(document):
    page = document(1)
    earlier = page.first_published_at - timedelta(days=9)
    DocumentPage.objects.filter(pk=page.pk).update(first_published_at=earlier)
    assert kept(page)[0][1] == earlier
    DocumentPage.objects.update(first_published_at=None, go_live_at=AT)
    assert kept(page)[0][1] == AT


def test_what_is_missing_comes_back_with_the_next_migration_and_once(document):
    page = document(1)
    IndexedPage.objects.all().delete()
    order.tie()
    order.tie()
    assert len(kept(page)) == 1


def test_what_old_processes_write_while_a_migration_runs_is_right_when_it_ends(document):
    page, removed = document(1), document(2)
    order.untie()
    later = page.first_published_at + timedelta(days=9)
    DocumentPage.objects.filter(pk=page.pk).update(first_published_at=later)
    index.remove_object(removed)
    order.tie()
    assert kept(page) == [(page.content_type_id, later)]
    assert kept(removed) == []


def test_rows_that_are_wrong_are_right_after_the_next_migration(document):
    page = document(1)
    IndexedPage.objects.update(shown_at=None)
    IndexedPage.objects.create(entry=10**9, page=page.pk, kind=page.content_type_id)
    order.tie()
    assert kept(page) == [(page.content_type_id, page.first_published_at)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_indexed_while_it_is_published_has_its_date(document):
    page = document(1)
    DocumentPage.objects.update(first_published_at=None, go_live_at=None)
    index.remove_object(page)

    def index_it():
        index.insert_or_update_object(page)
        connection.close()

    worker, publisher = Thread(target=index_it, daemon=True), connection.copy()
    publisher.ensure_connection()
    with closing(publisher), publisher.connection.transaction():
        words = "UPDATE wagtailcore_page SET first_published_at = %s WHERE id = %s"
        publisher.connection.execute(words, [AT, page.pk])
        worker.start()
        worker.join(1)  # it has written by now, or waits
    worker.join(20)
    assert kept(page) == [(page.content_type_id, AT)]


def test_a_migration_can_make_wagtails_table_anew(document):
    """SQLite makes a table anew under another name, which no trigger of another may mention."""
    document(1)
    order.untie()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wagtailcore_page RENAME TO another_page")
        cursor.execute("ALTER TABLE another_page RENAME TO wagtailcore_page")
    order.tie()
    page = document(2)
    assert len(kept(page)) == 1


def test_the_text_narrows_by_kind_and_nobody_finds_the_term(document):
    page = document(1, title="示例脐橙通知")
    assert pages_with("脐橙", kind="documentpage") == {page.pk}
    assert pages_with("脐橙", kind="productpage") == set()
    assert pages_with("documentpage") == set()


class FieldsAlone(index_rows.Cut):
    """What a process of before puts into a row: the page's own fields, and nothing beside them."""

    def terms(self, model):
        return []


def test_what_a_process_of_before_stored_is_found_by_kind_after_the_clocks_pass(
    document, monkeypatch
):
    page, _other = document(1, title="示例脐橙通知"), document(2)
    with monkeypatch.context() as before:
        before.setattr(search, "Cut", FieldsAlone)
        index.insert_or_update_object(page)
    assert pages_with("脐橙", kind="documentpage") == set()
    assert reindexing.complete(AT) == 1
    assert pages_with("脐橙", kind="documentpage") == {page.pk}
    assert reindexing.complete(AT) == 0


def test_readers_find_all_the_while_the_index_is_made_anew(document, monkeypatch):
    pages = {document(serial, title=f"示例脐橙通知{serial}").pk for serial in range(1, 8)}
    backend = get_search_backend()
    answers, add_items = [], backend.index_class.add_items

    def watched(self, model, things):
        answers.append(pages_with("脐橙"))
        answer = add_items(self, model, things)
        answers.append(pages_with("脐橙"))
        return answer

    monkeypatch.setattr(backend.index_class, "add_items", watched)
    call_command("update_index", chunk_size=2, verbosity=0)
    assert len(answers) > len(pages)
    assert all(each == pages for each in answers)
    assert pages_with("脐橙") == pages
    assert IndexedPage.objects.filter(page__in=pages).count() == len(pages)


def test_who_saves_a_page_does_not_wait_until_the_index_is_made_anew(document, monkeypatch):
    document(1)
    backend, around = get_search_backend(), len(connection.savepoint_ids)
    inside, add_items = [], backend.index_class.add_items

    def watched(self, model, things):
        inside.append(len(connection.savepoint_ids))
        return add_items(self, model, things)

    monkeypatch.setattr(backend.index_class, "add_items", watched)
    call_command("update_index", verbosity=0)
    assert set(inside) == {around}


def test_a_row_that_was_lost_from_the_index_is_back_after_it_is_made_anew(document):
    page = document(1, title="示例脐橙通知")
    index.remove_object(page)
    assert pages_with("脐橙") == set()
    call_command("update_index", verbosity=0)
    assert pages_with("脐橙") == {page.pk}


def plan(statement, values):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN {statement}", values)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_the_newest_are_read_in_the_order_of_the_index(document):
    document(1)
    rows = IndexedPage.objects.order_by(F("shown_at").desc(), F("page").desc())[:6]
    text = plan(*rows.query.sql_with_params())
    assert "indexed_newest" in text
    assert "TEMP B-TREE" not in text
