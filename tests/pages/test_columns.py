"""The columns of documents: what they list, by what they can be narrowed, their archive."""

from datetime import date

import pytest
from tests.support.standing import stands

from pages.models import DocumentIndexPage, DocumentPage
from pages.models.document_words import Section

from .conftest import moment

AT = moment(2021, 2, 1)


def titles(answer):
    return {row.title for row, _ in answer.context["page_obj"].object_list}


@pytest.fixture
@stands
def several(document):
    """A measure, what changes it in part, what lapses, what begins later, and one of 2021."""
    measure = document(1, kind="measure", title="示例规程", topic="认定")
    document(2, title="部分废止通知", partly_repeals=[measure.index_no], amends=[measure.index_no])
    document(3, title="已过期通知", expires_on=date(2020, 12, 31))
    document(4, title="待施行通知", effective_from=date(2021, 6, 1))
    later = {"published_at": moment(2021, 1, 5, 9), "at": moment(2021, 1, 5, 9)}
    document(5, title="支持合作社通知", for_cooperatives=True, issuer="区农业农村局", **later)
    return measure


STANDING = {"示例规程", "部分废止通知", "支持合作社通知"}


QUERIES = [
    ({}, STANDING),
    ({"validity": "all"}, {*STANDING, "已过期通知", "待施行通知"}),
    ({"validity": "lapsed"}, {"已过期通知"}),
    ({"validity": "partly"}, {"示例规程"}),
    ({"validity": "not_yet"}, {"待施行通知"}),
    ({"validity": "in_force"}, {"部分废止通知", "支持合作社通知"}),
    ({"target": "for_cooperatives"}, {"支持合作社通知"}),
    ({"target": "title"}, STANDING),
    ({"kind": "measure"}, {"示例规程"}),
    ({"topic": "认定"}, {"示例规程"}),
    ({"issuer": "区农业农村局"}, {"支持合作社通知"}),
    ({"year": "2021"}, {"支持合作社通知"}),
    ({"year": "x"}, STANDING),
    ({"q": "示例内容", "validity": "all", "year": "2020", "kind": "measure"}, {"示例规程"}),
    ({"q": "没有这个"}, set()),
]


def test_policies_can_be_narrowed(several, get_page):
    for query, found in QUERIES:
        assert titles(get_page("/zcwj/", AT, **query)) == found, query


def test_the_archive_counts_what_a_click_shows_and_the_order_can_be_turned(several, get_page):
    assert get_page("/zcwj/", AT, validity="all").context["years"] == [(2021, 1), (2020, 4)]
    standing = get_page("/zcwj/", AT).context
    assert sum(many for _, many in standing["years"]) == standing["page_obj"].paginator.count
    rows = get_page("/zcwj/", AT, sort="oldest").context["page_obj"].object_list
    assert rows[-1][0].title == "支持合作社通知"
    html = get_page("/zcwj/", AT, q="没有这个").content.decode()
    assert "可以放宽条件" in html
    assert "清除条件" in html


def test_a_document_in_part_repealed_says_by_what(several, get_page):
    html = get_page(several.url, AT).content.decode()
    assert "部分内容已失效" in html
    assert "本文件已作修改" in html
    assert (
        several.title
        in get_page(DocumentPage.objects.get(title="部分废止通知").url).content.decode()
    )


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("notice", "/zcwj/"),
        ("interpretation", "/zcjd/"),
        ("announcement", "/tzgg/"),
        ("bulletin", "/gztb/"),
        ("case", "/dxal/"),
        ("guide", "/bszn/"),
    ],
)
def test_every_kind_has_its_column(document, get_page, kind, address):
    page = document(kind=kind)
    assert page.url.startswith(address)
    html = get_page(address, AT).content.decode()
    assert page.title in html
    for column in DocumentIndexPage.objects.all():
        assert column.title in html, "every column leads to the others"


def test_interpretations_can_be_narrowed_by_their_form(document, get_page):
    document(1, kind="interpretation", title="图解", interpretation_form="pictures")
    document(2, kind="interpretation", title="问答", interpretation_form="questions")
    assert titles(get_page("/zcjd/", AT, form="pictures")) == {"图解"}


@pytest.fixture
def bulletin(document):
    figures = [
        {"group": "total", "label": "销售额", "amount": "220892.5", "unit": "元"},
        {"group": "total", "label": "有效销售记录", "amount": 33, "unit": "笔"},
        {"group": "channel", "label": "单位食堂", "amount": "5358", "unit": "元"},
    ]
    return document(7, kind="bulletin", title="第二季度通报", figures=figures)


def test_the_latest_bulletin_shows_its_figures_at_home_and_on_its_page(
    bulletin, document, get_page
):
    document(8, kind="bulletin", title="没有数据的通报")
    for address in ("/", bulletin.url):
        html = get_page(address, AT).content.decode()
        for words in ("220,892.50", "33", "单位食堂", "5,358.00", "按销售渠道"):
            assert words in html


def test_home_without_a_bulletin_says_nothing_of_figures(document, get_page):
    document()
    assert "通报数据" not in get_page("/", AT).content.decode()


def test_figures_of_the_district_are_its_counted_sales():
    """The words of the bulletin say the same: 销售额220,892.50元，线上17,966.00元."""
    import json

    from demo.district import DIRECTORY
    from desk.loading.figures import quarter_figures

    sales = json.loads((DIRECTORY / "sales.json").read_text())
    total = {row["label"]: f"{row['amount']:.2f}" for row in quarter_figures(sales, "2020Q2")[:4]}
    assert total == {
        "有效销售记录": "33.00",
        "销售额": "220892.50",
        "线上": "17966.00",
        "线下": "202926.50",
    }
    assert quarter_figures(sales, "2019Q1") == []


def test_a_section_without_a_column_of_its_own_falls_back_to_the_policies(document):
    DocumentIndexPage.objects.get(section=Section.CASE).delete()
    assert document(kind="case").url.startswith("/zcwj/")
