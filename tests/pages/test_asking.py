"""People find it as they speak, spell, mistype and ask: by sound, by synonym, by part."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypinyin import lazy_pinyin
from tests.support.standing import stands

from catalog.services import remove
from demo import district
from desk.loading.documents import Documents
from pages.models import SearchWord
from pages.public_change import public_change
from pages.search.asking import Match, Question
from pages.search.finding import best
from records.models import AuditEvent

from .conftest import moment
from .hands import appoint

ASKED = json.loads((Path(__file__).parent / "people_questions.json").read_text())
INSIDE = moment(2021, 6, 1, 10)
FIRST_PAGE = 10


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


def names(question, at=INSIDE):
    found = best(Question(question), at=at)
    return {each for page in found[:FIRST_PAGE] for each in (page.slug, page.title)}


def test_every_question_of_people_has_its_page_on_the_first_page(library):
    missed = {
        question: lacking
        for question, expected in ASKED
        if (lacking := [each for each in expected if not _there(each, names(question))])
    }
    assert len(ASKED) >= 120
    assert missed == {}


def _there(expected, found):
    return any(expected in each for each in found)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("脐橙", Match.ALL),
        ("臍橙", Match.ALL),
        ("橙子", Match.ALL),
        ("qicheng", Match.SOUND),
        ("qc", Match.SOUND),
        ("齐橙", Match.SOUND),
        ("脐橙 大象", Match.ANY),
        ("大象", Match.ALL),
    ],
)
def test_the_strictest_way_that_finds_something_is_taken_and_told(
    office, product, get_page, text, match
):
    product(0, name="赣南脐橙")
    found = best(Question(text), at=INSIDE)
    assert found.match is match
    answer = get_page("/api/v1/search", INSIDE, q=text).json()
    assert [each["match"] for each in answer["items"]] == [match] * found.count()
    html = get_page("/search/", INSIDE, q=text).content.decode()
    assert ("按读音查到" in html) == (match is Match.SOUND)
    assert ("含有其中一部分" in html) == (match is Match.ANY)


def test_a_unit_is_found_by_its_credit_code_and_by_its_sound(product):
    applicant = product(0, name="赣南脐橙").certificate.applicant
    assert "赣南脐橙" in names(applicant.credit_code)
    assert "赣南脐橙" in names("".join(lazy_pinyin(applicant.name[:4])))


SPELT = ("赣南脐橙纽荷尔", "橙子", "臍橙", "纽荷尔 赣南", "如何购买脐橙")
ALIKE = ("qicheng", "qc", "齐橙", "脐澄")
PARTLY = ("钮荷尔", "脐橙 航天飞机")


def test_every_box_finds_what_the_search_finds_and_says_how(product, get_page):
    name = "赣南脐橙（纽荷尔）"
    page = product(0, name=name)
    for text in (*SPELT, *ALIKE, *PARTLY, "航天飞机"):
        html = get_page("/cpml/", INSIDE, q=text).content.decode()
        answer = get_page("/api/v1/products", INSIDE, q=text).json()
        read = answer["items"]
        facets = get_page("/api/v1/products/facets", INSIDE, q=text).json()["status"]
        is_found = name in names(text)
        assert is_found == (text != "航天飞机"), text
        assert (page.url in html) == (len(read) == 1) == (facets[0]["count"] == 1) == is_found, text
        by_sound, by_part = "以下按读音查到" in html, "以下含有其中一部分" in html
        assert (by_sound, by_part) == (text in ALIKE, text in PARTLY), text
        told = answer["match"] == Match.SOUND, answer["match"] == Match.ANY
        assert told == (by_sound, by_part), text


def test_the_box_of_a_column_finds_by_sound_and_by_part_and_says_how(document, get_page):
    page = document(1, title="关于灵芝孢子粉的通知")
    for text, match, said in (
        ("灵芝", Match.ALL, ""),
        ("lingzhi", Match.SOUND, "以下按读音查到"),
        ("灵芝 航天飞机", Match.ANY, "以下含有其中一部分"),
    ):
        html = get_page("/zcwj/", INSIDE, q=text).content.decode()
        assert page.url in html, text
        assert said in html, text
        assert ("notice-line" in html) == bool(said), text
        answer = get_page("/api/v1/documents", INSIDE, q=text).json()
        assert (answer["count"], answer["match"]) == (1, match), text
    assert page.url not in get_page("/zcwj/", INSIDE, q="航天飞机").content.decode()
    assert "match" not in get_page("/api/v1/documents", INSIDE).json(), "nothing was asked for"


def test_a_number_beside_words_widens_and_a_number_alone_does_not(document, get_page):
    document(1, title="关于2020年灵芝的通知")
    for text, is_found in (
        ("2020 lingzhi", True),
        ("灵芝 2021", True),
        ("章测扶办字（2020）第1号", True),
        ("章测扶办字〔2020〕9号", False),
        ("TEST360702/2020-00009", False),
        ("２０２９", False),
    ):
        for address in ("/zcwj/", "/api/v1/documents"):
            html = get_page(address, INSIDE, q=text).content.decode()
            assert ("年灵芝的通知" in html) == is_found, (text, address)


def test_a_page_that_nobody_may_read_decides_no_way_of_finding(document, get_page):
    """Else the box would tell, word by word, what a page says that has been taken down."""
    shown = document(1, title="关于灵芝的通知")
    hidden = document(2, title="关于灵芝和天麻的通知")
    with public_change():
        hidden.unpublish()
    html = get_page("/zcwj/", INSIDE, q="灵芝 天麻").content.decode()
    assert shown.url in html
    assert "以下含有其中一部分" in html


def asked(get_page, address, **query):
    """The titles that a column of documents lists, and how it says that it found them."""
    context = get_page(address, INSIDE, **query).context
    return {row.title for row, _ in context["page_obj"].object_list}, context["match"]


def test_a_column_widens_over_what_fits_what_else_is_asked_and_so_does_the_api(document, get_page):
    """What is filtered away, and what no longer holds, decides no way of finding either."""
    document(1, title="关于灵芝的通知")
    whole = document(2, kind="measure", title="关于灵芝和天麻的办法")
    words = {"q": "灵芝 天麻", "kind": "notice"}
    for query in (words, {**words, "validity": "in_force"}):
        assert asked(get_page, "/zcwj/", **query) == ({"关于灵芝的通知"}, Match.ANY), query
        api = get_page("/api/v1/documents", INSIDE, **query).json()
        assert [each["title"] for each in api["items"]] == ["关于灵芝的通知"], query
    document(3, title="关于废止办法的通知", repeals=[whole.index_no])
    assert asked(get_page, "/zcwj/", q="灵芝 天麻") == ({"关于灵芝的通知"}, Match.ANY)
    everything = asked(get_page, "/zcwj/", q="灵芝 天麻", validity="all")
    assert everything == ({"关于灵芝和天麻的办法"}, Match.ALL)


def test_the_archive_counts_what_the_question_found_and_asks_it_once(document, get_page):
    document(1, title="关于灵芝的通知")
    later = {"published_at": moment(2021, 1, 5, 9), "at": moment(2021, 1, 5, 9)}
    document(2, title="关于灵芝和天麻的通知", **later)
    for query, years, count in (
        ({"q": "灵芝"}, [(2021, 1), (2020, 1)], 2),
        ({"q": "灵芝", "year": "2020"}, [(2021, 1), (2020, 1)], 1),
        ({"q": "灵芝 天麻"}, [(2021, 1)], 1),
        ({"q": "灵芝 天麻", "year": "2020"}, [(2021, 1)], 0),
    ):
        with CaptureQueriesContext(connection) as captured:
            context = get_page("/zcwj/", INSIDE, **query).context
        assert (context["years"], context["page_obj"].paginator.count) == (years, count), query
        searches = [each for each in captured if "wagtailsearch_indexentry" in each["sql"]]
        assert len(searches) == 1, query


def test_what_has_left_the_catalogue_decides_no_way_of_finding_what_is_in_it(product, get_page):
    product(0, name="赣南脐橙")
    gone = product(1, name="脐橙蜂蜜酒").certificate
    ruled = {"reason": "quality_safety", "basis_doc_no": "章测扶办字〔2020〕1号"}
    remove(gone, by=None, at=moment(2020, 12, 1, 9), because="线索核查", **ruled)
    for query, title, match in (
        ({}, "赣南脐橙", Match.ANY),
        ({"status": "left"}, "脐橙蜂蜜酒", Match.ALL),
    ):
        query = {"q": "脐橙 蜂蜜酒", **query}
        context = get_page("/cpml/", INSIDE, **query).context
        assert [each.title for each in context["page_obj"]] == [title], query
        assert context["filters"].match is match, query
        read = get_page("/api/v1/products", INSIDE, **query).json()["items"]
        assert [each["name"] for each in read] == [title], query
        counts = get_page("/api/v1/products/facets", INSIDE, **query).json()["status"]
        assert {each["value"]: each["count"] for each in counts}["left"] == 1, query
        assert {each["value"]: each["count"] for each in counts}["active"] == 1, query


def test_what_the_office_wants_shown_first_stands_first_while_it_is_public(
    document, product, get_page
):
    guide = document(1, title="扶贫产品认定办事指南")
    product(0, name="赣南脐橙")
    SearchWord.objects.create(word="公示 几天", page=guide)
    html = get_page("/search/", INSIDE, q="请问公示几天？").content.decode()
    assert "您可能要找" in html
    assert guide.title in html
    with public_change():
        guide.unpublish()
    assert "您可能要找" not in get_page("/search/", INSIDE, q="公示几天").content.decode()


def test_a_word_of_the_office_says_something(office):
    with pytest.raises(ValidationError, match="请填写同义词"):
        SearchWord(word="橙子").full_clean()
    with pytest.raises(ValidationError, match="请填写文字或者数字"):
        SearchWord(word="——", means="脐橙").full_clean()
    assert SearchWord(word="Ａ橙", means="脐橙，蜜桔、 柚").meanings == ["脐橙", "蜜桔", "柚"]


@pytest.mark.parametrize(("login", "may"), [("editor", False), ("checker", True), ("chief", True)])
def test_who_checks_or_signs_keeps_the_words_who_drafts_does_not(
    office, client, django_user_model, login, may
):
    appoint(django_user_model)
    client.force_login(django_user_model.objects.get(username=login))
    address = reverse(SearchWord.snippet_viewset.get_url_name("add"))
    client.post(address, {"word": "奇异果", "means": "猕猴桃"})
    assert SearchWord.objects.filter(word="奇异果").exists() is may
    assert AuditEvent.objects.filter(action="pages.add_searchword", actor=login).exists() is may
