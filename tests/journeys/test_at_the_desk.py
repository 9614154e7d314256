"""The desk in a browser, role by role: keyboard, drafts, previews, hand-outs, and no barrier."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from demo.acts import holder
from demo.papers import pdf
from demo.timetables import moment
from demo.walking import walk
from registry.models import Membership, Organisation, User
from workflow.models import Opinion, OpinionDraft, OpinionTemplate, UpperReview
from workflow.positions import nodes_of, open_task

from ..conftest import schedule
from .people import follow, give_opinion, officer, press, sign_in, sign_in_by_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]


def barriers(page):
    """What axe-core finds in the part of the page that is the desk's."""
    found = Axe().run(page, context=".desk").response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:120]) for each in found]


def see(page, address):
    page.goto(address)
    assert barriers(page) == [], address


def at_station(page, item):
    """By keyboard alone: j to the line, c to claim it, Enter to open it."""
    see(page, "/admin/desk/?tab=queue")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("c")
    assert open_task(item, "endorse").owner.username == "s101"
    page.goto("/admin/desk/?tab=mine")
    page.keyboard.press("?")
    assert page.locator("#desk-keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/admin/desk/applications/{item.application_id}/")
    assert barriers(page) == []
    see(page, f"/admin/desk/applications/{item.application_id}/endorse/")
    give_opinion(page, item, visited_on=date(2020, 4, 2))
    press(page)
    assert nodes_of(item) == ["review_benefit", "review_quality"]


def at_head(page, item, twin):
    """The head hands the benefit review to one of two reviewers, and keeps a filter."""
    see(page, "/admin/desk/?tab=office&q=ZGSQ&step=review_benefit")
    page.fill("[name=name]", "成效审核")
    page.click("text=存为常用筛选")
    page.locator(".desk-saved a", has_text="成效审核").wait_for()
    page.locator("#desk-choices tbody input[type=checkbox]").first.check()
    page.select_option("#desk-to", label=f"{twin}")
    follow(page, "button[value=assign]")
    assert open_task(item, "review_benefit").owner == twin


def as_reviewer(page, item):
    """A template, a draft that saves itself, the letter beforehand, the signature."""
    see(page, f"/admin/desk/applications/{item.application_id}/benefit/")
    page.select_option(f"[name=item-{item.pk}-template]", label="退回补正：证明不全")
    follow(page, f"button[value='template:item-{item.pk}']")
    assert "收购台账" in page.locator(f"[name=item-{item.pk}-demands]").input_value()
    text = page.locator(f"[name=item-{item.pk}-text]")
    text.fill("带贫成效的证明材料不完整，请按下列事项一次性补正。")
    page.locator("#desk-saved", has_text="草稿已保存").wait_for()
    assert OpinionDraft.objects.get().values["text"].startswith("带贫成效的证明材料")
    follow(page, "button[value=preview]")
    expect(page.locator("#previews-section")).to_contain_text("补正通知")
    assert barriers(page) == []
    press(page)
    assert Opinion.objects.get(item=item, step="benefit").demands == ["收购台账"]


def as_agriculture(page, item):
    """A file that is kept with the draft, whatever becomes of the form it came with."""
    page.goto(f"/admin/desk/applications/{item.application_id}/quality/")
    give_opinion(page, item)
    files = [{"name": "检验报告.pdf", "mimeType": "application/pdf", "buffer": pdf("检验")}]
    page.set_input_files(f"[name=item-{item.pk}-files]", files)
    text = page.locator(f"[name=item-{item.pk}-text]")
    said = text.input_value()
    text.fill("短")
    press(page)
    page.get_by_role("link", name="检验报告.pdf").wait_for()
    assert barriers(page) == []
    text.fill(said)
    press(page)
    assert Opinion.objects.get(item=item, step="quality").files.count() == 1
    assert nodes_of(item) == ["mend_for_district"]


def as_recorder(page, items):
    """Two products under one document of the city, from the inbox to its page."""
    see(page, "/admin/desk/?tab=queue")
    page.locator(
        "input[type=checkbox][name=tasks]"
    ).check()  # one line: both products of the application
    follow(page, "button[value=sign]")
    expect(page.locator("input[name=items]:checked")).to_have_count(2)
    assert barriers(page) == []
    page.check("[name=result][value=pass]")
    page.fill("[name=document_no]", "市测扶办字〔2020〕3号")
    page.fill("[name=decided_on]", "2020-05-20")
    scan = {"name": "批复.pdf", "mimeType": "application/pdf", "buffer": pdf("批复")}
    page.set_input_files("[name=scan]", scan)
    press(page)
    assert UpperReview.objects.filter(level="city", scan__name="批复.pdf").count() == 2
    assert {name for item in items for name in nodes_of(item)} == {"province_review"}


def test_every_role_does_its_work_at_the_desk(someone, clock, paper):
    clock(moment(date(2020, 4, 2)))
    OpinionTemplate.objects.create(
        step="benefit", result="return", title="证明不全", text="不完整。", demands="收购台账"
    )
    (item,) = paper(serial=1)
    reported = walk(paper(2, serial=4), schedule(date(2020, 4, 1)), until="report", since="endorse")
    twin = User.objects.create(username="twin", first_name="示例同事")
    twin.groups.set(User.objects.get(username="reviewer").groups.all())
    office = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=twin, organisation=office, role="fpb_reviewer")

    station = holder("station_officer@station-360702101")
    at_station(sign_in_by_form(someone(), station, "admin"), item)
    at_head(officer(someone(), "manager@fpb"), item, twin)
    as_reviewer(sign_in(someone(), twin, "admin"), item)
    as_agriculture(officer(someone(), "agri_reviewer@nyncj"), item)
    clock(moment(date(2020, 5, 20)))
    as_recorder(officer(someone(), "upper_recorder@fpb"), reported)
    assert item.letters.filter(kind="returned").count() == 1
