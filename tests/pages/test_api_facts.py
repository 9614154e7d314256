"""What a page says and what its JSON says are the same facts, for every kind of public page.

Facts of a page are its headings, terms, cells, steps, links and pictures. Words of the frame that
are no facts (names of rows, sentences of the law) are named in ``LEFT_OUT`` with the reason.
"""

import re
from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from tests.support.photos import picture

from catalog.services import add_photo, remove, suspend
from pages.models import DocumentIndexPage, HomePage, ResultPage
from pages.notices.services import announce_results, open_removal_notice
from publicity import services
from registry.calendars import calendar

from .conftest import moment

INSIDE = moment(2020, 11, 17, 10)
FACTS = "h1, dd, td, th[scope=row], .track b, .track time, .badge, .digest .code, figcaption"
PIECES = re.compile(r"[\s　至、，：；（）()。“”/]+|公示至|恢复后再公示|个工作日")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.+")
#: Facts of a page that its JSON leaves out, and why.
LEFT_OUT = {
    "无": "空的栏目在页面上写“无”",
    "签发时编号": "同上",
    "—": "同上",
    "扫码核验这个证书此刻的状态": "二维码的替代文字；地址是 verify_url",
    "已暂停": "徽标的说法；接口的 standing_label 是“暂停”",
    "全程公开": "首页“怎样认定”一栏是固定的说明",
}


def words_of(value):
    """Every word that a JSON answer holds, days and moments also as a page writes them."""
    if isinstance(value, dict):
        return {word for each in value.values() for word in words_of(each)}
    if isinstance(value, list):
        return {word for each in value for word in words_of(each)}
    text = "" if value is None else str(value)
    return {text, *_as_shown(text, value)}


