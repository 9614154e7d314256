"""A case in a browser: proposed by the bureau, confirmed, reported, re-checked; and a removal."""

from datetime import date

import pytest
from tests.support.listed import listed

from demo.acts import holder
from demo.timetables import moment
from workflow.models import ChangeReport

from ..desk.test_changes import uphold
from .people import officer as officer_at
from .people import reads
from .test_at_the_desk import barriers, see

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]

MONDAY = date(2020, 6, 1)


def signed(someone, permission):
    return officer_at(someone(), permission)


def press(page, words):
    """The button, or the link, of these words; back when the answer has loaded."""
    with page.expect_navigation():
        page.locator(".desk button, .desk a").filter(has_text=words).last.click()


def report(page, case):
    see(page, f"/admin/desk/changes/{case.pk}/")
    page.fill("[name=report_no]", f"章测扶办报〔2020〕{40 + case.pk}号")
    page.fill("[name=reported_up_on]", "2020-06-01")
    press(page, "变更情况上报")


def test_a_proposal_becomes_a_case_that_is_re_checked_and_lifted(office, someone, clock):
    clock(moment(MONDAY, 10))
    entry = listed()
    uphold(entry, holder("agri_reviewer@nyncj"))
    officer = signed(someone, "complaint_officer@fpb")
    see(officer, "/admin/desk/changes/")
    press(officer, entry.number)
    assert barriers(officer) == []
    press(officer, "查实，立即暂停")
    case = ChangeReport.objects.get()
    officer.goto(f"/verify/{entry.number}/")
    reads(officer, "暂停")
    report(signed(someone, "fpb_clerk@fpb"), case)
    reviewer = signed(someone, "fpb_reviewer@fpb")
    see(reviewer, f"/admin/desk/changes/{case.pk}/")
    reviewer.check("[name=conclusion][value=resume]")
    reviewer.fill("[name=rechecked_on]", "2020-06-01")
    reviewer.fill("[name=text]", "现场复核，整改到位，复检合格。")
    press(reviewer, "复核整改情况")
    reads(reviewer, "整改到位，恢复")
    entry.refresh_from_db()
    assert entry.status == "active"


def test_a_finding_of_the_media_ends_in_a_removal_that_the_public_reads(office, someone, clock):
    clock(moment(MONDAY, 10))
    entry = listed()
    officer = signed(someone, "complaint_officer@fpb")
    see(officer, f"/admin/desk/entries/{entry.pk}/finding/")
    officer.select_option("[name=origin]", "media")
    officer.fill("[name=basis]", "示例日报2020年5月30日（虚构）")
    officer.select_option("[name=reason_code]", "quality_safety")
    officer.fill("[name=text]", "抽检一项指标不合格，已要求停止销售。")
    press(officer, "查实问题，立即暂停")
    case = ChangeReport.objects.get()
    report(signed(someone, "fpb_clerk@fpb"), case)
    recorder = signed(someone, "upper_recorder@fpb")
    see(recorder, f"/admin/desk/changes/{case.pk}/")
    recorder.check("[name=ruling][value=remove]")
    recorder.fill("[name=ruling_no]", "省测扶办字[2020]9号")
    recorder.fill("[name=ruled_on]", "2020-06-01")
    press(recorder, "登记省级清理决定")
    reads(recorder, "省测扶办字〔2020〕9号")
    press(recorder, "清理出《章贡区扶贫产品目录》的公告")
    reads(recorder, entry.number, "省测扶办字〔2020〕9号")
