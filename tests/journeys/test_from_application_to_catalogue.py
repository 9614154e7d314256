"""The whole way in a browser: three products, a return, a refusal, an objection, the catalogue."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from applications.models import Application, Item
from demo import fiction
from demo.acts import agent
from demo.papers import pdf
from demo.preparing import sign_again
from demo.timetables import moment
from workflow.positions import nodes_of
from workflow.services.clock import tick

from .people import (
    add_product,
    applicant,
    choose_all,
    commit,
    follow,
    give_opinion,
    lacks,
    officer,
    press,
    reads,
    upload,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),  # a slow machine, not a hung page: each act has its own 15 s
    pytest.mark.django_db(transaction=True),
]

STATION = "station_officer@station-360702101"
SCAN = {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": pdf("扫描件")}


def fresh(item):
    return Item.objects.get(pk=item.pk)


class Walk:
    """One paper, its people, and the day it is."""

    def __init__(self, someone, clock):
        self.someone, self.clock = someone, clock

    def day(self, month, day, hour=9, minute=30):
        self.clock(moment(date(2020, month, day), hour, minute))
        self.today = date(2020, month, day)

    def at_desk(self, permission):
        return officer(self.someone(), permission)


@pytest.fixture
def walk(someone, clock):
    return Walk(someone, clock)


def submitted(walk):
    """An enterprise fills in three products and submits; its application."""
    owner = fiction.applicant(1)
    page = applicant(walk.someone(), owner.pk)
    page.goto("/portal/applications/new/")
    follow(page, "main form button.button")
    paper = Application.objects.get()
    for name in ("赣南脐橙", "红心蜜柚", "脐橙果干"):
        add_product(page, paper.pk, name)
    for kind in ("M1_application_form", "M2_licence", "M3_benefit_proof"):
        upload(page, paper.pk, kind)
    commit(page, paper.pk, walk.today)
    page.goto(f"/portal/applications/{paper.pk}/check/")
    follow(page, "text=提交申请")
    paper.refresh_from_db()
    assert paper.number == "ZGSQ-2020-000001"
    reads(page, paper.number)
    return paper, page


def sign(walk, permission, step, items, **opinions):
    page = walk.at_desk(permission)
    page.goto(f"/admin/desk/applications/{items[0].application_id}/{step}/")
    for item in items:
        give_opinion(page, item, **opinions)
    press(page)


def batch(walk, permission, address, **fields):
    """One document for every waiting item: choose all, fill in, press."""
    page = walk.at_desk(permission)
    page.goto(f"/admin/desk/{address}/")
    choose_all(page)
    for name, value in fields.items():
        if name == "result":
            page.check(f"[name=result][value={value}]")
        elif isinstance(value, dict):
            page.set_input_files(f"[name={name}]", value)
        else:
            page.fill(f"[name={name}]", f"{value}")
    press(page)


def test_three_products_each_with_a_fate_of_its_own(walk, tmp_path):
    walk.day(4, 1)
    paper, portal = submitted(walk)
    good, mended, bad = items = list(paper.items.all())

    walk.day(4, 3)
    sign(walk, STATION, "endorse", items, visited_on=walk.today)
    assert [nodes_of(item) for item in items] == [["review_benefit", "review_quality"]] * 3

    walk.day(4, 8)
    sign(walk, "fpb_reviewer@fpb", "benefit", items)
    page = walk.at_desk("agri_reviewer@nyncj")
    page.goto(f"/admin/desk/applications/{paper.pk}/quality/")
    give_opinion(page, good)
    give_opinion(page, mended, result="return", text="请补充产品检验报告，并核对规格，一次性补正。")
    give_opinion(page, bad, result="refuse", text="抽检不合格，不符合农产品质量和食品安全标准。")
    press(page)
    reads(page, "不予认定反馈书", "现在什么都没有签署")
    press(page)
    assert nodes_of(good) == ["await_notice"]
    assert nodes_of(mended) == ["mend_for_district"]
    assert fresh(bad).outcome.kind == "refused"

    portal.goto(f"/portal/applications/{paper.pk}/")
    reads(portal, "不符合条件")
    portal.goto("/portal/letters/")
    follow(portal, "ul.rows li:has-text('不予认定反馈书') button")
    reads(portal, "抽检不合格")
    assert bad.letters.get(kind="refused").read_at is not None

    mending = f"/portal/applications/{paper.pk}/products/{mended.pk}/mend/"
    portal.goto(mending)
    reads(portal, "请补充产品检验报告")
    portal.click("text=修改产品情况")
    portal.fill("[name=sales_spec]", "2.5公斤/箱")
    portal.click("text=保存产品")
    portal.locator(".notice-line--success").wait_for()
    by = agent(paper.applicant_id)
    sign_again(paper, by=by, at=moment(walk.today, 15))  # what was changed is signed anew
    portal.goto(mending)
    portal.check("input[value=explanation]")
    portal.fill("main form textarea", "成效证明原件已经工作站盖章，随申请书一并提交。")
    follow(portal, "text=已补齐，重新提交该产品")
    assert fresh(mended).sales_spec == "2.5公斤/箱"
    assert nodes_of(mended) == ["review_benefit", "review_quality"]

    walk.day(4, 9)
    sign(walk, "fpb_reviewer@fpb", "benefit", [fresh(mended)])
    sign(walk, "agri_reviewer@nyncj", "quality", [fresh(mended)])
    walk.day(4, 13, 9, 1)
    assert tick(moment(walk.today, 9, 1))["notices"] == 1

    public = walk.someone()
    public.goto("/")
    follow(public, "text=拟认定扶贫产品的公示")
    reads(public, "赣南脐橙")
    lacks(public, "脐橙果干")
    notice = public.url

    walk.day(4, 14)
    entry = mended.publicity_entries.get()
    public.goto(f"{notice}objection/")
    public.select_option("[name=entry]", f"{entry.pk}")
    public.fill("[name=content]", "该产品的带动户数与实际不符，请核查。")
    expect(public.locator("[name=proof]")).not_to_have_value("", timeout=60_000)
    public.click("main form button")
    expect(public.locator("main")).to_contain_text("受理编号")
    tick(moment(walk.today, 10))
    assert nodes_of(mended) == ["investigate_district"]
    assert nodes_of(good) == ["district_notice"]
    public.goto(notice)
    reads(public, "异议核查中")

    window_ends(good)
    assert nodes_of(good) == ["report_to_city"]
    assert nodes_of(mended) == ["investigate_district"], "nothing moves up with an open objection"

    walk.day(4, 20)
    investigate(walk, mended)
    window_ends(mended)
    assert nodes_of(mended) == ["report_to_city"]

    walk.day(4, 28)
    batch(walk, "fpb_clerk@fpb", "report", document_no="章测扶办报〔2020〕1号")
    walk.day(5, 6)
    batch(
        walk,
        "upper_recorder@fpb",
        "city",
        result="pass",
        document_no="市测扶办字〔2020〕3号",
        decided_on=walk.today,
        scan=SCAN,
    )
    batch(
        walk,
        "upper_recorder@fpb",
        "province",
        result="pass",
        document_no="省测扶办字〔2020〕5号",
        decided_on=walk.today,
        scan=SCAN,
    )
    batch(
        walk,
        "upper_recorder@fpb",
        "national",
        published_on=walk.today,
        external_url="https://platform.example.gov.cn/notices/1",
        evidence={"name": "截图.pdf", "mimeType": "application/pdf", "buffer": pdf("截图")},
    )
    assert [nodes_of(item) for item in (good, mended)] == [["national_notice"]] * 2
    window_ends(good)
    walk.day(5, 20)
    batch(
        walk, "fpb_clerk@fpb", "listing", listed_on=walk.today, evidence="全国公示期满，未收到异议"
    )
    assert fresh(good).outcome.kind == "listed"

    public.goto("/cpml/")
    reads(public, "赣南脐橙")
    reads(public, "红心蜜柚")
    follow(public, "main >> text=赣南脐橙")
    reads(public, "ZG-360702-2020-000")
    assert exported(tmp_path) == {"赣南脐橙", "红心蜜柚"}


def window_ends(item):
    entry = item.publicity_entries.latest("pk")
    tick(entry.ends_at + timedelta(minutes=1))


def investigate(walk, item):
    page = walk.at_desk("complaint_officer@fpb")
    page.goto(f"/admin/desk/items/{item.pk}/investigate/")
    page.check("[name$=-finding][value=rejected]")
    page.fill("[name$=-answer]", "经核查台账并走访农户，带动户数属实，异议不成立。")
    page.check("[name=decision][value=resume]")
    page.fill("[name=text]", "经查阅材料、走访核实，公示内容属实。")
    press(page)
    assert nodes_of(item) == ["district_notice"]


def exported(directory):
    call_command("export", "catalog", out=str(directory), verbosity=0)
    [data] = directory.glob("*/data/catalog.json")
    return {record["product_name"] for record in json.loads(data.read_text(encoding="utf-8"))}


def test_a_window_over_national_day_ends_on_the_twelfth_of_october(walk, walked):
    [item] = walked("review")
    walk.day(9, 28)
    page = walk.at_desk("fpb_clerk@fpb")
    page.goto("/admin/desk/notice/")
    choose_all(page)
    press(page)
    reads(page, "2020年9月29日至2020年10月12日")
    press(page)
    public = walk.someone()
    public.goto("/")
    follow(public, "text=拟认定扶贫产品的公示")
    reads(public, "2020年9月29日至2020年10月12日")
    reads(public, "进行中")
    notice = public.url

    walk.day(10, 8)
    public.goto("/")
    expect(public.locator("main")).to_contain_text(re.compile(r"还有\s*3\s*个工作日"))

    walk.day(10, 12, 23, 59)
    tick(moment(walk.today, 23, 59))
    public.goto(notice)
    reads(public, "进行中")
    assert nodes_of(item) == ["district_notice"]

    walk.day(10, 13, 0, 1)
    public.goto(notice)
    reads(public, "已结束")  # the page is right although no clock has run
    assert nodes_of(item) == ["district_notice"]
    tick(moment(walk.today, 0, 1))
    assert nodes_of(item) == ["report_to_city"]
