"""A document's validity follows from dates and repeals; its number is found in any spelling."""

from datetime import date

import pytest

from pages.models import DocumentPage

from .conftest import moment

REPEALED_FROM = moment(2020, 12, 31, 9, 30)


@pytest.mark.parametrize(
    ("dates", "on", "validity"),
    [
        ({}, date(2020, 4, 2), "有效"),
        ({"effective_from": date(2020, 5, 1)}, date(2020, 4, 30), "尚未施行"),
        ({"effective_from": date(2020, 5, 1)}, date(2020, 5, 1), "有效"),
        ({"expires_on": date(2020, 12, 31)}, date(2020, 12, 31), "有效"),
        ({"expires_on": date(2020, 12, 31)}, date(2021, 1, 1), "失效"),
    ],
)
def test_validity_follows_from_the_dates(document, dates, on, validity):
    page = document(**dates)
    assert page.validity_at(moment(on.year, on.month, on.day, 12)).label == validity


@pytest.fixture
def repealed(document):
    """A document, and the one that repeals it from 2020-12-31."""
    page = document(1, expires_on=date(2020, 12, 31))
    document(
        2,
        title="关于废止示例事项1的通知",
        written_on=date(2020, 12, 31),
        published_at=REPEALED_FROM,
        at=moment(2020, 12, 1),
        repeals=[page.index_no],
    )
    return page


def test_a_repeal_holds_from_the_hour_in_which_it_is_public(repealed):
    assert repealed.validity_at(moment(2020, 12, 31, 9, 29)).label == "有效"
    assert repealed.validity_at(REPEALED_FROM).label == "废止"
    assert repealed.validity_at(moment(2021, 1, 1)).label == "废止"


def test_a_repealed_document_stays_readable_and_leads_to_its_repealer(repealed, get_page):
    html = get_page(repealed.url, moment(2021, 1, 1)).content.decode()
    assert "本文件已废止，仅供查阅" in html
    assert "关于废止示例事项1的通知" in html
    repealer = DocumentPage.objects.get(index_no__endswith="2")
    assert repealed.title in get_page(repealer.url).content.decode()


def test_an_interpretation_and_its_document_lead_to_each_other(document, get_page):
    measure = document(1, kind="measure", title="示例规程")
    explained = document(
        2, kind="interpretation", title="《示例规程》解读", doc_no="", interprets=measure.index_no
    )
    assert explained.title in get_page(measure.url, moment(2020, 5, 1)).content.decode()
    assert measure.title in get_page(explained.url).content.decode()


def test_the_catalogue_fields_are_on_the_page(document, get_page):
    page = document(effective_from=date(2020, 4, 3), drafting_unit="示例起草单位")
    html = get_page(page.url, moment(2020, 5, 1)).content.decode()
    for value in (
        page.index_no,
        page.doc_no,
        page.issuer,
        page.drafting_unit,
        page.recipients,
        page.topic,
        "2020年4月1日",
        "2020年4月2日",
        "2020年4月3日",
        "主动公开",
        "有效",
    ):
        assert value in html
    assert '<meta name="PubDate" content="2020-04-02 09:30">' in html


def test_a_number_is_printed_as_issued_and_found_in_any_spelling(document, get_page):
    page = document(doc_no="章测扶办字﹝2020﹞8号")
    at = moment(2020, 5, 1)
    assert "章测扶办字﹝2020﹞8号" in get_page(page.url, at).content.decode()
    for spelling in ("章测扶办字〔2020〕8号", "章测扶办字[2020]8号", "章测扶办字﹝2020﹞8号"):
        assert page.title in get_page("/zcwj/", at, q=spelling).content.decode()
    assert page.title not in get_page("/zcwj/", at, q="章测扶办字〔2020〕9号").content.decode()


def test_the_list_can_be_narrowed_to_one_kind(document, get_page):
    notice, measure = document(1), document(2, kind="measure", title="示例规程")
    html = get_page("/zcwj/", moment(2020, 5, 1), kind="measure").content.decode()
    assert measure.title in html
    assert notice.title not in html
    assert notice.title in get_page("/zcwj/", kind="nonsense").content.decode()


def test_home_parts_announcements_from_policies(document, client, clock):
    clock(moment(2020, 5, 1))
    policy, announcement = document(1), document(2, kind="announcement", title="示例公告")
    context = client.get("/").context
    assert list(context["policies"]) == [policy]
    assert list(context["announcements"]) == [announcement]


def test_a_guide_begins_with_the_way_to_apply_and_shows_no_empty_facts(document, get_page):
    guide = document(71, kind="guide", doc_no="")
    html = get_page(guide.url, moment(2020, 6, 1, 10)).content.decode()
    assert 'href="/portal/applications/new/">在线申请</a>' in html
    assert "发文字号" not in html.split("<main")[1]
    assert "有效性</dt>" not in html
    policy = document(72, kind="measure")
    html = get_page(policy.url, moment(2020, 6, 1, 10)).content.decode()
    assert "在线申请" not in html.split("<main")[1]
    assert "有效性</dt>" in html
    assert "扫一扫，在手机上打开" in html
