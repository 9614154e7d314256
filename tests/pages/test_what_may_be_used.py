"""Wherever a product is named it is said whether the name may be used; counts are what one sees."""

import re

import pytest
from tests.support.standing import stands

from catalog.services import leave, remove, suspend
from pages.models import ProductPage
from registry.models import RuleSet
from rules.certificate_numbers import example, read_certificate_number

from .conftest import moment

AT = moment(2020, 12, 1, 10)
#: Where the office names itself: masthead, imprint, signature, receiving unit, machines.
NAMED = (
    r'masthead__bar">\s*<p>([^<]*)|主办单位：([^<　]*)|paper__sign">\s*<p>([^<]*)'
    r'|受理单位</dt><dd>([^<]*)|"GovernmentOrganization", "name": "([^"]*)"'
    r"|示例路1号（虚构），([^（]*（虚构）)"
)
DECISION = "赣测扶字〔2020〕9号"


@pytest.fixture
@stands
def shop(product):
    """Valid, suspended, removed and left: ``{word: page}``."""
    pages = dict(
        zip(("valid", "suspended", "removed", "left"), map(product, range(4)), strict=True)
    )
    certificates = {word: page.certificate for word, page in pages.items()}
    suspend(certificates["suspended"], by=None, at=AT, because="线索核查", reason="quality_safety")
    remove(
        certificates["removed"],
        by=None,
        at=AT,
        because="查实",
        reason="complaint_upheld",
        basis_doc_no=DECISION,
    )
    _leave(certificates["left"])
    return pages


def _leave(certificate):
    from demo.acts import agent

    leave(certificate, by=agent(certificate.applicant_id), at=AT, because="不再生产")


def text(response):
    return response.content.decode()


def test_home_counts_and_shows_the_valid_ones_and_names_the_suspended_apart(shop, get_page):
    html = text(get_page("/", AT))
    assert '<b class="figure">1</b>个有效认定的产品' in html
    assert "1个暂停</a>" in html
    assert shop["valid"].url in html
    for word in ("suspended", "removed", "left"):
        assert shop[word].url not in html


def test_every_number_on_the_home_page_is_what_its_link_shows(shop, product, get_page, client):
    for number in range(4, 9):
        product(number, category="vegetable" if number % 2 else "fruit")
    html = text(get_page("/", AT))
    links = re.findall(r'href="(/cpml/\?[^"]+)">[^<]*?(?:<b>(\d+)</b>|(\d+)个暂停)', html)
    assert len(links) >= 3
    for address, count, suspended in links:
        shown = client.get(address.replace("&amp;", "&")).context["page_obj"].paginator.count
        assert shown == int(count or suspended)
    total = int(re.search(r'class="figure">(\d+)<', html)[1])
    assert total == client.get("/api/v1/products", {"status": "active"}).json()["count"]


def test_the_catalogue_says_how_many_are_suspended(shop, get_page):
    html = text(get_page("/cpml/", AT))
    assert "共2个产品，其中1个暂停" in html
    assert "均在认定有效期内" not in html
    assert "均在认定有效期内" in text(get_page("/cpml/", AT, status="active"))
    assert 'href="?status=left"' in html


@pytest.mark.parametrize("kind", ["/search/", "/api/v1/search"])
def test_search_results_carry_the_standing(shop, get_page, kind):
    name = shop["suspended"].certificate.number
    answer = get_page(kind, AT, q=name)
    if kind == "/search/":
        assert "已暂停</span>" in text(answer).split("found__title")[1]
    else:
        found = answer.json()["items"][0]
        assert (found["standing"], found["standing_label"]) == ("suspended", "暂停")


def test_what_is_no_product_has_no_standing(document, notice, get_page):
    document(1, title="关于销售山茶油的通知")
    found = get_page("/api/v1/search", AT, q="山茶油通知").json()["items"]
    assert found
    assert {each["standing"] for each in found} == {None}


@pytest.mark.parametrize(
    ("more", "offered"), [("某某", "含有其中一部分"), ("某某&since=2029-01-01", "您要找的是不是")]
)
def test_what_is_offered_instead_carries_the_standing_too(shop, get_page, more, offered):
    facts = shop["suspended"].certificate.version
    html = text(get_page(f"/search/?q={facts.name}{more}", AT))
    assert offered in html
    assert "已暂停</span>" in html


def test_a_notice_names_what_was_listed_with_its_standing(notice, shop, get_page):
    page = notice(products=4)
    html = text(get_page(page.url, AT))
    listed = html.split("其中已经列入目录的")[1].split("</ul>")[0]
    assert re.findall(r"badge--(\w+)", listed) == ["active", "suspended"]


def test_a_suspended_product_says_so_to_machines_too(shop, get_page):
    for word, activity in (("valid", "Active"), ("suspended", "Inactive"), ("removed", "Inactive")):
        html = text(get_page(shop[word].url, AT))
        assert f"schema.org/Certification{activity}" in html
        described = re.search(r'name="Description" content="([^"]*)"', html)[1]
        assert ("不得以扶贫产品名义" in described) is (word != "valid")


