"""Four products from the first page to the number of the paper, by clicks alone, on both screens.

Pages are counted as they load: an application of four products took about fifty.
"""

import io
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import expect

from applications.models import Application, Material
from demo import fiction
from demo.papers import pdf
from demo.timetables import moment

from .people import applicant, follow

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
ON = date(2020, 4, 1)
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 740}}
#: At least a third fewer than the fifty that it took.
MOST_LOADS = 33
STORY = "通过吸纳务工和订单收购带动当地农户稳定增收，收益分配公开透明，帮扶关系稳定，"
STORY += "合作社统一提供技术指导和销售渠道（测试数据）。"


def photo(colour):
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), colour).save(out, "WEBP")
    return {"name": f"{colour}.webp", "mimeType": "image/webp", "buffer": out.getvalue()}


@pytest.mark.parametrize("size", SIZES)
def test_four_products_are_applied_for_in_a_third_fewer_pages(someone, clock, size):
    clock(moment(ON))
    page = applicant(someone(), fiction.applicant(1).pk)
    page.set_viewport_size(SIZES[size])
    loads = []
    page.on("load", lambda _: loads.append(page.url))
    follow(page, "text=新的申请")
    follow(page, "text=开始填写")
    follow(page, "ol.tasks a >> text=申请单位")
    page.fill("[name=contact_person]", "测试联系人")
    page.select_option("[name=production_township]", label="水东镇")
    follow(page, "text=保存并填写产品")
    for number in range(1, 5):
        _product(page, f"示例脐橙{number}号")
        follow(page, "text=保存并填写成效")
        _benefit(page)
        follow(page, "text=保存并添加下一个产品" if number < 4 else "main form button[name=save]")
    follow(page, "text=下一步：申报材料")
    _pages_as_one(page, "M2_licence")
    _pages_as_one(page, "M3_benefit_proof")
    _files(page, "M4b_member_roster")
    follow(page, "text=下一步：承诺和签名")
    page.check("[name=accept]")
    page.check("[name=no_roster_statement]")
    page.fill("[name=signatory]", "测试法人")
    page.fill("[name=signed_on]", f"{ON}")
    follow(page, "text=保存并去签字盖章")
    _files(page, "M1_application_form", photo("navy"))
    follow(page, "text=下一步：核对并提交")
    follow(page, "text=提交申请")
    expect(page.locator("main")).to_contain_text("ZGSQ-2020-000001")
    paper = Application.objects.get()
    assert paper.items.count() == 4
    proof = Material.objects.get(application=paper, kind="M3_benefit_proof")
    assert proof.name == "navy等2页.pdf"
    assert len(loads) <= MOST_LOADS, loads
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def _product(page, name):
    page.fill("[name=name]", name)
    page.select_option("[name=category]", "fruit")
    page.fill("[name=sales_spec]", "5公斤/箱")
    page.fill("[name=reference_price]", "60.50")
    page.select_option("[name=origin_township]", label="水东镇")
    page.fill("[name=origin_text]", "章贡区水东镇")
    page.check("[name=input_sources][value=self_produced]")
    page.fill("[name=annual_output]", "330")
    page.select_option("[name=output_unit]", "吨")
    page.click("text=全年")


def _benefit(page):
    page.check("[name=mechanisms][value=employment]")
    page.fill("[name=households]", "16")
    page.fill("[name=persons]", "50")
    page.fill("[name=employed_workers]", "0")
    page.fill("[name=benefit_text]", STORY)


def _pages_as_one(page, kind):
    form = page.locator(f"#upload-{kind}")
    form.locator("input[type=file]").set_input_files([photo("navy"), photo("white")])
    form.locator("[name=as_one]").check()
    with page.expect_navigation():
        form.locator("button").click()
    page.locator(f"#material-{kind} ul.rows a", has_text="navy等2页.pdf").first.wait_for()


def _files(page, kind, *files):
    form = page.locator(f"#upload-{kind}")
    chosen = files or [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf(kind)}]
    form.locator("input[type=file]").set_input_files(list(chosen))
    with page.expect_navigation():
        form.locator("button").click()
