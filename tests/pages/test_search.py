"""Whoever looks for something public finds it by the words a person would type."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.support.standing import stands

from catalog.services import adjust, suspend
from demo import district
from desk.loading.documents import Documents
from pages.public_change import public_change
from pages.search.asking import Question
from pages.search.finding import Results
from rules.segmentation import asked_words, index_text

from .conftest import moment

QUESTIONS = json.loads((Path(__file__).parent / "search_questions.json").read_text())
INSIDE = moment(2021, 6, 1, 10)


@pytest.fixture
@stands
def library(office, document, product, notice):
    """The district's own documents, a plan, a product and a notice."""
    records = json.loads((district.DIRECTORY / "policies.json").read_text())
    documents = Documents(records)
    for record in records:
        documents.load(record)
    document(901, title="章贡区消费扶贫实施方案", slug="plan")
    product(0, name="赣南脐橙")
    notice(products=1)


def names(question, at=INSIDE, **narrowed):
    found = Results(Question(question, **narrowed), at=at)
    return {each for page in found[:100] for each in (page.slug, page.title)}


def test_every_question_of_the_set_finds_its_pages(library):
    missed = {
        question: sorted(lacking)
        for question, expected in QUESTIONS
        if (lacking := {each for each in expected if not _there(each, names(question))})
        or (not expected and names(question))
    }
    assert len(QUESTIONS) >= 25
    assert missed == {}


def _there(expected, found):
    return any(expected in each for each in found)


def test_the_index_is_made_anew_by_command(library):
    before = names("脐橙")
    call_command("update_index", verbosity=0)
    assert names("脐橙") == before != set()


def test_only_what_is_visible_is_found(product, notice):
    page, running = product(0, name="赣南脐橙"), notice(products=1)
    assert page.slug in names("脐橙", moment(2020, 11, 17))
    assert names("脐橙", moment(2020, 11, 1)) == set()
    assert names("脐橙", moment(2021, 11, 17)) == set()
    assert running.slug in names("拟认定")
    with public_change():
        running.unpublish()
    assert names("拟认定") == set()


def test_an_adjusted_product_is_found_by_its_new_words(product):
    page = product(0)
    facts = {**page.certificate.version.facts(), "origin_text": "水西镇石珠村"}
    assert names("石珠村") == set()
    adjust(page.certificate, facts, by=None, at=INSIDE, because="变更", reason="change_report")
    assert page.slug in names("石珠村")
    suspend(page.certificate, by=None, at=INSIDE, because="核查", reason="quality_safety")
    assert page.slug in names("石珠村")


def test_kind_and_days_narrow_and_the_newest_can_come_first(document, product):
    old = document(1, title="脐橙旧文", published_at=moment(2020, 3, 2))
    new = document(2, title="脐橙新文", published_at=moment(2020, 6, 2), at=moment(2020, 6, 2))
    product(0, name="赣南脐橙")
    assert names("脐橙", kind="productpage") == {"赣南脐橙", *_slugs(kind="productpage")}
    assert _slugs(kind="documentpage", by_date=True) == [new.slug, old.slug]
    assert _slugs(kind="documentpage", until=date(2020, 3, 2)) == [old.slug]
    assert _slugs(kind="documentpage", since=date(2020, 3, 3)) == [new.slug]


def _slugs(**narrowed):
    return [page.slug for page in Results(Question("脐橙", **narrowed), at=INSIDE)[:10]]


@pytest.mark.parametrize(
    "text",
    [
        'a"b',
        "\x00",
        "%",
        "' OR 1=1 --",
        "NEAR(",
        "title:",
        "*",
        "   ",
        "——",
        "脐" * 10_000,
        "😀",
        "_",
    ],
)
def test_no_question_breaks_the_page(library_of_one, get_page, text):
    assert get_page("/search/", INSIDE, q=text).status_code == 200
    assert get_page("/search/", q=text, sort="date", page="x", kind="no").status_code == 200


@pytest.fixture
@stands
def library_of_one(document):
    return document(1, title="关于<b>脐橙</b>销售的通知", paragraphs=["脐橙。"])


