"""A quarter in a browser: purchases are reported, imported and reconciled, ledgers filed, the
quarter closed, and a bulletin signed, read, public.
"""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.support import plan

from demo.papers import pdf
from demo.timetables import moment
from ledger.models import Bulletin, PeriodClose, Progress
from pages.models import BulletinPage
from workflow.services import bulletins

from .looks import is_sound
from .people import follow, reads, send, sign_in

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


FILE = "编号,采购日期,产品名称,销售单位,金额（元）\n1,2020-06-01,示例脐橙,示例,100\n2,x,x,x,x"
BOUGHT = {
    "number": "ZGH-1",
    "bought_on": "2020-06-01",
    "product_name": "示例脐橙",
    "seller_name": "示例合作社（虚构）",
    "amount_fen": "200",
}


def import_purchases(page):
    """A union's reporter brings a file with a good row and a bad one."""
    page.goto("/admin/desk/ledgers/unions/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": FILE.encode("utf-8-sig")}
    )
    follow(page, "footer.desk-footer button:has-text('上传并核对')")
    page.check("[name=how][value=good]")
    follow(page, "footer.desk-footer button:has-text('导入')")
    reads(page, "已导入1条")


def report_a_purchase(page):
    """The federation's reporter enters one by hand, with what proves it."""
    page.goto("/admin/desk/ledgers/unions/new/")
    for name, text in BOUGHT.items():
        page.fill(f"[name={name}]", text)
    page.locator("input[type=file]").set_input_files(
        {"name": "发票.pdf", "mimeType": "application/pdf", "buffer": pdf("invoice")}
    )
    follow(page, "footer.desk-footer button:has-text('登记')")
    reads(page, "已登记，编号ZGH-1")
    expect(page.locator(".desk")).to_contain_text("发票.pdf")
    is_sound(page, "purchase-with-voucher")


def reconcile(page):
    """The office finds the sale of each purchase in the queue."""
    for _ in range(2):
        page.goto("/admin/desk/reconciling/")
        follow(page, ".desk-table td.title a >> nth=0")
        page.locator("input[name=match-sale]").first.check()
        follow(page, "footer.desk-footer button:has-text('对账：选择对应的销售记录')")
        reads(page, "已对上")
    page.goto("/admin/desk/reconciling/")
    expect(page.locator(".desk")).to_contain_text("没有待对账的采购记录")


def file_the_ledgers(reporter, head):
    """What lacks is named, the rest is said to be empty, and the head signs."""
    see(reporter, "/admin/desk/unit/")
    reporter.locator("#lines-section a", has_text="2020年第二季度台账").click()
    is_sound(reporter, "filing-open")
    follow(reporter, "#prepare-section form button.button")
    expect(reporter.locator("#prepare-section")).to_contain_text("没有记录，请补记")
    is_sound(reporter, "filing-refused")
    for box in reporter.locator("#prepare-section input[name=empty]").all():
        box.check()
    send(reporter, "prepare")
    see(head, "/admin/desk/unit/")
    head.locator("#lines-section a", has_text="2020年第二季度台账待审签").click()
    send(head, "sign")
    expect(head.locator("#state-section")).to_contain_text("已报送")
    is_sound(head, "filing-signed")
    head.goto("/admin/desk/filings/")
    is_sound(head, "filings")


def test_from_a_report_to_the_public_page(someone, clock):
    plan.load_plan()
    for serial in (1, 2, 3, 4):
        plan.sell(serial, f"J-{serial}", yuan=100 * serial)
    clock(moment(date(2020, 7, 6)))
    people = {
        login: sign_in(someone(), plan.person(login), "admin")
        for login in ("czj-bao", "czj-fu", "manager", "reviewer", "fpb-bao")
    }
    units = {
        login: sign_in(someone(), plan.person(login), "admin")
        for login in ("gh-test-01", "zgh-bao", "zgh-fu", "clerk")
    }
    import_purchases(units["gh-test-01"])
    report_a_purchase(units["zgh-bao"])
    reconcile(units["clerk"])
    file_the_ledgers(units["zgh-bao"], units["zgh-fu"])

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
    expect(manager.locator("#figures-section")).to_contain_text("已报送1个")
    is_sound(manager, "closing")
    with manager.expect_navigation():
        manager.get_by_role("button", name="关账 2020Q2").click()
    see(manager, f"/admin/desk/quarters/{PeriodClose.objects.get().pk}/")
    expect(manager.locator("#filings-section")).to_contain_text("区总工会")
    is_sound(manager, "closed")
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
    see(people["fpb-bao"], "/admin/desk/?tab=queue")
    is_sound(people["fpb-bao"], "bulletin-to-receipt")
    with people["fpb-bao"].expect_navigation():
        people["fpb-bao"].locator(".desk-table a", has_text="区财政局2020年第二季度").click()
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
