"""A co-operative from its first form to its leaving, by clicks alone, on a telephone and a screen.

It registers with a slip in its address and mends it, applies with four products from photographs,
is asked for three points, is refused one product and applies for it again, sells, renews, reports a
change and leaves. The officers act through the services. Pages and clicks of the application are
counted: of pages it took about fifty.
"""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from openpyxl import load_workbook

from applications.models import Application, Item, Material
from demo.acts import perform
from demo.timetables import BATCHES, moment
from demo.walking import walk
from ledger.models import SalesRecord
from registry.models import User
from rules.identifiers import credit_code_check_character
from workflow.models import ChangeReport, PointAnswer
from workflow.positions import nodes_of
from workflow.services.clock import tick

from .looks import PICTURES
from .people import follow, reads
from .portal_forms import (
    STORY,
    fill,
    fill_benefit,
    fill_product,
    link_in,
    photo,
    press_named,
    replace_file,
    scan,
    send_as_one,
    send_files,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(420),
    pytest.mark.django_db(transaction=True),
]
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 740}}
SECRET = "a long enough secret"
WRONG, RIGHT = "coop@exmaple.com", "coop@example.com"
CODE = "93360702YYTMNEW02"
#: Of pages it took about fifty once; 21 were counted when this was written, and 36 clicks.
MOST_LOADS, MOST_CLICKS = 25, 40
NAMES = [f"示例脐橙{number}号" for number in range(1, 5)]
THREE_POINTS = ["清晰的营业执照复印件", "带贫成效说明", "参考价格的依据"]
HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,金额（元）,销售渠道,购买方类型,购买单位"
WALK = BATCHES[1]
COUNT_CLICKS = """
addEventListener("click", (event) => {
  if (!event.detail) return;
  sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks") || 0) + 1);
}, true);
"""


#: The names of the fields that would lie under the bar of buttons once they are gone to.
UNDER_THE_BAR = """
() => {
  const bar = document.querySelector(".save");
  return [...document.querySelectorAll("main form :is(input, select, textarea):not([type=hidden])")]
    .filter((field) => {
      field.focus();
      const place = field.getBoundingClientRect();
      return place.bottom > bar.getBoundingClientRect().top && place.top < innerHeight;
    }).map((field) => field.name);
}
"""


