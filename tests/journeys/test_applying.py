"""An applicant at a browser: a first application with every trap on its way, and a correction."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from applications.models import Application, Item, Submission
from demo import fiction
from demo.papers import pdf
from demo.timetables import moment

from .people import PASSWORD, add_product, applicant, commit, follow

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),  # a slow machine, not a hung page: each act has its own 15 s
    pytest.mark.django_db(transaction=True),
]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
ON = date(2020, 4, 1)
DRAFT_PAGES = (
    "",
    "particulars/?check=1",
    "products/",
    "products/new/",
    "benefits/",
    "materials/",
    "commitment/",
    "signing/",
    "print/",
    "check/",
)
OWN_PAGES = ("", "applications/new/", "unit/", "unit/licences/new/", "letters/")


def is_accessible(page, address):
    """axe-core finds nothing on the page, wide or narrow, and nothing sticks out of the phone."""
    page.goto(address)
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        found = Axe().run(page).response["violations"]
        assert [(address, each["id"], each["nodes"][0]["html"][:150]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375, address
    page.set_viewport_size(WIDE)


@pytest.fixture
def unit(someone, clock):
    """The agent of applicant 1 at a wide screen; ``(page, draft)``."""
    clock(moment(ON))
    page = applicant(someone(), fiction.applicant(1).pk)
    page.set_viewport_size(WIDE)
    page.goto("/portal/applications/new/")
    page.dblclick("text=开始填写")
    page.locator("ol.tasks").wait_for()
    return page, Application.objects.get()


def upload(page, kind, *names):
    form = page.locator(f"#upload-{kind}")
    files = [
        {"name": name, "mimeType": "application/pdf", "buffer": pdf(f"{kind}{name}")}
        if name.endswith(".pdf")
        else {"name": name, "mimeType": "application/pdf", "buffer": b"MZ"}
        for name in names
    ]
    form.locator("input[type=file]").set_input_files(files)
    form.locator("button").click()
    return form


def test_a_first_application_with_four_products_falls_into_no_trap(unit):
    page, draft = unit
    base = f"/portal/applications/{draft.pk}/"
    _the_way_back(page, base)
    _a_session_that_ends(page, base)
    _two_windows(page, base)
    page.goto(f"{base}products/")
    for number in (3, 4):
        row = page.locator("main table tr", has_text="脐橙1号")
        row.locator("button", has_text="复制").dblclick()
        page.wait_for_url("**/products/*/")
        page.fill("[name=name]", f"脐橙{number}号")
        page.click("text=保存产品")
        page.wait_for_url("**/products/")
        page.locator(".notice-line--success").wait_for()
    page.locator("main table tr", has_text="脐橙2号").locator("a", has_text="删除").click()
    follow(page, "text=删除产品")
    page.goto(f"{base}products/")
    page.locator("main table tr", has_text="脐橙1号").locator("button", has_text="复制").click()
    page.wait_for_url("**/products/*/")
    page.fill("[name=name]", "脐橙2号")
    page.click("text=保存产品")
    page.locator("main table tr", has_text="脐橙2号").wait_for()
    assert draft.items.count() == 4
    _files(page, base)
    commit(page, draft.pk, ON)
    _paper(page, base)
    for address in DRAFT_PAGES:
        is_accessible(page, base + address)
    item = draft.items.first()
    for address in (f"products/{item.pk}/", f"products/{item.pk}/benefit/"):
        is_accessible(page, base + address)
    page.goto(f"{base}check/")
    page.dblclick("text=提交申请")
    expect(page.locator("main")).to_contain_text("ZGSQ-2020-000001")
    expect(page.locator("details.folds")).to_have_count(4)
    assert Submission.objects.count() == 1
    for address in (base, *(f"/portal/{own}" for own in OWN_PAGES)):
        is_accessible(page, address)


def _the_way_back(page, base):
    """Saved, back by the browser's own button, changed, saved again: one row."""
    add_product(page, base.split("/")[3], "脐橙1号")
    page.goto(f"{base}products/new/")
    other = page.locator("[name=category_other]")
    expect(other).to_be_hidden()
    page.select_option("[name=category]", "other")
    expect(other).to_be_visible()
    page.select_option("[name=category]", "")
    page.fill("[name=name]", "脐橙2号")
    page.dblclick("text=保存产品")
    page.locator(".notice-line--success").wait_for()
    page.go_back()
    page.fill("[name=sales_spec]", "2公斤/箱")
    page.click("text=保存产品")
    page.locator(".notice-line--success").wait_for()
    assert [item.sales_spec for item in Item.objects.order_by("pk")] == ["5公斤/箱", "2公斤/箱"]
    page.goto(f"{base}products/")
    page.locator("main table button", has_text="上移").click()
    expect(page.locator("main table a").first).to_contain_text("脐橙2号")


