"""A quarter in a browser: a unit reports, the head closes, a bulletin is signed, read, public."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.support import plan

from demo.timetables import moment
from ledger.models import Bulletin, PeriodClose, Progress
from pages.models import BulletinPage
from workflow.services import bulletins

from .people import send, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]


def see(page, address):
    """Open a page of the desk; axe-core finds no barrier in its own part."""
    page.goto(address)
    violations = Axe().run(page, context=".desk").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in violations] == [], address


def test_from_a_report_to_the_public_page(someone, clock):
    plan.load_plan()
    for serial in (1, 2, 3, 4):
        plan.sell(serial, f"J-{serial}", yuan=100 * serial)
    clock(moment(date(2020, 7, 6)))
    people = {
        login: sign_in(someone(), plan.person(login), "admin")
        for login in ("czj-bao", "czj-fu", "manager", "reviewer", "fpb-bao")
    }

    reporter, head, manager = people["czj-bao"], people["czj-fu"], people["manager"]
    see(reporter, "/admin/desk/unit/")
    reporter.locator("#lines-section a", has_text="2020年第二季度进展").click()
    see(reporter, reporter.url)
    reporter.select_option("#id_report_status", "on_track")
    reporter.fill("#id_report_text", plan.WORDS)
    send(reporter, "report")
    see(head, f"/admin/desk/plan/progress/{Progress.objects.get().pk}/")
    send(head, "sign")

    see(manager, "/admin/quarters/")
    with manager.expect_navigation():
        manager.get_by_role("button", name="关账 2020Q2").click()
    see(manager, f"/admin/desk/quarters/{PeriodClose.objects.get().pk}/")
    see(manager, "/admin/desk/statistics/?by=channel&quarter=2020Q2")
    manager.locator("#table-section tbody th a").first.click()
    see(manager, "/admin/desk/plan/")
    bulletins.take_up(moment(date(2020, 7, 6)))

    paper = Bulletin.objects.get(unit__code="czj")
    address = f"/admin/desk/bulletins/{paper.pk}/"
    see(reporter, "/admin/desk/bulletins/")
    reporter.locator("table a", has_text="区财政局2020年第二季度").click()
    see(reporter, reporter.url)
    assert "【预算单位采购】" in reporter.input_value("#id_draft_text")
    reporter.check("#id_draft_is_final_1")
    send(reporter, "draft")
    see(people["reviewer"], address)
    people["reviewer"].check("#id_check_is_passed_0")
    send(people["reviewer"], "check")
    head.goto(address)
    head.check("#id_sign_is_passed_0")
    send(head, "sign")

    see(head, address)
    expect(head.locator("#recipients-section")).to_contain_text("尚未阅读：区扶贫办")
    see(people["fpb-bao"], address)
    expect(people["fpb-bao"].locator(".desk-paper")).to_contain_text("本单位牵头任务")
    head.reload()
    expect(head.locator("#recipients-section")).to_contain_text("各收文单位均已阅读")
    manager.goto(address)
    manager.check("#id_publish_is_public_1")
    send(manager, "publish")

    visitor = someone()
    visitor.goto(BulletinPage.objects.get().url)
    expect(visitor.locator("h1")).to_contain_text("区财政局关于2020年第二季度")
    visitor.goto("/sales/")
    expect(visitor.locator("main")).to_contain_text("1,000.00")