@pytest.mark.parametrize("text", ["zzkinddocumentpage", "ZZKindDocumentPage"])
def test_no_page_is_found_by_the_term_of_its_kind(library_of_one, get_page, text):
    assert get_page("/search/", INSIDE, q=text).context["page_obj"].paginator.count == 0
    assert get_page("/api/v1/search", INSIDE, q=text).json()["count"] == 0
    assert get_page("/api/v1/documents", INSIDE, q=text).json()["count"] == 0
    assert get_page("/search/", INSIDE, q=f"脐橙 {text}").context["page_obj"].paginator.count == 1


def test_a_result_shows_what_was_asked_for_and_hides_what_is_private(publicity, get_page):
    from pages.notices.services import open_district_notice

    opened = publicity(products=1)
    opened.entries.update(origin="<i>沙石镇</i>，联系王某15400000001")
    open_district_notice(opened, by=None, at=opened.published_at)
    html = get_page("/search/", INSIDE, q="沙石镇").content.decode()
    assert "<mark>沙石镇</mark>" in html
    assert "154****0001" in html
    assert "15400000001" not in html
    assert "<i>" not in html


def test_products_of_one_name_are_told_apart_by_unit_and_place(product, get_page):
    pages = [product(0, serial=serial, name="脐橙果干") for serial in (1, 2)]
    html = get_page("/search/", INSIDE, q="脐橙果干").content.decode()
    for page in pages:
        facts = page.certificate.version
        assert f"{page.certificate.applicant.name}　{facts.origin_text}" in html


def test_an_empty_question_explains_and_a_bad_day_is_said(office, get_page):
    assert "可以这样查" in get_page("/search/", INSIDE).content.decode()
    html = get_page("/search/", q="脐橙", since="2020-13-01").content.decode()
    assert "起始日期不是有效的日期" in html


def test_where_nothing_is_found_something_near_is_offered(document, get_page):
    document(1, title="脐橙采购通知")
    html = get_page("/search/", INSIDE, q="采购员").content.decode()
    assert "没有找到含有“采购员”的内容" in html
    assert "您要找的是不是" in html
    assert "请致电" in html


def test_results_come_in_pages_for_the_same_price(
    document, client, clock, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock(INSIDE)
    document(1, title="示例脐橙")
    client.get("/search/?q=脐橙")
    with CaptureQueriesContext(connection) as few:
        client.get("/search/?q=脐橙")
    for serial in range(2, 24):
        document(serial, title="示例脐橙")
    with CaptureQueriesContext(connection) as many:
        html = client.get("/search/?q=脐橙").content.decode()
    assert "找到23条结果" in html
    assert "第1页，共2页" in html
    assert len(many) <= len(few) + 1


def test_text_is_cut_in_pairs_and_questions_in_words():
    assert index_text("赣南脐橙").split()[:4] == ["赣南", "南脐", "脐橙", "zzhan"]
    assert asked_words("消费扶贫的实施方案") == ["消费", "扶贫", "实施方案"]
    assert asked_words("ＺＧ-1 “目录”") == ["zg", "1", "目录"]
    assert asked_words("的") == ["的"]


def test_kinds_are_counted_whichever_is_chosen(library, get_page):
    whole = get_page("/search/", INSIDE, q="脐橙 章贡", sort="date").content.decode()
    counts = Results(Question("扶贫"), at=INSIDE).kinds()
    assert counts["documentpage"] > 0
    narrowed = Results(Question("扶贫", kind="documentpage"), at=INSIDE)
    assert narrowed.kinds() == counts
    assert narrowed.count() == counts["documentpage"]
    html = get_page("/search/", INSIDE, q="扶贫", sort="date").content.decode()
    total = sum(counts.values())
    assert f">全部（{total}）</a>" in html
    assert "sort=date&amp;kind=documentpage" in html
    assert "搜索" in whole


def test_facets_say_what_a_click_shows(library, get_page):
    counts = Results(Question("扶贫"), at=INSIDE).kinds()
    for kind, number in counts.items():
        html = get_page("/search/", INSIDE, q="扶贫", kind=kind).content.decode()
        assert f"找到{number}条结果" in html
