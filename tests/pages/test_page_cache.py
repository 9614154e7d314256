"""What is kept of the public site is never stale and never another person's, in any process."""

import os
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.followers import Office

from catalog.models import Certificate
from pages import page_cache
from pages.documents.timed import approve
from pages.models import DocumentPage, HomePage, SearchWord
from pages.signing import take_down
from publicity.models import Publicity
from records import public_writes
from records.models import Counter, PublicWrite

from .conftest import moment

AT = moment(2020, 11, 17, 10)
STEPS = int(os.environ.get("CACHE_STEPS", "60"))


@pytest.fixture
def fresh(settings):
    """A browser at a process that keeps nothing."""
    settings.PAGE_CACHE_MEGABYTES = 0
    client = Client()
    client.handler.load_middleware()
    settings.PAGE_CACHE_MEGABYTES = 4
    return client


@pytest.fixture
def made(monkeypatch):
    """How often a page was made since."""
    calls = []
    made = page_cache.PageCache.made

    def count(self, request, response, *rest):
        calls.append(request.path)
        return made(self, request, response, *rest)

    monkeypatch.setattr(page_cache.PageCache, "made", count)
    return calls


def written():
    """Forget what this test's one transaction has noted, as its commit would."""
    connection.run_on_commit = [
        each for each in connection.run_on_commit if each[1] is not public_writes._is_noted
    ]


def changed(act, *args, **kwargs):
    """Do ``act`` as a transaction of its own would have done it."""
    written()
    result = act(*args, **kwargs)
    written()
    return result


@pytest.fixture
def site(something_of_everything, clock):
    """Something of everything; the addresses of all that is kept of it."""
    clock(AT)
    written()
    return something_of_everything


def test_a_page_is_made_once_and_read_by_everybody_of_a_process(kept, site, made):
    one = kept()
    for address in site:
        first, again = one.get(address), one.get(address)
        assert (first.status_code, again.content) == (200, first.content), address
        left_out = {"RateLimit", "X-Request-Id"}
        assert {**first.headers, **dict.fromkeys(left_out)} == {
            **again.headers,
            **dict.fromkeys(left_out),
        }, address
    assert sorted(made) == sorted(address.split("?")[0] for address in site)
    kept().get("/")
    assert made.count("/") == 2


def test_a_hit_asks_the_database_for_its_generation_alone(kept, site, django_assert_num_queries):
    browser = kept()
    for address in site:
        browser.get(address)
        with django_assert_num_queries(1):
            browser.get(address)


def test_whoever_has_a_page_already_is_told_so(kept, site):
    browser = kept()
    for address in ("/", "/feeds/documents.atom"):
        etag = browser.get(address)["ETag"]
        answer = browser.get(address, headers={"if-none-match": etag})
        assert (answer.status_code, answer.content) == (304, b""), address
        other = browser.get(address, headers={"if-none-match": '"other"'})
        assert other.status_code == 200, address


def test_whoever_reads_a_feed_by_its_day_is_told_so(kept, site):
    browser = kept()
    day = browser.get("/feeds/documents.atom")["Last-Modified"]
    for since, status in ((day, 304), ("Mon, 01 Jan 2018 00:00:00 GMT", 200)):
        answer = browser.get("/feeds/documents.atom", headers={"if-modified-since": since})
        assert answer.status_code == status


def test_what_is_taken_down_is_gone_in_every_process_at_once(kept, site):
    page = DocumentPage.objects.get(title="关于示例事项1的通知")
    one, other = kept(), kept()
    assert one.get(page.get_url()).status_code == other.get(page.get_url()).status_code == 200
    changed(take_down, page, by=None, at=AT, because="内容有误")
    for browser in (one, other):
        assert browser.get(page.get_url()).status_code == 404
        assert page.title not in browser.get("/tzgg/").content.decode()


def test_a_page_ends_at_its_second_with_the_clock_dead_and_nobody_writing(
    kept, document, clock, made
):
    page = document(1, title="到点下线的通知")
    DocumentPage.objects.filter(pk=page.pk).update(expire_at=AT + timedelta(minutes=5))
    written()
    browser, end = kept(), AT + timedelta(minutes=5)
    for at, status in ((AT, 200), (end - timedelta(seconds=1), 200), (end, 404)):
        clock(at)
        assert browser.get(page.get_url()).status_code == status
    assert made == [page.get_url()]


def test_days_are_counted_anew_at_midnight(kept, notice, clock, made):
    page = notice(1)
    written()
    browser, evening = kept(), moment(2020, 9, 29, 23, 59)
    for at in (evening, evening + timedelta(seconds=59), moment(2020, 9, 30)):
        clock(at)
        browser.get(page.get_url())
    assert len(made) == 2