class Journey:
    """One person at one browser, and the day it is."""

    def __init__(self, page, clock, size):
        self.page, self.clock, self.width = page, clock, size["width"]
        page.set_viewport_size(size)
        page.add_init_script(COUNT_CLICKS)
        self.loads = []
        page.on("load", lambda _: self.loads.append(page.url))

    def day(self, day, hour=10):
        """Another day: the session has ended, one signs in again."""
        self.clock(moment(day, hour))
        self.page.context.clear_cookies()
        self.page.goto("/portal/")
        fill(self.page, login=RIGHT, password=SECRET)
        press_named(self.page, "登录")

    def clicks(self):
        return int(self.page.evaluate("sessionStorage.getItem('clicks')") or 0)

    def fits(self, name):
        """Nothing sticks out of the screen; its picture, where pictures are asked for."""
        if PICTURES:
            picture = Path(PICTURES) / f"{name}-{self.width}.png"
            self.page.screenshot(path=picture, full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, (
            self.page.url
        )


@pytest.mark.parametrize("size", SIZES)
def test_from_a_slip_at_registering_to_leaving_the_catalogue(someone, clock, size, monkeypatch):
    journey = Journey(someone(), clock, SIZES[size])
    clock(moment(date(2020, 3, 31)))
    registers_with_a_slip_and_mends_it(journey)
    first, mended, refused, last = applies_with_four_products(journey)
    monkeypatch.setattr("demo.acts.DEMANDS", THREE_POINTS)
    for item in (first, last):
        perform(item, "endorse", at=moment(WALK["endorse"]))
    perform(mended, "endorse", at=moment(WALK["endorse"]), choice="return")
    perform(refused, "endorse", at=moment(WALK["endorse"]), choice="refuse")
    answers_three_points(journey, mended)
    applies_again_for_what_was_refused(journey, refused)
    perform(mended, "endorse", at=moment(date(2020, 4, 10)))
    listed = walk([first, mended, last], WALK, since="review", until="list")
    sells(journey, listed)
    sold, changed, left = (item.certificate for item in listed)
    renews(journey, sold)
    reports_a_change_with_a_file(journey, changed)
    leaves(journey, left)


def registers_with_a_slip_and_mends_it(journey):
    page = journey.page
    page.goto("/portal/")
    follow(page, "a:text-is('注册单位账号')")
    fill(
        page,
        name="章贡区新办示例合作社（虚构）",
        credit_code=CODE + credit_code_check_character(CODE),
        domicile="江西省赣州市章贡区水东镇虚构路9号",
        legal_representative="测试法人",
        contact_person="测试经办",
        phone="15400000001",
        email=WRONG,
        password1=SECRET,
        password2=SECRET,
    )
    page.select_option("[name=entity_type]", "cooperative")
    page.select_option("[name=domicile_township]", label="水东镇")
    press_named(page, "注册")
    reads(page, WRONG)
    follow(page, "a:text-is('改正')")
    fill(page, password=SECRET, email=RIGHT)
    press_named(page, "改正并重新发送")
    reads(page, RIGHT)
    journey.fits("waiting")
    [letter] = [each for each in mail.outbox if RIGHT in each.to]
    page.goto(link_in(letter))
    press_named(page, "确认")
    assert User.objects.get(email=RIGHT).applicant.name.startswith("章贡区新办示例")


def applies_with_four_products(journey):
    page, on = journey.page, date(2020, 4, 1)
    journey.day(on)
    reads(page, "还没有申请")
    loads, clicks = len(journey.loads), journey.clicks()
    follow(page, "text=新的申请")
    follow(page, "text=开始填写")
    follow(page, "ol.tasks a >> text=申请单位")
    page.fill("[name=contact_person]", "测试联系人")
    page.select_option("[name=production_township]", label="水东镇")
    follow(page, "text=保存并填写产品")
    for name in NAMES:
        if name == NAMES[0]:
            assert page.evaluate(UNDER_THE_BAR) == []
        fill_product(page, name)
        follow(page, "text=保存并填写成效")
        fill_benefit(page)
        is_last = name == NAMES[-1]
        follow(page, "main form button[name=save]" if is_last else "text=保存并添加下一个产品")
    follow(page, "text=下一步：申报材料")
    send_as_one(page, "M2_licence", photo("navy"), photo("white"))
    send_as_one(page, "M3_benefit_proof", photo("navy"), photo("white"))
    send_files(page, "M4b_member_roster", photo("green"))
    follow(page, "text=下一步：承诺和签名")
    signs_and_submits(page, on)
    reads(page, "ZGSQ-2020-000001")
    assert len(journey.loads) - loads <= MOST_LOADS, journey.loads[loads:]
    assert journey.clicks() - clicks <= MOST_CLICKS, journey.clicks() - clicks
    journey.fits("submitted")
    proof = Material.objects.get(kind="M3_benefit_proof")
    assert proof.name == "navy等2页.pdf"
    return list(Item.objects.filter(name__in=NAMES).order_by("position"))


def signs_and_submits(page, on):
    """From the commitment to the number: signed on ``on``, the form photographed, sent."""
    page.check("[name=accept]")
    fill(page, signatory="测试法人", signed_on=on)
    follow(page, "text=保存并去签字盖章")
    send_files(page, "M1_application_form", photo("navy"))
    follow(page, "text=下一步：核对并提交")
    follow(page, "text=提交申请")


def answers_three_points(journey, item):
    page = journey.page
    journey.day(date(2020, 4, 9))
    follow(page, "#to-mend + ul a")
    mending = page.url
    for point in THREE_POINTS:
        reads(page, point)
    follow(page, "text=去修改：工商注册")
    replace_file(page, "M2_licence", scan("清晰的执照.pdf"))
    follow(page, "nav.back >> text=返回补正答复")
    assert page.url == mending
    follow(page, "text=去修改：带贫")
    page.fill("[name=benefit_text]", STORY + "收购价高于市场价一成，收益每季度结清并张榜公布。")
    follow(page, "main form button[name=save]")
    follow(page, "text=重新打印申请书")
    replace_file(page, "M1_application_form", photo("purple"))
    follow(page, "nav.back >> text=返回补正答复")
    assert page.url == mending
    price = page.locator("section", has_text=THREE_POINTS[2])
    price.locator("[value=explanation]").check()
    follow(page, "text=已补齐，重新提交该产品")
    reads(page, "处需要补齐或者改正")
    price.locator("textarea").fill("参考价格按本社去年十一月出库单的平均价计算。")
    journey.fits("points")
    follow(page, "text=已补齐，重新提交该产品")
    reads(page, "已重新提交")
    kinds = PointAnswer.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["file", "changed", "explanation"]
    assert nodes_of(item) == ["endorse"], "back at who asked"


def applies_again_for_what_was_refused(journey, item):
    page, on = journey.page, date(2020, 4, 9)
    page.goto(f"/portal/applications/{item.application_id}/")
    reads(page, "不予认定以后怎么办")
    journey.fits("refused")
    follow(page, "text=以此产品重新申请")
    press_named(page, "建立草稿")
    draft = Application.objects.get(number=None)
    assert [each.name for each in draft.items.all()] == [item.name]
    follow(page, "ol.tasks a >> text=申报材料")
    reads(page, "清晰的执照.pdf")
    send_files(page, "M3_benefit_proof", scan("带贫证明.pdf"))
    send_files(page, "M4b_member_roster", photo("green"))
    follow(page, "text=下一步：承诺和签名")
    signs_and_submits(page, on)
    reads(page, "ZGSQ-2020-000002")


def sells(journey, listed):
    """A hundred rows, forty of them wrong; these are taken away, mended, and handed in again."""
    page, number = journey.page, listed[0].certificate.number
    journey.day(date(2020, 6, 3))
    follow(page, "nav.masthead__nav >> text=销售")
    follow(page, "text=从文件导入")
    page.set_input_files("input[type=file]", a_ledger(number))
    follow(page, "text=上传并预览")
    reads(page, "可导入 60 行", "有误 40 行", "“月球”不在列表中")
    journey.fits("preview")
    with page.expect_download() as download:
        page.click("text=下载有误的 40 行")
    wrong = download.value.path()
    page.check("[name=how][value=good]")
    follow(page, "text=确认导入")
    reads(page, "已导入60条")
    follow(page, "text=从文件导入")
    page.set_input_files("input[type=file]", mended(wrong))
    follow(page, "text=上传并预览")
    reads(page, "可导入 40 行", "有误 0 行")
    follow(page, "text=确认导入")
    reads(page, "已导入40条")
    assert SalesRecord.objects.count() == 100
    journey.fits("sold")


def a_ledger(number):
    """Every row of the last forty has a day, a number or a channel that there is not."""
    row = "{},{},{},{},箱,60.50,,{},学校,示例学校"
    good = [row.format(f"A-{n}", number, "2020-05-25", 20, "单位食堂采购") for n in range(60)]
    bad = [row.format(f"B-{n}", number, "下个月", "很多", "月球") for n in range(40)]
    text = "\n".join([HEADINGS, *good, *bad])
    return {"name": "五月.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}


def mended(path):
    """The file of wrong rows with what it asks for put right, as a person does it in a sheet."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    right = {"下个月": "2020-05-26", "很多": "20", "月球": "单位食堂采购"}
    for cell in (cell for row in book.active.iter_rows() for cell in row):
        cell.value = right.get(cell.value, cell.value)
    out = io.BytesIO()
    book.save(out)
    return {"name": "有误的行.xlsx", "mimeType": "", "buffer": out.getvalue()}


def renews(journey, certificate):
    page, on = journey.page, date(2021, 3, 1)
    journey.day(on)
    follow(page, f".card:has-text('{certificate.number}') >> text=现在可以再次申请")
    page.check("[name=reuse_licences]")
    follow(page, "text=开始填写")
    follow(page, "ol.tasks a >> text=申报材料")
    reads(page, "清晰的执照.pdf")
    send_files(page, "M3_benefit_proof", scan("今年的带贫证明.pdf"))
    send_files(page, "M4b_member_roster", photo("green"))
    follow(page, "text=下一步：承诺和签名")
    signs_and_submits(page, on)
    reads(page, "ZGSQ-2021-000001")
    assert Item.objects.get(application__number="ZGSQ-2021-000001").renewal_of == certificate


def reports_a_change_with_a_file(journey, certificate):
    page = journey.page
    follow(page, "nav.masthead__nav >> text=目录产品")
    follow(page, f"main li:has-text('{certificate.number}') h2 a")
    follow(page, "text=报告变更")
    page.check("[name=kinds][value=licence]")
    follow(page, "text=下一步")
    fill(page, changed_on="2021-02-26", text="食品生产许可证到期换证，许可范围不变。")
    page.set_input_files("[name=evidence]", scan("新许可证.pdf"))
    follow(page, "text=提交变更报告")
    reads(page, "新许可证.pdf", "许可证照")
    assert ChangeReport.objects.get().certificate == certificate
    journey.fits("change")


def leaves(journey, certificate):
    page = journey.page
    follow(page, "nav.masthead__nav >> text=目录产品")
    follow(page, f"main li:has-text('{certificate.number}') h2 a")
    follow(page, "text=退出目录")
    page.fill("[name=because]", "果园改种，不再生产该产品")
    page.check("[name=sure]")
    follow(page, "main form button")
    reads(page, "收回退出申请")
    journey.fits("leaving")
    tick(moment(date(2021, 3, 5)))
    journey.day(date(2021, 3, 5))
    page.goto(f"/portal/certificates/{certificate.pk}/")
    reads(page, "自愿退出")
    assert page.locator("main a:has-text('报告变更')").count() == 0
