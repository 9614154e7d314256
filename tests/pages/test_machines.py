"""What machines read of every public page: tags, schema.org, short addresses, sitemap, feeds."""

import json
import re
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import feedparser
import pytest
from openpyxl import load_workbook
from tests.support.standing import stands
from wagtail.models import Site

from pages.machines.short_codes import from_short_code, short_code
from pages.models import ColumnSettings, DocumentIndexPage, ResultPage, SiteSettings
from pages.notices.services import announce_results
from publicity import services
from registry.models import User
from rules.privacy import scan

from .conftest import PUBLISHED, moment

INSIDE = moment(2020, 11, 17, 10)
SITE = {"SiteName", "SiteDomain", "SiteIDCode", "Description"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {
    *("ArticleTitle", "PubDate", "ContentSource"),
    *("Keywords", "Author", "Description", "Image", "Url"),
}


@pytest.fixture
def said(office):
    """The settings of the site, filled in."""
    settings = SiteSettings.for_site(Site.objects.get())
    for name, value in {
        "organiser": "章贡区扶贫办公室",
        "operator": "章贡区大数据中心",
        "site_id_code": "3607020001",
        "icp_number": "赣ICP备20200001号",
        "police_number": "赣公网安备36070202000001号",
        "police_link": "https://police.example/1",
        "party_link": "https://party.example/1",
        "contact": "0797-0000000",
        "correction_link": "https://correct.example/1",
        "header_html": '<nav onclick="x()">门户<script>alert(1)</script></nav>',
    }.items():
        setattr(settings, name, value)
    settings.save()
    return settings


@pytest.fixture
@stands
def result(notice):
    """The result of a notice whose one product stood to the end."""
    page = notice(products=1)
    at = moment(2020, 10, 13, 9)
    services.close(page.publicity.entries.get(), at=at)
    assert (announce_results(at), announce_results(at)) == (1, 0)
    return page.result


def tags(html):
    found = re.findall(r'<meta name="([\w-]+)" content="([^"]*)">', html)
    names = [name for name, _ in found]
    assert len(names) == len(set(names))
    assert all(value and value not in ("null", "None") for _, value in found)
    return {name: unescape(value) for name, value in found if name in SITE | COLUMN | ARTICLE}


def things(html):
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    assert "<" not in text
    return {each["@type"]: each for each in json.loads(text)}


def test_every_page_type_carries_exactly_its_government_tags(
    said, result, product, document, get_page
):
    pages = {"/": set(), "/gsgg/": COLUMN, "/zcwj/": COLUMN, "/cpml/": COLUMN}
    for page in (result, result.notice, product(), document()):
        pages[page.url] = ARTICLE
    for url, more in pages.items():
        found = tags(get_page(url, INSIDE).content.decode())
        assert set(found) == SITE | more, url
        assert found["SiteIDCode"] == "3607020001"
        assert found["SiteDomain"] == "testserver"
    for url in ("/search/", "/feeds/", "/sitemap/"):
        assert set(tags(get_page(url).content.decode())) == SITE


def test_the_values_are_those_of_the_page(said, notice, document, product, get_page):
    found = tags(get_page(document(summary='甲"乙<丙').url, INSIDE).content.decode())
    assert found["PubDate"] == "2020-04-02 09:30"
    assert found["ContentSource"] == "章贡区扶贫办"
    assert found["Keywords"] == "扶贫产品,认定"
    assert found["Description"] == '甲"乙<丙'
    page = notice()
    found = tags(get_page(page.url).content.decode())
    assert (found["ArticleTitle"], found["PubDate"]) == (page.title, "2020-09-28 09:00")
    assert found["Url"] == f"http://testserver{page.url}"
    assert tags(get_page("/gsgg/").content.decode())["ColumnType"] == "公示公告"
    assert tags(get_page("/cpml/").content.decode())["ColumnType"] == "办事服务"
    types = {"zcwj": "政策文件", "zcjd": "政策解读", "tzgg": "通知公告"}
    types |= {"gztb": "统计数据", "dxal": "专题专栏", "bszn": "办事服务"}
    for slug, name in types.items():
        assert tags(get_page(f"/{slug}/").content.decode())["ColumnType"] == name


def test_a_later_edit_does_not_move_the_day_of_publication(document, get_page):
    page = document()
    document(title="改正后的标题", because="标题有误，予以更正", at=moment(2020, 5, 1))
    found = tags(get_page(page.url, INSIDE).content.decode())
    assert (found["ArticleTitle"], found["PubDate"]) == ("改正后的标题", "2020-04-02 09:30")


def test_a_column_is_described_in_the_settings(said, get_page):
    column = DocumentIndexPage.objects.get(section="policy")
    ColumnSettings.objects.create(
        settings=said, page=column, column_type="政策解读", description="说明", keywords="甲、乙"
    )
    found = tags(get_page("/zcwj/", INSIDE).content.decode())
    assert {found[name] for name in COLUMN} == {"政策文件", "说明", "甲,乙", "政策解读"}


def test_schema_org_says_what_each_page_is(said, result, product, document, get_page):
    def of(url):
        return things(get_page(url, INSIDE).content.decode())

    assert of("/")["GovernmentService"]["provider"]["name"] == "章贡区扶贫办公室"
    assert set(of("/cpml/")) == {"CollectionPage", "BreadcrumbList"}
    page = product()
    shown = of(page.url)["Product"]
    assert shown["productID"] == page.certificate.number
    assert shown["hasCertification"]["expires"] == f"{page.certificate.valid_until}"
    assert of(result.url)["SpecialAnnouncement"]["datePosted"] == "2020-10-13T09:00:00+08:00"
    shown = of(document(title="</script><b>通知").url)
    assert shown["Article"]["headline"] == "</script><b>通知"
    assert [each["name"] for each in shown["BreadcrumbList"]["itemListElement"]] == [
        *("首页", "政策文件"),
        "</script><b>通知",
    ]


def test_the_address_is_canonical_and_its_short_form_leads_there(document, get_page, client):
    page = document()
    html = get_page(f"{page.url}?utm=1", INSIDE).content.decode()
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html
    short = re.search(r'短网址：<a href="http://testserver(/s/\w+/)"', html)[1]
    assert client.get(short).url == page.url
    assert get_page(short, moment(2020, 4, 1)).status_code == 404
    for nowhere in ("0", "zzzzzzzzzzzz", "i-l"):
        assert client.get(f"/s/{nowhere}/").status_code == 404
    assert all(from_short_code(short_code(number)) == number for number in (1, 30, 31, 99_999))


@pytest.mark.parametrize("has_font", [True, False])
def test_a_share_card_is_drawn_once_and_with_or_without_a_font(
    document, get_page, has_font, monkeypatch
):
    if not has_font:
        monkeypatch.setattr("printing.cards.font_file", lambda: None)
    page = document(title=f"卡片{has_font}" + "很长的标题" * 20)
    first = get_page(f"/share/{page.pk}.png", INSIDE)
    assert first.content.startswith(b"\x89PNG")
    assert get_page(f"/share/{page.pk}.png").content == first.content
    assert get_page(f"/share/{page.pk}.png", moment(2020, 4, 1)).status_code == 404


def test_the_footer_shows_what_inspection_asks_for_and_the_portal_runs_no_script(said, get_page):
    html = get_page("/", INSIDE).content.decode()
    for word in ("3607020001", "赣ICP备20200001号", "党政机关标识", "我为政府网站找错", "网站地图"):
        assert word in html
    assert "<nav>门户</nav>" in html
    assert "alert" not in html


def test_the_sitemap_lists_what_is_visible_and_nothing_else(product, document, get_page, client):
    pages = [product(), document()]
    addresses = [
        each.text
        for each in ElementTree.fromstring(get_page("/sitemap.xml", INSIDE).content).iter()
        if each.tag.endswith("loc")
    ]
    assert {f"http://testserver{page.url}" for page in pages} < set(addresses)
    assert len(addresses) == 11
    later = get_page("/sitemap.xml", moment(2021, 11, 17)).content.decode()
    assert pages[0].url not in later
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "Disallow: /admin/" in robots


def test_a_long_sitemap_is_an_index_of_parts_that_hold_every_page_once(
    product, document, get_page, monkeypatch
):
    pages = [product(), *(document(serial) for serial in (1, 2, 3))]
    monkeypatch.setattr("pages.machines.sitemap.PART", 4)
    parts = locations(get_page("/sitemap.xml", INSIDE))
    assert parts[0] == "http://testserver/sitemap-1.xml"
    assert len(parts) == 4
    addresses = [
        address
        for part in parts
        for address in locations(get_page(part.removeprefix("http://testserver"), INSIDE))
    ]
    assert {f"http://testserver{page.url}" for page in pages} < set(addresses)
    assert len(addresses) == len(set(addresses)) == 13
    for number in (0, 5):
        assert get_page(f"/sitemap-{number}.xml", INSIDE).status_code == 404


def locations(response):
    tree = ElementTree.fromstring(response.content)
    return [each.text for each in tree.iter() if each.tag.endswith("loc")]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds_parse_and_show_only_what_is_visible(
    result, product, document, get_page, client, form
):
    product(), document()
    for name, count in (("documents", 1), ("notices", 2), ("catalogue", 1)):
        response = get_page(f"/feeds/{name}.{form}", INSIDE)
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo
        assert len(parsed.entries) == count
        assert all(each.link.startswith("http://testserver/") for each in parsed.entries)
        assert scan(response.content.decode()) == []
        again = client.get(f"/feeds/{name}.{form}", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        empty = feedparser.parse(get_page(f"/feeds/{name}.{form}", moment(2020, 1, 1)).content)
        assert (bool(empty.bozo), empty.entries) == (False, [])


def test_the_json_feed_is_one(document, product, get_page, client):
    document(), product()
    said = get_page("/feeds/catalogue.json", INSIDE).json()
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert said["items"][0]["title"].startswith("列入：")
    assert (
        get_page("/feeds/documents.json")
        .json()["items"][0]["date_published"]
        .startswith("2020-04-02")
    )
    assert client.get("/feeds/documents.exe").status_code == 404
    assert 'href="/feeds/notices.atom"' in client.get("/").content.decode()
    assert "/feeds/catalogue.json" in client.get("/feeds/").content.decode()


def test_the_table_of_a_notice_is_a_workbook_that_computes_nothing(notice, get_page):
    page = notice(products=2)
    page.publicity.entries.update(origin="=HYPERLINK(1)，王某15400000001")
    first = get_page(f"{page.url}table/", PUBLISHED).content
    assert get_page(f"{page.url}table/").content == first
    rows = list(load_workbook(BytesIO(first)).active.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["序号", "申请单位", "产品"]
    assert len(rows) == 3
    kinds = {cell.data_type for row in rows[1:] for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert all(cell.data_type == "s" for cell in rows[0])
    numbers = [[row[place].value for row in rows[1:]] for place in (0, 5, 6)]
    entries = page.publicity.entries.all()
    households, persons = [e.households for e in entries], [e.persons for e in entries]
    assert numbers == [[1, 2], households, persons]
    assert rows[1][4].value == "=HYPERLINK(1)，王某154****0001"
    assert f"{page.url}table/" in get_page(page.url).content.decode()
    assert get_page(f"{page.url}tables/").status_code == 404


def test_a_result_follows_when_the_last_product_has_its_end(notice, get_page):
    page = notice(products=2)
    first, second = page.publicity.entries.all()
    at = moment(2020, 10, 13, 9)
    services.close(first, at=at)
    assert announce_results(at) == 0
    services.take_out(second, ending="refused", by=None, at=at)
    assert announce_results(moment(2020, 10, 12, 9)) == 0
    assert announce_results(at) == 1
    result = ResultPage.objects.get()
    assert result.title == "关于2020年第1批拟认定扶贫产品公示结果的公告"
    html = get_page(result.url, at).content.decode()
    assert "期满无异议的1个产品" in html
    assert "异议成立，不予认定" in html
    assert page.url in html
    before = moment(2020, 10, 12)
    for address in (page.url, "/gsgg/", "/", "/api/v1/notices", f"/api/v1/notices/{page.slug}"):
        assert result.url in get_page(address, at).content.decode()
        assert result.url not in get_page(address, before).content.decode()
    assert get_page(result.url, before).status_code == 404


def test_the_settings_are_edited_in_the_admin(office, client):
    admin = User.objects.create_superuser("root", password="x" * 12)
    client.force_login(admin)
    html = client.get("/admin/settings/pages/sitesettings/", follow=True).content.decode()
    assert "政府网站标识码" in html
    assert "栏目说明" in html
