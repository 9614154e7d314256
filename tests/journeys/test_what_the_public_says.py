"""A citizen complains, with and without JavaScript; an officer handles it; the answer is read."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from demo.timetables import moment
from doors.models import Admission
from supervision.models import Complaint

from .people import follow, lacks, officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = moment(date(2020, 11, 17))
CONTENT = "专柜里同样规格的产品价格高出一半，请核查。"


def clean(page, within=None):
    """No violation that axe can see; ``within`` leaves Wagtail's own frame and fading notes out."""
    found = Axe().run(page, context=within).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def fill_in(page):
    page.goto("/complaints/new/")
    page.check("[name=subject_kind][value=venue]")
    page.fill("[name=about_text]", "示例专柜（虚构）")
    page.select_option("[name=category]", "price")
    page.fill("[name=content]", CONTENT)


def send(page):
    page.click("main form button")
    page.wait_for_url("**/complaints/received/")
    return page.locator("dd.code").all_text_contents()


def test_a_complaint_from_the_form_to_the_answer(chromium, someone, site, clock):
    clock(TODAY)
    citizen = someone()
    citizen.set_viewport_size({"width": 375, "height": 800})
    fill_in(citizen)
    clean(citizen)
    expect(citizen.locator("[name=proof]")).not_to_have_value("", timeout=60_000)
    number, code = send(citizen)
    clean(citizen)
    assert Admission.objects.get().is_proved

    plain = chromium.new_context(java_script_enabled=False, base_url=site)
    neighbour = plain.new_page()
    fill_in(neighbour)
    clock(TODAY + timedelta(seconds=30))
    send(neighbour)
    plain.close()
    assert Admission.objects.filter(is_proved=False).count() == 1
    assert Complaint.objects.count() == 2

    desk = officer(someone(), "complaint_officer@fpb")
    desk.goto("/admin/desk/complaints/")
    clean(desk, ".desk")
    follow(desk, f"a:has-text('{number}')")
    desk.select_option("#id_accept_unit", index=1)
    desk.select_option("#id_accept_handler", index=1)
    follow(desk, "button:text-is('受理')")
    follow(desk, "button:text-is('开始调查')")
    desk.fill("#id_decide_findings", "经现场检查，价格标示与实际不符。")
    desk.check("[name=action][value=correct]")
    desk.fill("#id_decide_public_summary", "经核查属实，已责令改正标价。")
    follow(desk, "button:text-is('作出处理')")
    desk.fill("#id_feedback_text", "已在查询页公布处理结果。")
    follow(desk, "button:text-is('反馈')")
    clean(desk, ".desk")
    follow(desk, "button:text-is('办结')")
    desk.wait_for_selector("text=已办结")

    citizen.goto("/complaints/")
    clean(citizen)
    citizen.fill("[name=number]", number)
    citizen.fill("[name=code]", code)
    citizen.click("main form button")
    citizen.wait_for_selector("text=已责令改正标价")
    clean(citizen)
    lacks(citizen, CONTENT)
