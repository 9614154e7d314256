"""The catalogue as people ask it: filters to take away, orders, views, photos."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.support.standing import stands

from catalog.services import add_photo, adjust, remove, suspend
from pages.models import ProductPage
from pages.models.product_queries import counted
from rules.periods import day_starts

from .conftest import moment

AT = moment(2020, 11, 17, 10)


@pytest.fixture
@stands
def shop(product):
    """Four products that differ in everything one can ask for."""
    given = (
        {"tags": ["rice_bag"], "supply_months": [11, 12, 1], "households": 5},
        {"tags": ["vegetable_basket"], "supply_months": [1, 2], "households": 50},
        {"tags": [], "supply_months": [11], "households": 20, "reference_price_fen": 100},
        {"tags": ["vegetable_basket"], "supply_months": [10], "listed_on": date(2020, 11, 17)},
    )
    return [product(number, persons=200, **facts) for number, facts in enumerate(given)]


@pytest.fixture
def found(get_page, shop):
    """``found(**asked)``: which of the four the list shows, in its order."""

    def ask(at=AT, **asked):
        response = get_page("/cpml/", at, **asked)
        assert response.status_code == 200
        return [shop.index(page) for page in response.context["page_obj"]]

    return ask


def picture():
    written = BytesIO()
    Image.new("RGB", (640, 480), "orange").save(written, "JPEG")
    return written.getvalue()


def photograph(page):
    return add_photo(
        page.certificate.product, name="a", content=picture(), alt_text="一箱", by=None, at=AT
    )


def test_one_finds_by_basket_month_status_and_applicant(found, shop):
    assert set(found(tag="vegetable_basket")) == {1, 3}
    assert set(found(tag="rice_bag")) == {0}
    assert set(found(month="now")) == {0, 2}
    assert set(found(month="1")) == {0, 1}
    assert set(found(month="2")) == {1}
    assert found(month="13") == found(month="x") == []
    code = shop[0].certificate.applicant.credit_code
    assert len(found(applicant=code)) == 4
    assert found(applicant="91360702") == []


def test_status_follows_events_and_days(found, shop):
    suspend(shop[2].certificate, by=None, at=AT, because="线索核查", reason="quality_safety")
    assert set(found(status="suspended")) == {2}
    assert set(found(status="active")) == {0, 1, 3}
    assert found(status="expiring") == []
    window_opens = moment(2021, 8, 16, 9)
    assert found(window_opens.replace(day=15), status="expiring") == []
    assert set(found(window_opens, status="expiring")) == {0, 1}
    assert set(found(window_opens, status="active")) == {0, 1, 3}
    assert found(window_opens, status="nonsense") == []


def test_the_order_is_the_one_asked_for(found):
    assert found()[0] == 3
    assert found(sort="ending")[-1] == 3
    assert found(sort="households")[:2] == [1, 2]
    assert found(sort="price")[0] == 2
    assert found(sort="nonsense") == found()


def test_every_condition_can_be_taken_away_and_the_view_stays(get_page, shop):
    asked = {"tag": "rice_bag", "month": "now", "view": "table"}
    html = get_page("/cpml/", AT, **asked).content.decode()
    assert "保供：米袋子" in html
    assert "供货：本月（11月）" in html
    assert 'href="?month=now&amp;view=table"' in html
    assert 'href="?tag=rice_bag&amp;view=table"' in html
    assert 'href="?view=table">清除全部条件' in html
    assert 'href="?tag=rice_bag&amp;month=now"' in html
    assert '<th scope="col">证书编号</th>' in html


def test_what_is_not_found_says_what_one_can_do(get_page, shop):
    html = get_page("/cpml/", AT, q="没有这个").content.decode()
    assert "没有符合条件的产品" in html
    assert "查看全部目录" in html
    assert "/verify/" in html


def test_home_counts_by_category_and_leads_there(get_page, shop):
    html = get_page("/", AT).content.decode()
    categories, suspended = counted(ProductPage.objects.visible(AT).counts())
    assert sum(count for _, _, count in categories) == len(shop)
    assert suspended == 0
    assert "?category=grain_oil" in html
    assert "<b>1</b>" in html


def test_photos_stand_on_cards_and_pages_with_their_size_and_words(get_page, shop):
    photograph(shop[0])
    photograph(shop[0])
    for url in ("/cpml/", shop[0].url, "/"):
        html = get_page(url, AT).content.decode()
        assert 'alt="一箱"' in html
        assert 'height="360"' in html
        assert 'width="480"' in html
        assert "暂无照片" in html or url == shop[0].url
    assert 'loading="lazy"' in get_page(shop[0].url, AT).content.decode()


@pytest.mark.parametrize("view", ["", "table"])
def test_photos_and_views_cost_no_query_per_product(client, clock, shop, view):
    photograph(shop[0])
    clock(AT)
    few = queries(client, view)
    for page in shop:
        photograph(page)
    client.get("/cpml/")
    assert queries(client, view) == few


def queries(client, view):
    url = f"/cpml/?view={view}&status=active&month=now&tag=rice_bag&sort=price"
    client.get(url), client.get("/cpml/")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/cpml/?view={view}")
    return len(captured)


def test_a_product_page_shows_its_way_its_notice_and_its_code(get_page, product, notice):
    page = product()
    standing = notice(1)
    html = get_page(page.url, AT).content.decode()
    for shown in (
        "2020年9月29日",
        "列入目录",
        "扫码核验",
        f"/complaints/new/?about={page.certificate.number}",
        f"/verify/{page.certificate.number}/",
        "12317",
        standing.title,
    ):
        assert shown in html
    assert [each.pk for each in page.notices(AT)] == [standing.pk]


def test_a_new_name_does_not_cut_a_product_from_the_notice_it_stood_in(product, notice):
    page, standing = product(), notice(1)
    assert [each.pk for each in standing.listed_products(AT)] == [page.pk]
    facts = {**page.certificate.version.facts(), "name": "示例野生山茶油"}
    adjust(page.certificate, facts, by=None, at=AT, because="更名")
    page = ProductPage.objects.get(pk=page.pk)
    assert page.certificate.version.name == "示例野生山茶油"
    assert [each.pk for each in page.notices(AT)] == [standing.pk]
    assert [each.pk for each in standing.listed_products(AT)] == [page.pk]


def test_the_way_of_a_walked_product_is_told_in_days_without_persons(walked, get_page, user):
    [item] = walked("list")
    page = item.certificate.page
    html = get_page(page.url, day_starts(item.certificate.listed_on) + timedelta(hours=20))
    steps = [what for what, _, _ in html.context["track"]]
    assert steps == [
        "提交申请",
        "扶贫工作站认可",
        "区级审核通过",
        "区级公示",
        "上报市级",
        "市级复核通过",
        "省级审核备案",
        "全国公示",
        "列入目录",
    ]
    days = [first for _, first, _ in html.context["track"]]
    assert days == sorted(days)
    text = html.content.decode()
    for duty in ("fpb_reviewer@fpb", "agri_reviewer@nyncj"):
        assert user(duty).get_full_name() not in text


CHOICE = re.compile(r'<select id="filter-(\w+)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="(\w+)"[^>]*>[^<]*（(\d+)）')


@pytest.mark.parametrize("asked", [{}, {"month": "now"}, {"status": "left"}])
@pytest.mark.parametrize("at", [AT, moment(2021, 11, 16, 10)])
def test_each_choice_says_how_many_it_finds_beside_the_other_conditions(at, asked, get_page, shop):
    """On a day when all are in the catalogue or removed, and on the day after three have ended."""
    because = {"by": None, "because": "线索核查", "reason": "quality_safety"}
    suspend(shop[1].certificate, at=AT - timedelta(hours=1), **because)
    ruled = {**because, "basis_doc_no": "赣测扶字〔2020〕1号"}
    remove(shop[2].certificate, at=AT - timedelta(hours=1), **ruled)
    html = get_page("/cpml/", at, **asked).content.decode()
    offered = [
        (select[1], *option)
        for select in CHOICE.finditer(html)
        for option in OPTION.findall(select[0])
    ]
    names = {name for name, *_ in offered}
    assert "status" in names
    assert asked or names == {"category", "tag", "township", "month", "status", "applicant"}
    for name, word, number in offered:
        page = get_page("/cpml/", at, **{**asked, name: word}).context["page_obj"]
        assert page.paginator.count == int(number), (name, word)


def test_choices_cost_the_same_however_many_products_there_are(get_page, product):
    counts = []
    for number in range(3):
        product(number)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            get_page("/cpml/", AT)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_a_list_has_no_page_beyond_its_last(get_page, shop):
    assert get_page("/cpml/", AT, page="1").status_code == 200
    for number in ("2", "0", "-1", "abc", "999999999999"):
        assert get_page("/cpml/", AT, page=number).status_code == 404, number
    assert get_page("/search/", AT, q="脐橙", page="abc").status_code == 200


def test_a_later_part_of_the_whole_list_is_its_own_page(get_page, shop, monkeypatch):
    monkeypatch.setattr("pages.models.paging.PER_PAGE", 2)
    part = get_page("/cpml/", AT, page="2").content.decode()
    assert '<link rel="canonical" href="http://testserver/cpml/?page=2">' in part
    narrowed = get_page("/cpml/", AT, page="2", sort="price").content.decode()
    assert '<link rel="canonical" href="http://testserver/cpml/">' in narrowed


def test_a_product_leads_to_its_decisions_and_their_documents(shop, get_page, document):
    entry = shop[0].certificate
    because = {"because": "线索核查", "reason": "quality_safety"}
    suspend(entry, by=None, at=AT, basis_doc_no="章扶办字〔2020〕9号", **because)
    html = get_page(shop[0].url, AT).content.decode()
    assert "暂停的决定：章扶办字〔2020〕9号" in re.sub(r"\s+", "", html)


def test_the_table_is_ordered_by_its_heads_and_says_so(get_page, shop):
    html = get_page("/cpml/", AT, view="table", tag="rice_bag").content.decode()
    assert 'href="?tag=rice_bag&amp;view=table&amp;sort=price">参考价格（元）</a>' in html
    assert "aria-sort" not in html
    ordered = get_page("/cpml/", AT, view="table", sort="households").content.decode()
    assert 'aria-sort="descending"' in ordered


def test_what_is_sold_all_year_says_so(product):
    facts = product(0, supply_months=list(range(1, 13))).certificate.version
    assert facts.supply_months_text == "全年"
    facts.supply_months = [11, 12, 1]
    assert facts.supply_months_text == "11月、12月、1月"
