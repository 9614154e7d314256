"""Ways back in a browser: what is final is shown first, a signature is taken back, a paper returns,
a head urges, a product is held; each page on a screen and on a telephone.
"""

from datetime import date

import pytest

from applications.models import Item
from demo.timetables import moment
from publicity.models import Publicity
from workflow.models import Opinion, Urging
from workflow.positions import nodes_of
from workflow.services.timers import fire_due_timers

from .looks import is_sound
from .people import follow, give_opinion, officer, press, reads

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
STATION = "station_officer@{}"


def see(page, address, name):
    page.goto(address)
    is_sound(page, name)


def fresh(item):
    return Item.objects.get(pk=item.pk)


def copied_and_refused(page, items):
    """One opinion for all, then the last one is refused: shown with its letter, then signed."""
    first, second, bad = items
    see(page, f"/admin/desk/applications/{first.application_id}/endorse/", "sign-empty")
    give_opinion(page, first, visited_on=date(2020, 4, 2))
    follow(page, f"button[value='copy:item-{first.pk}']")
    assert page.locator(f"[name=item-{second.pk}-visited_by]").input_value() == "示例甲、示例乙"
    for item in (second, bad):
        page.fill(f"[name=item-{item.pk}-verified_households]", f"{item.households}")
        page.fill(f"[name=item-{item.pk}-verified_persons]", f"{item.persons}")
        if item.average_income_fen is not None:
            page.fill(f"[name=item-{item.pk}-verified_income_fen]", "1000")
    page.check(f"[name=item-{bad.pk}-result][value=refuse]")
    assert not page.locator(f"[name=item-{bad.pk}-demands]").is_visible()
    page.locator(f"[name=item-{bad.pk}-reason_code]").select_option("quality_fail")
    follow(page, "button[value=sign]")
    reads(page, "不予认定反馈书", "现在什么都没有签署")
    is_sound(page, "sign-final")
    assert not Opinion.objects.exists()
    follow(page, "button[value=sign]")
    assert fresh(bad).outcome.kind == "refused"
    assert nodes_of(first) == nodes_of(second) == ["review_benefit", "review_quality"]


def taken_back(page, item):
    """The station's own signature, from the paper's page to the form with its words again."""
    see(page, f"/admin/desk/applications/{item.application_id}/", "paper-signed")
    page.get_by_role("link", name="收回我的意见").first.click()
    is_sound(page, "take-back")
    page.fill("[name=because]", "核实的户数填错了，重新填写")
    press(page)
    reads(page, "核实的户数填错了")
    assert nodes_of(item) == ["endorse"]
    page.fill(f"[name=item-{item.pk}-verified_households]", f"{item.households}")
    follow(page, "button[value=sign]")
    assert nodes_of(item) == ["review_benefit", "review_quality"]


def sent_to_the_station(page, item):
    page.goto(f"/admin/desk/applications/{item.application_id}/")
    page.locator(f"a[href$='/items/{item.pk}/station/']").click()
    page.fill("[name=because]", "核实人数与名册不符，请复核")
    press(page)
    assert nodes_of(item) == ["endorse"]


def watched(page):
    """The head urges from the board and reads where the work is."""
    see(page, "/admin/desk/overdue/", "board-urge")
    follow(page, "form[action$='/urge/'] button")
    reads(page, "今天已催办")
    assert Urging.objects.count() == 1
    see(page, "/admin/desk/performance/", "performance")
    page.locator("table a").first.click()
    is_sound(page, "performance-lines")


def test_a_station_a_reviewer_and_a_head_find_their_ways_back(someone, clock, paper):
    clock(moment(date(2020, 4, 2)))
    items = paper(products=3)
    first, second, _bad = items
    station = officer(someone(), STATION.format(first.application.station.code))
    copied_and_refused(station, items)
    taken_back(station, first)
    sent_to_the_station(officer(someone(), "fpb_reviewer@fpb"), second)
    see(station, f"/admin/desk/applications/{second.application_id}/endorse/", "sign-returned")
    reads(station, "核实人数与名册不符，请复核")
    clock(moment(date(2020, 5, 12)))
    watched(officer(someone(), "manager@fpb"))


def test_a_notice_is_read_and_a_passed_product_is_held(someone, clock, walked, after_day):
    (item,) = walked("review")
    clock(moment(date(2020, 4, 13)))
    clerk = officer(someone(), "fpb_clerk@fpb")
    clerk.goto("/admin/desk/notice/")
    press(clerk)
    reads(clerk, "2020年4月14日至", "确认发布")
    is_sound(clerk, "notice-shown")
    press(clerk)
    assert nodes_of(item) == ["district_notice"]
    last = Publicity.objects.get().last_day
    fire_due_timers(after_day(last))
    clock(moment(date(2020, 4, 21)))
    clerk = officer(someone(), "fpb_clerk@fpb")
    see(clerk, f"/admin/desk/items/{item.pk}/hold/", "hold")
    clerk.fill("[name=because]", "等待农产品质量检验结果")
    clerk.fill("[name=until]", "2020-04-24")
    press(clerk)
    reads(clerk, "暂缓办理至2020-04-24")
    is_sound(clerk, "paper-held")