def _a_session_that_ends(page, base):
    """Typed, kept by itself, the session ends, saved too late, signed in again, sent on: saved."""
    page.goto(f"{base}particulars/")
    page.fill("[name=production_address]", "水东镇示例村二组")
    expect(page.locator("[data-autosave]")).to_contain_text("已自动暂存")
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=label]", "今年第一份")
    expect(page.locator("[data-autosave]")).to_contain_text("登录已过期")
    page.click("main form button[name=save]")
    page.wait_for_url("**/login/**")
    page.fill("[name=login]", "sim00001")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("已恢复您")
    page.click("main form button[name=save]")
    page.locator(".notice-line--success").wait_for()
    saved = Application.objects.get()
    assert (saved.label, saved.production_address) == ("今年第一份", "水东镇示例村二组")


def _two_windows(page, base):
    """The later window sees what the earlier one saved, keeps its own words, and decides."""
    address = f"{base}products/{Item.objects.get(name='脐橙1号').pk}/"
    other = page.context.new_page()
    page.goto(address)
    other.goto(address)
    other.fill("[name=sales_spec]", "3公斤/箱")
    other.click("text=保存产品")
    other.wait_for_url("**/products/")
    other.close()
    page.fill("[name=sales_spec]", "9公斤/箱")
    page.click("text=保存产品")
    expect(page.locator(".saved-text")).to_contain_text("3公斤/箱")
    expect(page.locator("[name=sales_spec]")).to_have_value("9公斤/箱")
    page.click("text=保存产品")
    page.wait_for_url("**/products/")
    assert Item.objects.filter(sales_spec="9公斤/箱").count() == 1


def _files(page, base):
    """Several at once with their progress; the bad one is told, the good one is kept."""
    page.goto(f"{base}materials/")
    form = upload(page, "M2_licence", "执照.pdf", "程序.png")
    expect(form.locator(".sending")).to_contain_text("不能识别的文件内容")
    expect(page.locator("#material-M2_licence ul.rows")).to_contain_text("执照.pdf")
    page.click("#material-M2_licence >> text=更换")
    upload(page, "M2_licence", "新执照.pdf")
    expect(page.locator("#material-M2_licence ul.rows")).to_contain_text("新执照.pdf")
    expect(page.locator("#material-M2_licence ul.rows li")).to_have_count(1)
    upload(page, "M3_benefit_proof", "证明.pdf")
    expect(page.locator("#material-M3_benefit_proof ul.rows")).to_contain_text("证明.pdf")


def _paper(page, base):
    """Printed, changed, told so; printed again, signed, uploaded."""
    page.goto(f"{base}signing/")
    with page.expect_download() as download:
        page.click("text=下载 Word")
    assert download.value.suggested_filename.endswith(".docx")
    page.goto(f"{base}signing/")
    expect(page.locator("main")).to_contain_text("与现在的内容一致")
    upload(page, "M1_application_form", "申请书.pdf")
    expect(page.locator("#material-M1_application_form ul.rows")).to_contain_text("申请书.pdf")
    expect(page.locator("#material-M1_application_form ul.rows")).to_contain_text("校验码")


def test_a_correction_on_a_phone_begins_at_the_reviewers_own_words(someone, clock, walked):
    [item] = walked("endorse", choice="return")
    clock(moment(date(2020, 4, 7)))
    page = applicant(someone(), item.application.applicant_id)
    page.set_viewport_size(PHONE)
    page.goto("/portal/")
    page.click("#to-mend + ul a")
    expect(page.locator("main")).to_contain_text("营业执照复印件不清晰")
    page.click("text=修改带贫减贫机制及成效")
    expect(page.locator(".point")).to_contain_text("带贫成效说明")
    words = "补充说明：收购价高于市场价一成，每户年均增收一千九百元，收益每季度结清并张榜公布。" * 2
    page.fill("[name=benefit_text]", words)
    page.click("main form button[name=save]")
    page.wait_for_url("**/mend/")
    page.click("text=补充或者更换材料")
    expect(page.locator("#material-M2_licence .point")).to_contain_text("清晰的营业执照复印件")
    page.click("#material-M2_licence >> text=更换")
    upload(page, "M2_licence", "清晰的执照.pdf")
    expect(page.locator("#material-M2_licence ul.rows")).to_contain_text("清晰的执照.pdf")
    is_accessible(page, f"/portal/applications/{item.application_id}/products/{item.pk}/mend/")
    expect(page.locator("[data-summary]")).to_contain_text("请重新打印、签字盖章")
    page.click("[data-summary] a")
    page.click("#material-M1_application_form >> text=更换")
    upload(page, "M1_application_form", "重新签字的申请书.pdf")
    form = page.locator("#material-M1_application_form ul.rows")
    expect(form).to_contain_text("重新签字的申请书.pdf")
    page.goto(f"/portal/applications/{item.application_id}/products/{item.pk}/mend/")
    page.set_viewport_size(PHONE)
    expect(page.locator("input[value=file]").first).to_be_checked()
    expect(page.locator("input[value=changed]").last).to_be_checked()
    page.click("text=已补齐，重新提交该产品")
    expect(page.locator("main")).to_contain_text("待工作站认可")
    before, after = (each.payload for each in Submission.objects.order_by("number"))
    assert before["items"][0]["benefit_text"] != after["items"][0]["benefit_text"] == words
    assert before["materials"] != after["materials"]
    is_accessible(page, f"/portal/applications/{item.application_id}/")
