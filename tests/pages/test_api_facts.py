"""What a page says and what its JSON says are the same facts, for every kind of public page.

Facts of a page are its headings, terms, cells, steps, links and pictures. Words of the frame that
are no facts (names of rows, sentences of the law) are named in ``LEFT_OUT`` with the reason.
"""

import re
from datetime import date, datetime
from html import unescape

import pytest
from bs4 import BeautifulSoup
from tests.support import plan
from tests.support.bulletins import AT, issue
from tests.support.photos import picture

from catalog.services import add_photo, remove, suspend
from pages.models import BulletinPage, DocumentIndexPage, HomePage, ResultPage
from pages.notices.services import announce_results, open_removal_notice
from publicity import services
from registry.calendars import calendar
from workflow.services import bulletins

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
#: Fields that say in a machine's words what others say in people's, or where the JSON itself is.
OF_MACHINES = {
    *(
        "id",
        "type",
        "slug",
        "api_url",
        "updated_at",
        "kind",
        "section",
        "state",
        "standing",
        "status",
    ),
    *(
        "validity",
        "disclosure",
        "category",
        "tags",
        "mechanisms",
        "certifications",
        "input_sources",
    ),
    *("reason", "supply_months", "entity_type", "township_code", "ended_by", "value", "role"),
}
#: By type, what the JSON says and the page does not, and why.
ROWS = "首页的一行只写题目和日期，其余在该页面上"
ONLY_JSON = {
    "document": {
        "blocks.text": "blocks.html 去掉标记后的文字",
        "versions.text_sha256": "页面的版本一栏不写摘要",
    },
    "product": {
        "photo.srcset": "列表用的尺寸，详情页用 photos",
        "photos.srcset": "页面在放大和缩略时各用其中几种尺寸",
        "photos.sizes.url": "同上",
        "facts.title": "带贫减贫各栏在页面上是数字牌，标题另写",
    },
    "removal": {"rules.station_term": "清理公告不提工作站"},
    "result": {"rules.station_term": "公示结果不提工作站"},
    "bulletin": {
        "kind_label": "页面以题目和签发单位表示",
        "lines_sha256": "页面写前16位",
    },
    "feature": {"form_label": "版式的名称；页面就是这种版式"},
    "home": {
        "today": "页面据以计算剩余天数",
        **{
            f"{rows}.{name}": ROWS
            for rows in ("policies", "announcements")
            for name in ("disclosure_label", "index_no", "summary", "topic", "written_on")
        },
        "newest_products.credit_code": ROWS,
        "newest_products.reference_price_fen": ROWS,
        "newest_products.valid_from": ROWS,
    },
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


def leaves(value, path=""):
    """``(path, value)`` of every word and number in an answer; places in lists are left out."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    elif value not in (None, "", True, False):
        yield path, value


def unsaid(page_html, answer):
    """Paths of the answer whose words stand nowhere on the page, but for those left out by name."""
    text, answer = PIECES.sub("", unescape(page_html)), answer.get("story", answer)
    left_out = ONLY_JSON.get(answer["type"], ())
    return {
        path
        for path, value in leaves(answer)
        if path.rpartition(".")[2] not in OF_MACHINES and path not in left_out
        if not any(PIECES.sub("", word) in text for word in shown_as(value) if word)
    }


def shown_as(value):
    """The ways in which a page may write a value."""
    text = str(value).removeprefix("http://testserver")
    number = {f"{value:,}"} if isinstance(value, int) else set()
    return {word.strip() for word in words_of(value)} | {text} | number


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
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
    assert [each["alt"] for each in answer["photos"]] == ["一篮山茶籽", "瓶装山茶油"]


def test_a_suspended_product(product, both):
    page = product(0)
    suspend(page.certificate, by=None, at=INSIDE, because="核查", reason="quality_safety")
    html, answer = both(page, moment(2020, 11, 18))
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
    assert answer["intent_url"] is None


def test_a_product_that_left_the_catalogue_answers_410_with_its_story(product, both, get_page):
    page = product(0)
    html, answer = both(page, moment(2021, 12, 1), status=410)
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
    assert answer["story"]["ended_by"] == "expired"
    by_slug = get_page(f"/api/v1/products/{page.slug}", moment(2021, 12, 1))
    assert by_slug.json()["story"] == answer["story"]


def test_a_notice_that_runs_and_one_that_is_held(notice, both):
    page = notice(products=2)
    at = moment(2020, 9, 30, 10)
    html, answer = both(page, at)
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
    entry = page.publicity.entries.first()
    services.object_to(entry, channel="web", content="带动户数不属实", at=at)
    services.hold(entry, calendar=calendar(), at=at)
    html, answer = both(page, moment(2020, 9, 30, 11))
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())


def test_a_notice_that_ended(notice, both):
    html, answer = both(notice(products=2), moment(2020, 10, 20))
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())


def test_a_result(notice, both):
    page = notice(products=2)
    page.publicity.entries.update(closed_at=moment(2020, 10, 13, 9), ending="passed")
    announce_results(moment(2020, 10, 13, 10))
    html, answer = both(ResultPage.objects.get(), moment(2020, 10, 14))
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
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
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
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
    html, answer = both(page)
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())


def test_the_home_page(product, notice, document, both):
    product(0), notice(products=2), document(1), document(2, kind="announcement", title="示例公告")
    home = HomePage.objects.get()
    html, answer = both(home)
    left = {each for each in lacking(html, answer) if not each.startswith("/")}
    assert (left, unsaid(html, answer)) == (set(), set())
    assert [each["title"] for each in answer["announcements"]] == ["示例公告"]


def test_a_quarterly_bulletin_and_its_correction(office, both, get_page):
    plan.load_plan()
    plan.close(1, 2, 3, 4)
    bulletins.take_up(AT)
    by = {"by": plan.person("manager"), "at": AT}
    bulletin = issue("gsl")
    bulletins.publish(bulletin, is_public=True, **by)
    page = BulletinPage.objects.get()
    html, answer = both(page, AT)
    assert (lacking(html, answer), unsaid(html, answer)) == (set(), set())
    assert any(part["rows"] for part in answer["parts"]) or answer["parts"]
    (row,) = get_page("/api/v1/bulletins", AT).json()["items"]
    assert row["number"] == answer["number"]
    (result,) = [
        each
        for each in get_page("/api/v1/search", AT, q="工作进展情况").json()["items"]
        if each["type"] == "bulletin"
    ]
    assert result["api_url"] == answer["api_url"]
    (sales,) = get_page("/api/v1/sales", AT).json()[:1]
    sums = get_page("/sales/", AT).content.decode()
    for table in sales["tables"]:
        assert table["title"] in sums
        assert [each for each in table["rows"] if each["amount"] not in sums] == []


def test_the_page_of_statistics(product, notice, certificate, get_page):
    product(0), notice(products=2)
    html = get_page("/statistics/", INSIDE).content.decode()
    tables = get_page("/api/v1/figures", INSIDE).json()
    cells = {f"{cell}" for table in tables for row in table["rows"] for cell in row}
    page = BeautifulSoup(html, "html.parser").main
    shown = {td.get_text(strip=True) for td in page.select("td")}
    assert len(shown) > 5
    assert shown - {""} <= cells
    text = page.get_text()
    assert [table["title"] for table in tables if table["title"] not in text] == []
    assert [each["url"].partition("#")[2] for each in tables] == [each["key"] for each in tables]