STOPPED = [
    ("suspended", {"suspended"}),
    ("removed", {"removed"}),
    ("expired", {"left"}),
    ("left", {"removed", "left"}),
]


@pytest.mark.parametrize(("status", "words"), STOPPED)
def test_what_may_not_be_used_is_listed_with_day_reason_and_decision(shop, get_page, status, words):
    response = get_page("/cpml/", AT, status=status)
    html = text(response)
    listed = {word for word, page in shop.items() if page.certificate.number in html}
    assert listed == words
    read = get_page("/api/v1/products", AT, status=status).json()["items"]
    assert {each["certificate_no"] for each in read} == {
        shop[word].certificate.number for word in words
    }
    for each in read:
        assert each["stopped"]["on"] == "2020-12-01"
        assert each["stopped"]["reason"] in html
        assert each["status"] == ("expired" if status == "expired" else each["standing"])
    if "removed" in words:
        assert DECISION in html
        assert DECISION in [each["stopped"]["decision_no"] for each in read]


def test_the_catalogue_of_today_lists_nothing_that_has_left(shop, get_page):
    read = get_page("/api/v1/products", AT).json()["items"]
    assert {each["standing"] for each in read} == {"active", "suspended"}
    assert [each["stopped"] for each in read if each["standing"] == "active"] == [None]


def test_what_ran_out_is_listed_from_its_second_with_no_clock_running(product, get_page):
    page = product()
    suspend(page.certificate, by=None, at=AT, because="线索核查", reason="quality_safety")
    last, after = moment(2021, 11, 16, 23, 59, 59), moment(2021, 11, 17)
    assert get_page("/api/v1/products", last, status="left").json()["count"] == 0
    [gone] = get_page("/api/v1/products", after, status="left").json()["items"]
    assert (gone["status"], gone["standing"]) == ("expired", "expired")
    assert gone["stopped"] == {"on": "2021-11-16", "reason": "有效期届满", "decision_no": ""}
    assert ProductPage.objects.left(after).get() == page


def test_a_removal_leads_to_the_decision_when_that_is_public_here(shop, document, get_page):
    paper = document(9, kind="announcement", title="关于清理的公告", doc_no=DECISION)
    number = shop["removed"].certificate.number
    for address in ("/cpml/?status=removed", shop["removed"].url):
        assert f'href="{paper.url}"' in text(get_page(address, AT))
    html = text(get_page(f"/verify/{number}/", AT))
    assert "投诉举报查实" in html
    assert DECISION in html
    assert shop["removed"].url in html


def test_an_expired_entry_that_was_removed_later_was_removed_on_that_day(product, get_page):
    page = product()
    later = moment(2021, 12, 20, 10)
    from catalog.services import expire

    expire(page.certificate, by=None, at=moment(2021, 11, 17))
    remove(
        page.certificate,
        by=None,
        at=later,
        because="查实",
        reason="illegal_act",
        basis_doc_no=DECISION,
    )
    assert "已于2021年12月20日清理出目录" in text(get_page(page.url, later))
    [gone] = get_page("/api/v1/products", later, status="removed").json()["items"]
    assert gone["stopped"]["on"] == "2021-12-20"


def test_the_archive_counts_what_a_click_on_it_shows(document, get_page, client):
    for serial in range(1, 4):
        document(serial, title=f"关于事项{serial}的办法", kind="measure")
    document(4, title="关于废止事项1的通知", repeals=["TEST360702/2020-00001"])
    for query in ("", "?kind=measure", "?validity=all", "?q=事项2", "?validity=repealed"):
        html = text(get_page(f"/zcwj/{query}", AT))
        years = re.findall(r'href="(\?[^"]*year=\d+[^"]*)"[^>]*>\d+年（(\d+)）', html)
        assert years
        for address, count in years:
            shown = client.get(f"/zcwj/{address.replace('&amp;', '&')}")
            assert shown.context["page_obj"].paginator.count == int(count)


def test_every_example_of_a_certificate_number_is_a_right_one(office, get_page):
    ours = example("360702")
    assert not read_certificate_number(ours).reason
    for address in ("/complaints/new/", "/verify/", "/verify/x/"):
        examples = re.findall(r"ZG-\d{6}-\d{4}-\d{4}-\w", text(get_page(address, AT)))
        assert set(examples) == {ours}


def test_the_office_bears_one_name_on_every_page(office, notice, shop, get_page):
    from demo.imprint import describe_site

    describe_site()
    names = RuleSet.objects.get().office
    page = notice(products=1)
    for address in ("/", page.url, shop["valid"].url, "/complaints/new/", "/gsgg/"):
        html = text(get_page(address, AT))
        signed = re.findall(NAMED, html)
        assert len(signed) >= 2
        assert set(filter(None, sum(signed, ()))) == {names.full_name}
    assert get_page(f"/api/v1/notices/{page.slug}").json()["accepting_unit"] == names.full_name