def _as_shown(text, value):
    if isinstance(value, int) and not isinstance(value, bool):
        return {f"{value / 100:,.2f}", f"{value / 100:g}"}
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return {BeautifulSoup(text, "html.parser").get_text()} if "<" in text else set()
    markup = {f"{day.year}年{day.month}月{day.day}日", day.isoformat()}
    if MOMENT.fullmatch(text):
        markup.add(datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M"))
    return markup


def facts_of(html):
    """The facts of a page's main part: words, and the addresses of its pages and pictures."""
    main = BeautifulSoup(html, "html.parser").main
    for each in main.select(".crumbs, .tools__parts"):
        each.extract()
    texts = {each.get_text("　", strip=True) for each in main.select(FACTS)}
    pieces = {piece for text in texts for piece in PIECES.split(text) if piece}
    links = {each["href"] for each in main.select("a[href]") if _is_address(each["href"])}
    pictures = {each["src"] for each in main.select("img[src]") if "/media/" in each["src"]}
    alts = {each["alt"] for each in main.select("img[alt]") if "/media/" in each.get("src", "")}
    return pieces - set(LEFT_OUT), links | pictures, alts


def _is_address(href):
    return href.startswith("/") and "?" not in href


def lacking(page_html, answer):
    words = words_of(answer)
    text = "\n".join(words)
    pieces, addresses, alts = facts_of(page_html)
    ours = {word.removeprefix("http://testserver") for word in words}
    in_sets = {part.split(" ")[0] for word in ours for part in word.split(", ")}
    in_sets = {part.removeprefix("http://testserver") for part in in_sets}
    return (
        {piece for piece in pieces if piece not in text}
        | {each for each in addresses if each not in ours | in_sets}
        | {alt for alt in alts if alt not in words}
    )


@pytest.fixture
def both(get_page):
    """``both(page, at)``: the page's HTML, and the JSON found by its path."""

    def get(page, at=INSIDE, status=200):
        html = get_page(page.url, at)
        answer = get_page("/api/v1/pages", at, path=page.url)
        assert (html.status_code, answer.status_code) == (status, status)
        return html.content.decode(), answer.json()

    return get


@pytest.fixture
def with_photo(product):
    page = product(0)
    for colour, alt in (("orange", "一篮山茶籽"), ("green", "瓶装山茶油")):
        add_photo(
            page.certificate.product,
            name=f"{colour}.jpg",
            content=picture(colour, size=(1200, 900)),
            alt_text=alt,
            by=None,
            at=INSIDE,
        )
    return page


def test_a_product(with_photo, both):
    html, answer = both(with_photo)
    assert lacking(html, answer) == set()
    assert [each["alt"] for each in answer["photos"]] == ["一篮山茶籽", "瓶装山茶油"]


def test_a_suspended_product(product, both):
    page = product(0)
    suspend(page.certificate, by=None, at=INSIDE, because="核查", reason="quality_safety")
    html, answer = both(page, moment(2020, 11, 18))
    assert lacking(html, answer) == set()
    assert answer["intent_url"] is None


def test_a_product_that_left_the_catalogue_answers_410_with_its_story(product, both, get_page):
    page = product(0)
    html, answer = both(page, moment(2021, 12, 1), status=410)
    assert lacking(html, answer) == set()
    assert answer["story"]["ended_by"] == "expired"
    by_slug = get_page(f"/api/v1/products/{page.slug}", moment(2021, 12, 1))
    assert by_slug.json()["story"] == answer["story"]


def test_a_notice_that_runs_and_one_that_is_held(notice, both):
    page = notice(products=2)
    at = moment(2020, 9, 30, 10)
    assert lacking(*both(page, at)) == set()
    entry = page.publicity.entries.first()
    services.object_to(entry, channel="web", content="带动户数不属实", at=at)
    services.hold(entry, calendar=calendar(), at=at)
    assert lacking(*both(page, moment(2020, 9, 30, 11))) == set()


def test_a_notice_that_ended(notice, both):
    assert lacking(*both(notice(products=2), moment(2020, 10, 20))) == set()


def test_a_result(notice, both):
    page = notice(products=2)
    page.publicity.entries.update(closed_at=moment(2020, 10, 13, 9), ending="passed")
    announce_results(moment(2020, 10, 13, 10))
    html, answer = both(ResultPage.objects.get(), moment(2020, 10, 14))
    assert lacking(html, answer) == set()
    assert (answer["passed"], answer["notice"]["id"]) == (2, page.pk)


def test_an_announcement_of_a_removal(certificate, both):
    event = remove(
        certificate(0),
        by=None,
        at=moment(2020, 12, 25, 10),
        because="虚构",
        reason="quality_safety",
        basis_doc_no="省测扶办字〔2020〕88号",
    )
    page = open_removal_notice(event, ruled_on=date(2020, 12, 24), by=None, at=event.effective_at)
    html, answer = both(page, moment(2020, 12, 26))
    assert lacking(html, answer) == set()
    assert {"省测扶办字〔2020〕88号", "2020-12-25"} <= words_of(answer)


def test_a_column_tells_its_place_its_list_and_what_it_can_be_narrowed_by(document, get_page):
    document(1), document(2, kind="measure", title="示例办法")
    column = DocumentIndexPage.objects.get(section="policy")
    answer = get_page(f"/api/v1/columns/{column.slug}", INSIDE).json()
    assert {each["value"]: each["count"] for each in answer["kinds"]} == {"notice": 1, "measure": 1}
    listed = get_page(answer["list_url"], INSIDE).json()
    html = get_page(column.url, INSIDE).content.decode()
    assert [each["title"] in html for each in listed["items"]] == [True, True]


def test_a_document_with_all_its_parts(document, both):
    document(2, title="被废止的通知")
    page = document(
        1,
        effective_from=date(2020, 5, 1),
        expires_on=date(2025, 4, 30),
        repeals=["TEST360702/2020-00002"],
        drafting_unit="产业股",
        source="区扶贫办",
    )
    assert lacking(*both(page)) == set()


def test_the_home_page(product, notice, document, both):
    product(0), notice(products=2), document(1), document(2, kind="announcement", title="示例公告")
    home = HomePage.objects.get()
    html, answer = both(home)
    left = {each for each in lacking(html, answer) if not each.startswith("/")}
    assert left == set()
    assert [each["title"] for each in answer["announcements"]] == ["示例公告"]
