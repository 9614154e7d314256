"""A citizen's complaint in a browser: upheld by the bureau, a case by another's word, ruled on."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from tests.support.listed import listed

from demo.acts import holder
from demo.timetables import moment
from pages.notices.services import open_product_page
from workflow.models import ChangeReport

from .people import lacks, officer, reads, send
from .test_a_case import press, report
from .test_at_the_desk import see

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]

MONDAY = date(2020, 6, 1)
AT = moment(MONDAY, 10)
CONTENT = "买到的产品有异味，包装上的生产日期也看不清，请核查。"
ANSWER = "经抽检一项指标不合格，已暂停该产品目录条目。"


def complain(page, entry, clock):
    """The code with which the answer is read, and the number under which it was received."""
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"/complaints/new/?about={entry.number}")
    reads(page, entry.number)
    page.select_option("[name=category]", "quality")
    page.fill("[name=content]", CONTENT)
    expect(page.locator("[name=proof]")).not_to_have_value("", timeout=60_000)
    clock(AT + timedelta(minutes=1))
    page.click("main form button")
    page.wait_for_url("**/complaints/received/")
    return page.locator("dd.code").all_text_contents()


def accept(page, number, reviewer):
    """Taken on, and given to the bureau."""
    see(page, "/admin/desk/complaints/")
    press(page, number)
    page.select_option("#id_accept_unit", label="区农业农村局")
    page.select_option("#id_accept_handler", f"{reviewer.pk}")
    send(page, "act-accept")


def uphold(page, number):
    see(page, "/admin/desk/complaints/")
    press(page, number)
    send(page, "act-investigate")
    page.fill("#id_decide_findings", "已到专柜抽样送检，一项指标不合格。")
    page.check("[name=action][value=remove]")
    page.select_option("#id_decide_cause", "quality_safety")
    page.fill("#id_decide_public_summary", ANSWER)
    send(page, "act-decide")
    page.fill("#id_feedback_text", ANSWER)
    send(page, "act-feedback")


def ruled(page, case):
    see(page, f"/admin/desk/changes/{case.pk}/")
    page.check("[name=ruling][value=remove]")
    page.fill("[name=ruling_no]", "省测扶办字〔2020〕9号")
    page.fill("[name=ruled_on]", f"{MONDAY}")
    press(page, "登记省级清理决定")


def test_from_the_public_form_to_the_entry_that_is_removed(office, someone, clock):
    clock(AT)
    entry, reviewer = listed(), holder("agri_reviewer@nyncj")
    page = open_product_page(entry, by=None, at=AT)
    citizen = someone()
    number, code = complain(citizen, entry, clock)
    accept(officer(someone(), "complaint_officer@fpb"), number, reviewer)
    bureau = officer(someone(), "agri_reviewer@nyncj")
    uphold(bureau, number)
    citizen.goto(f"/verify/{entry.number}/")
    lacks(citizen, "已暂停")

    head = officer(someone(), "manager@fpb")
    see(head, "/admin/desk/changes/")
    press(head, entry.number)
    reads(head, "暂停并报请清理", number)
    press(head, "查实，立即暂停")
    case = ChangeReport.objects.get()
    for address in (f"/verify/{entry.number}/", page.url):
        citizen.goto(address)
        reads(citizen, "暂停")

    report(officer(someone(), "fpb_clerk@fpb"), case)
    ruled(officer(someone(), "upper_recorder@fpb"), case)
    citizen.goto(f"/verify/{entry.number}/")
    reads(citizen, "清理")
    bureau.reload()
    send(bureau, "act-close")
    citizen.goto("/complaints/")
    citizen.fill("[name=number]", number)
    citizen.fill("[name=code]", code)
    citizen.click("main form button")
    reads(citizen, ANSWER, "办结")
    lacks(citizen, CONTENT)
