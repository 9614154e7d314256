"""After listing, in a browser: a renewal, a change report, a file of sales with bad rows."""

from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.support.listed import listed

from applications.models import Application
from demo.papers import pdf
from demo.timetables import moment
from ledger.models import SalesRecord
from workflow.models import ChangeReport

from .looks import PICTURES
from .people import applicant, follow, officer, press, reads

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.django_db(transaction=True),
]

HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,金额（元）,销售渠道,购买方类型,购买单位"
A_PAPER = {"name": "新许可证.pdf", "mimeType": "application/pdf", "buffer": pdf("许可证")}
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}


def is_sound(page):
    """Nothing wider than the screen; at the desk, nothing that axe-core finds."""
    if page.viewport_size == DESKTOP:
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def picture(page, name):
    """The page as it is looked at, where pictures are asked for."""
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def go(page, link):
    follow(page, link)
    is_sound(page)


def a_file(number):
    rows = [
        f"A-1,{number},2021-03-01,20,箱,60.50,,单位食堂采购,学校,示例学校",
        f"A-2,{number},下个月,很多,箱,60.50,,月球,学校,",
        f"A-1,{number},2021-03-01,20,箱,60.50,,单位食堂采购,学校,示例学校",
    ]
    text = "\n".join([HEADINGS, *rows])
    return {"name": "三月销售.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}


def import_sales(page, held):
    go(page, "nav.masthead__nav >> text=销售")
    go(page, "text=从文件导入")
    page.set_input_files("input[type=file]", a_file(held.number))
    go(page, "text=上传并预览")
    reads(page, "可导入 1 行")
    reads(page, "“月球”不在列表中")
    go(page, "text=确认导入")
    reads(page, "未导入任何记录")
    assert not SalesRecord.objects.exists()
    page.check("[name=how][value=good]")
    go(page, "text=确认导入")
    reads(page, "已导入1条")
    go(page, ".table-wrap a")
    page.fill("[name=reason]", "重复填报")
    go(page, "text=冲正该记录")
    assert SalesRecord.objects.count() == 2


def report_change(page, held):
    page.goto(f"/portal/certificates/{held.pk}/")
    is_sound(page)
    go(page, "text=报告变更")
    picture(page, "change-kinds")
    page.check("[name=kinds][value=price]")
    page.check("[name=kinds][value=licence]")
    go(page, "text=下一步")
    page.fill("[name=reference_price]", "45")
    page.fill("[name=changed_on]", "2021-02-26")
    go(page, "text=提交变更报告")
    reads(page, "请说明变更的情况")
    page.fill("[name=text]", "原料和包装成本上涨，价格相应调整。")
    go(page, "text=提交变更报告")
    reads(page, "请上传变更后的许可证照")
    page.set_input_files("[name=evidence]", A_PAPER)
    picture(page, "change-report")
    go(page, "text=提交变更报告")
    reads(page, "+50.0%")
    reads(page, "新许可证.pdf")
    picture(page, "change-reported")


def renew(page, held):
    page.goto(f"/portal/certificates/{held.pk}/")
    go(page, "text=再次申请 >> nth=-1")
    assert page.is_checked(f"[name=renewal_of][value='{held.pk}']")
    page.check("[name=reuse_licences]")
    follow(page, "text=开始填写")
    paper = Application.objects.get(kind="renewal", applicant=held.applicant)
    assert paper.materials.get().kind == "M2_licence"
    assert paper.items.get().renewal_of == held


def test_a_holder_renews_reports_and_sells_at_a_desk_and_the_office_answers(someone, clock):
    clock(moment(date(2021, 3, 1)))
    held = listed()
    page = applicant(someone(), held.applicant_id)
    page.set_viewport_size(DESKTOP)
    import_sales(page, held)
    report_change(page, held)
    renew(page, held)
    desk = officer(someone(), "fpb_clerk@fpb")
    desk.goto("/admin/desk/")
    follow(desk, ".desk-do >> nth=-1")
    desk.check("[name=is_accepted][value=yes]")
    press(desk)
    assert ChangeReport.objects.get().due_on == date(2021, 3, 8)


def test_the_same_holder_can_do_it_all_on_a_phone(someone, clock):
    clock(moment(date(2021, 3, 1)))
    held = listed()
    page = applicant(someone(), held.applicant_id)
    page.set_viewport_size(PHONE)
    import_sales(page, held)
    report_change(page, held)
    renew(page, held)
