"""Where more pages hold a word than anybody reads, the best are found, soon, and nobody is told
a number that nobody counted.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from tests.bench.finding import copy_often, index_all

from pages.models import DocumentPage, SearchWord
from pages.search import candidates, gathering
from pages.search.asking import Question
from pages.search.finding import Results, fewer_words, similar

from .conftest import moment

AT = moment(2021, 6, 1, 10)
MOST = 5


@pytest.fixture
def few_are_enough(monkeypatch):
    monkeypatch.setattr(gathering, "MOST", MOST)
    monkeypatch.setattr(gathering, "TITLES", MOST)


@pytest.fixture
def many(document, few_are_enough):
    """``many(titles)``: public documents of these titles, all with one body."""
    template = document(1, title="示例蜂蜜通知", paragraphs=["一、各镇统计油茶产量。"])

    def copied(*titles):
        pages = copy_often(template, titles)
        index_all(pages)
        return list(pages)

    return copied


def found(text, **narrowed):
    return Results(Question(text, **narrowed), at=AT)


def test_of_too_many_as_many_as_are_read_are_found_and_the_page_says_so(many, get_page):
    many(*(f"示例脐橙{number}" for number in range(8)))
    assert (found("脐橙").count(), found("脐橙").is_more) == (MOST, True)
    html = get_page("/search/", AT, q="脐橙").content.decode()
    assert "找到的多于5条，这里只列出最相近的5条" in html
    assert ">全部</a>" in html
    assert "（5）" not in html
    by_date = get_page("/search/", AT, q="脐橙", sort="date").content.decode()
    assert "这里只列出最新的5条" in by_date


def test_exactly_as_many_as_are_read_are_all(many):
    many(*(f"示例脐橙{number}" for number in range(MOST)))
    assert (found("脐橙").count(), found("脐橙").is_more) == (MOST, False)
    assert found("脐橙").kinds() == {"documentpage": MOST}


def test_an_old_page_with_the_word_in_its_title_comes_before_newer_ones_without(many):
    old, *_newer = many("示例油茶", *(f"示例{number}" for number in range(9)))
    assert found("油茶").is_more
    assert found("油茶")[0].pk == old.pk


def test_what_nobody_may_read_crowds_nothing_out(many):
    pages = many(*(f"示例脐橙{number}" for number in range(20)))
    hidden = [page.pk for page in pages[1:]]
    DocumentPage.objects.filter(pk__in=hidden).update(live=False)
    assert list(found("脐橙").keys) == [pages[0].pk]
    assert not found("脐橙").is_more


def test_days_and_kinds_narrow_all_of_them_not_only_those_that_were_read(many):
    pages = many(*(f"示例脐橙{number}" for number in range(12)))
    for number, page in enumerate(pages):
        day = moment(2021, 1, 1, 10) - timedelta(days=number)
        DocumentPage.objects.filter(pk=page.pk).update(first_published_at=day)
    newest = found("脐橙", by_date=True)
    assert list(newest.keys) == [page.pk for page in pages[:MOST]]
    old = found("脐橙", until=date(2020, 12, 22))
    assert set(old.keys) == {page.pk for page in pages[10:]}
    assert not old.is_more
    assert found("脐橙", kind="documentpage").is_more
    assert found("脐橙", kind="productpage").count() == 0


def test_what_is_alike_and_single_words_end_as_soon(many, get_page):
    many(*(f"示例脐橙{number}" for number in range(9)))
    assert len(similar(Question("脐橙机"), at=AT)) == MOST
    assert ("脐橙", MOST) in fewer_words(Question("脐橙 航天飞机"), at=AT)
    html = get_page("/search/", AT, q="脐橙 航天飞机").content.decode()
    assert "（5条以上）" in html
    assert "（还有更多）" in html


@pytest.fixture
def work(monkeypatch):
    """``work(text)``: the rows that a question hands over and, of SQLite, its steps in tens."""
    rows, steps = [], []
    seen = gathering.visible
    monkeypatch.setattr(
        gathering, "visible", lambda hits, *rest: rows.extend(hits) or seen(hits, *rest)
    )

    def spent(text):
        rows.clear(), steps.clear()
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(lambda: steps.append(1) and 0, 10)
        assert found(text).is_more
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)
            assert steps
        return len(rows), len(steps)

    return spent


def test_ten_times_the_pages_are_no_more_work(many, work):
    many(*(f"示例脐橙{number}" for number in range(40)))
    work("脐橙")
    rows, steps = work("脐橙")
    many(*(f"示例脐橙{number}" for number in range(40, 400)))
    more_rows, more_steps = work("脐橙")
    assert rows == more_rows <= 2 * MOST + 1
    assert more_steps <= steps * 1.5 + 2


@pytest.fixture
def handed_over(monkeypatch):
    """The rows of the index that the database hands over, one by one."""
    rows, read = [], candidates._rows

    def hand_over(statement):
        batch = read(statement)
        rows.extend(batch)
        return batch

    monkeypatch.setattr(candidates, "_rows", hand_over)
    return rows


def test_the_hits_of_a_single_word_are_counted_where_they_lie(many, handed_over):
    pages = many(*(f"示例脐橙{number}" for number in range(MOST - 1)))
    assert fewer_words(Question("脐橙 航天飞机"), at=AT) == [("脐橙", MOST - 1)]
    DocumentPage.objects.filter(pk=pages[0].pk).update(live=False)
    assert fewer_words(Question("脐橙 航天飞机"), at=AT) == [("脐橙", MOST - 2)]
    many(*(f"示例脐橙{number}" for number in range(10 * MOST)))
    assert fewer_words(Question("脐橙 航天飞机"), at=AT) == [("脐橙", MOST)]
    assert handed_over == []


def test_what_nobody_may_read_is_not_counted_however_much_of_it_there_is(many):
    pages = many(*(f"示例脐橙{number}" for number in range(4 * MOST)))
    hidden = [page.pk for page in pages[2:]]
    DocumentPage.objects.filter(pk__in=hidden).update(live=False)
    assert fewer_words(Question("脐橙 航天飞机"), at=AT) == [("脐橙", 2)]


def test_the_newest_of_too_many_are_read_once(many, handed_over):
    many(*(f"示例脐橙{number}" for number in range(10 * MOST)))
    assert found("脐橙", by_date=True).is_more
    assert len(handed_over) == MOST + 2


@pytest.mark.django_db
def test_of_the_words_of_the_office_only_those_in_the_question_become_rows():
    SearchWord.objects.all().delete()
    for number in range(40):
        SearchWord.objects.create(word=f"说法{chr(0x4E00 + number)}", means="脐橙")
    SearchWord.objects.create(word="橙子", means="脐橙")
    made = []

    def make(instance, **kwargs):
        made.append(instance.word)

    post_init.connect(make, sender=SearchWord)
    try:
        assert [each.word for each in Question("哪里有橙子").office_words] == ["橙子"]
    finally:
        post_init.disconnect(make, sender=SearchWord)
    assert made == ["橙子"]
