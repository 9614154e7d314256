"""The notice page carries every formal element of a 公示 and each product's own state."""

import re

import pytest
from django.utils.html import strip_tags
from tests.support.stored import stored

from publicity import services
from publicity.models import Publicity
from registry.calendars import calendar
from registry.models import RuleSet
from rules.privacy import scan

from .conftest import PUBLISHED, moment

ENDED = moment(2020, 10, 13)


def text_of(html):
    return re.sub(r"\s+", " ", strip_tags(html))


def entry_of(page, number=0):
    return list(page.publicity.entries.all())[number]


def object_and_hold(entry, at):
    objection = services.object_to(entry, channel="web", content="带动户数不属实", at=at)
    services.hold(entry, calendar=calendar(), at=at)
    return objection


def test_every_formal_element_is_on_the_page(notice, get_page):
    page = notice(products=2)
    ruleset = RuleSet.objects.get()
    html = get_page(page.url, PUBLISHED).content.decode()
    text = text_of(re.search("<article.*</article>", html, re.DOTALL)[0])
    for element in (
        "关于2020年第1批拟认定扶贫产品的公示",
        f"根据《{ruleset.name}》",
        "公示期限",
        "2020年9月29日至2020年10月12日，共5个工作日",
        f"受理单位{page.accepting_unit}",
        f"联系电话{ruleset.contact_phone}",
        f"监督电话{ruleset.hotline}",
        f"址{ruleset.address}",
        "提倡实名并尽量提供证据线索；也可以匿名",
        f"{page.accepting_unit} 2020年9月28日",
        "进行中",
    ):
        assert element in text
    for head in ("申请单位", "产品", "类别", "产地", "带动户数", "带动人数", "带贫机制", "状态"):
        assert f'<th scope="col">{head}</th>' in html
    for entry in page.publicity.entries.all():
        for value in (entry.applicant_name, entry.product_name, entry.origin, entry.mechanisms):
            assert value in text


def test_a_number_without_a_batch_still_makes_a_title(publicity, office):
    from pages.models.notices import notice_title

    opened = publicity()
    opened.number = "2020-甲"
    assert notice_title(opened) == "关于拟认定扶贫产品的公示（2020-甲）"


def test_a_held_product_is_marked_and_its_siblings_run_on(notice, get_page):
    page = notice(products=2)
    object_and_hold(entry_of(page), moment(2020, 9, 30, 10))
    html = get_page(page.url, moment(2020, 9, 30, 11)).content.decode()
    assert html.count("异议核查中（中止）") == 1
    assert html.count("公示中") == 1
    assert 'badge--running">进行中' in html


def test_a_resumed_product_shows_its_own_last_day_and_keeps_the_notice_running(notice, get_page):
    page = notice(products=2)
    entry = entry_of(page)
    objection = object_and_hold(entry, moment(2020, 9, 30, 10))
    officer = _officer()
    at = moment(2020, 10, 12, 10)
    services.answer(
        objection, finding="rejected", text="经核查，带动户数属实，异议不成立。", by=officer, at=at
    )
    services.resume(entry, calendar=calendar(), by=officer, at=at)
    entry.refresh_from_db()
    html = get_page(page.url, ENDED).content.decode()
    assert f"公示至{entry.last_day.year}年{entry.last_day.month}月{entry.last_day.day}日" in html
    assert 'badge--running">进行中' in html
    assert "公示期满" in html
    assert 'badge--ended">已结束' in get_page(page.url, entry.ends_at).content.decode()


@pytest.mark.parametrize(
    ("ending", "shown"),
    [
        ("returned", "退回补正"),
        ("refused", "异议成立，不予认定"),
        ("restarted", "重新公示"),
        ("withdrawn", "已撤回"),
    ],
)
def test_what_became_of_a_product_is_shown(notice, get_page, ending, shown):
    page = notice(products=2)
    services.take_out(entry_of(page), ending=ending, by=None, at=moment(2020, 9, 30))
    assert shown in get_page(page.url, moment(2020, 9, 30)).content.decode()


def test_a_product_that_stood_to_the_end_is_shown_as_passed(notice, get_page):
    page = notice(products=1)
    services.close(entry_of(page), at=ENDED)
    assert "期满无异议" in get_page(page.url, ENDED).content.decode()


def test_personal_numbers_that_applicants_typed_are_masked(publicity, get_page):
    from pages.notices.services import open_district_notice

    opened = publicity(products=1)
    opened.entries.update(origin="沙石镇，联系王某15400000001")
    page = open_district_notice(opened, by=None, at=PUBLISHED)
    text = text_of(get_page(page.url, PUBLISHED).content.decode())
    assert "154****0001" in text
    assert scan(text) == []


def test_a_national_publicity_gets_no_page_here(publicity):
    from pages.notices.services import open_district_notice
    from rules.refusal import Refused

    opened = publicity(
        level=Publicity.Level.NATIONAL,
        external_url="https://national.example/1",
        evidence=stored(PUBLISHED),
    )
    with pytest.raises(Refused, match="不在本站公示"):
        open_district_notice(opened, by=None, at=PUBLISHED)


def _officer():
    from registry.models import User

    return User.objects.filter(is_staff=True).first() or User.objects.create(username="officer")


def test_a_running_notice_counts_down_and_offers_the_objection_first(notice, get_page):
    page = notice()
    html = get_page(page.url, PUBLISHED).content.decode()
    assert "公示还有<b>5</b>个工作日" in html
    assert html.index("网上提出异议") < html.index("一、公示内容")
    assert (
        "公示还有<b>1</b>个工作日" in get_page(page.url, moment(2020, 10, 12, 23)).content.decode()
    )
    assert "还有<b>5</b>个工作日" in get_page("/gsgg/", PUBLISHED).content.decode()


def test_an_ended_notice_tells_its_result_and_leads_to_what_was_listed(notice, product, get_page):
    page, listed = notice(), product()
    after = moment(2020, 10, 13)
    html = get_page(page.url, after).content.decode()
    assert "公示结果" in html
    assert "公示期满2个" in html
    assert "列入目录后会在这里给出链接" in html
    html = get_page(page.url, moment(2020, 11, 17)).content.decode()
    assert listed.url in html
    assert "2020年11月16日列入" in html
    assert "公示结果" not in get_page(page.url, PUBLISHED).content.decode()


def test_a_notice_leads_to_the_rules_that_it_rests_on(notice, document, get_page):
    page, number = notice(products=1), "章扶办字〔2020〕8号"
    RuleSet.objects.update(document_no=number)
    plain = get_page(page.url, PUBLISHED).content.decode()
    rules = document(81, kind="measure", doc_no=number)
    linked = get_page(page.url, PUBLISHED).content.decode()
    assert f'根据《<a href="{rules.url}">' in linked
    assert f"根据《{page.publicity.ruleset.name}" in plain