def test_nobody_who_is_known_reads_or_leaves_what_is_kept(kept, site, made, django_user_model):
    browser = kept()
    browser.force_login(
        django_user_model.objects.create(username="somebody"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    browser.get("/")
    kept().get("/api/v1/token", headers={"authorization": "Bearer gs_x"})
    assert made == []


@pytest.mark.parametrize(
    "address",
    ["/?utm_source=x", "/complaints/new/", "/verify/", "/search/?q=脐橙", "/nothing/",
     "/api/v1/figures", "/api/v1/tickets?scope=complaint", "/portal/",
     "/api/v1/changes?changed_since=0"],
)  # fmt: skip
def test_forms_tickets_and_strange_addresses_are_never_kept(kept, site, made, address):
    kept().get(address)
    assert made == []


def test_either_size_of_reading_has_its_own_pages(kept, site):
    browser = kept()
    normal = browser.get("/").content
    browser.cookies["gongshi_reading"] = "large"
    large = browser.get("/").content
    assert normal != large
    assert browser.get("/").content == large


def test_what_is_kept_stays_below_its_limit(settings, kept, site):
    settings.PAGE_CACHE_MEGABYTES = 1
    answers = page_cache.Answers(30_000)
    for number in range(100):
        answer = page_cache.Answer((1, 1), AT, AT, b"x" * 4000, {}, None)
        answers.keep(number, answer)
    assert answers.size <= 30_000
    assert list(answers.rows) == [95, 96, 97, 98, 99]


TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def test_no_public_page_reads_a_table_whose_writes_are_not_noted(kept, site):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in site:
            kept().get(address)
    tables = {table for each in asked for table in TABLE.findall(each["sql"])}
    assert len(tables) > 25
    known = ("records_publicwrite", "pages_toldtext")
    assert [each for each in tables if each.startswith(public_writes.NEVER_PUBLIC)
            and each not in known] == []  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "is_public"),
    [
        ('SELECT 1 FROM "pages_homepage"', False),
        ('UPDATE "pages_homepage" SET x = 1', True),
        ('INSERT OR IGNORE INTO "catalog_product" ("id") VALUES (1)', True),
        ('  delete from "publicity_publicity"', True),
        ('INSERT INTO "django_session" ("session_key") VALUES (1)', False),
        ('WITH x AS (DELETE FROM "catalog_product" RETURNING id) SELECT 1', True),
        ("SAVEPOINT s1", False),
    ],
)
def test_a_statement_is_public_unless_it_surely_is_not(sql, is_public):
    assert public_writes.is_public(sql) is is_public


class Interrupted(Exception):
    pass


def _name(title, *, then_fail=False):
    HomePage.objects.update(title=title)
    if then_fail:
        raise Interrupted


@pytest.mark.django_db(transaction=True)
def test_a_write_and_its_note_land_together_or_not_at_all(kept):
    before = public_writes.generation()
    with pytest.raises(Interrupted), transaction.atomic():
        _name("甲", then_fail=True)
    assert public_writes.generation() == before
    with transaction.atomic():
        with pytest.raises(Interrupted), transaction.atomic():
            _name("乙", then_fail=True)
        _name("丙")
        _name("丁")
    assert public_writes.generation()[0] == before[0] + 1
    _name("戊")  # with no transaction of its own
    assert public_writes.generation()[0] == before[0] + 2
    SearchWord.objects.create(word="示例词", means="示例")  # a statement that returns its key
    assert public_writes.generation()[0] == before[0] + 3
    Counter.objects.create(series="示例", year=2020, last=1)
    assert public_writes.generation()[0] == before[0] + 3


def test_a_shortened_list_never_comes_back_to_an_earlier_generation(kept, db):
    seen = set()
    for _ in range(5):
        for _ in range(public_writes.MOST // 2 + 2):
            PublicWrite.objects.create()
            seen.add(public_writes.generation())
        before = len(seen)
        if public_writes.shorten.act(AT):
            seen.add(public_writes.generation())
            assert len(seen) == before + 1
    assert PublicWrite.objects.count() <= public_writes.MOST + 1


@pytest.mark.walk
@pytest.mark.timeout(3600)
def test_whatever_happens_two_processes_answer_as_one_that_keeps_nothing(
    kept, fresh, site, document, product, notice, clock, made
):
    doing = Office(5, {"document": document, "product": product, "notice": notice})
    doing.documents = list(DocumentPage.objects.values_list("pk", flat=True))
    doing.certificates, doing.publicities = [*Certificate.objects.all()], [*Publicity.objects.all()]
    browsers, at, reads = [kept(), kept()], AT, 0
    doing.at = at
    for number in range(STEPS):
        clock(doing.at)
        changed(doing.act)
        for _ in range(6):
            address = doing.chance.choice(site)
            right = fresh.get(address)
            for browser in browsers:
                answer = browser.get(address)
                reads += 1
                assert answer.status_code == right.status_code, (number, address)
                assert answer.content == right.content, (number, address, doing.at)
        doing.at += timedelta(seconds=doing.chance.choice((0, 1, 59)))
    assert len(made) < reads


def test_a_signed_correction_is_read_from_its_hour_though_pages_are_kept(kept, document, clock):
    page, hour = document(), moment(2020, 12, 1, 9)
    page.title, page.correction_note, page.go_live_at = "更正后的标题", "标题有误", hour
    changed(approve, page, by=None, at=AT)
    stranger = kept()
    for now, is_new in ((AT, False), (hour - timedelta(seconds=1), False), (hour, True)):
        clock(now)
        for _ in range(2):
            assert ("更正后的标题" in stranger.get(page.url).content.decode()) is is_new, now
            written()
