"""Many hands on one paper, in a browser: an outside expert is asked by a link, a head signs off, an
officer leaves and a colleague goes on, the closed paper is filed. Each page looked at.
"""

import re
from datetime import date, timedelta

import pytest

from applications.models import Item
from demo.acts import holder
from demo.timetables import moment
from registry.models import Membership, Organisation, RuleSet, User
from workflow.models import ArchiveFile, Consultation, Opinion
from workflow.positions import nodes_of, open_task
from workflow.services.absence import release_tasks_of_departed
from workflow.services.clock import tick

from .looks import is_sound
from .people import follow, give_opinion, officer, press, reads, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.django_db(transaction=True),
]
QUESTION = "请就该产品的加工工艺是否符合标准提出意见"
REFUSAL = "经审核，带贫减贫成效不能证实，不符合认定条件。"


def fresh(item):
    return Item.objects.get(pk=item.pk)


def paper_of(item):
    return f"/admin/desk/applications/{item.application_id}/"


def asks_an_expert(page, item):
    page.goto(paper_of(item))
    follow(page, "text=征求意见 >> nth=0")
    page.check("[name=whom][value=expert]")
    assert not page.locator("[name=office]").is_visible()
    page.fill("[name=expert_name]", "示例专家")
    page.fill("[name=expert_unit]", "示例农科所")
    page.fill("[name=expert_email]", "expert@example.com")
    page.fill("[name=question]", QUESTION)
    is_sound(page, "consult")
    press(page)
    assert Consultation.objects.get().question == QUESTION


def answers_by_the_link(page, mailoutbox, at):
    """Whoever has the link needs no account, sees no paper, and answers once."""
    tick(at)
    (mail,) = (mail for mail in mailoutbox if mail.to == ["expert@example.com"])
    address = re.search(r"/consultations/\S+/", mail.body)[0]
    page.goto(address)
    reads(page, QUESTION)
    page.check("[name=stance][value=agree]")
    page.fill("[name=answer]", "加工工艺符合标准。")
    follow(page, "main form button")
    reads(page, "已经收到")
    assert page.goto(address).status == 410


def claims(page, item, node):
    page.goto("/admin/desk/?tab=queue")
    follow(page, ".desk-claim button")
    assert open_task(item, node).owner is not None


def leaves(page, person, day):
    """The administrator ends the duties of who leaves; what was taken goes back that day."""
    page.goto(f"/admin/desk/officers/?q={person.username}")
    is_sound(page, "officers")
    follow(page, "text=离岗")
    page.fill("[name=first_day]", f"{day}")
    page.fill("[name=because]", "调离")
    press(page)
    reads(page, f"{day - timedelta(days=1)}")


def proposes_to_refuse(page, item):
    """By keyboard from the inbox: the line, its form; the words go to the head."""
    page.goto("/admin/desk/?tab=queue")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("e")
    page.keyboard.press("?")
    assert page.locator("#desk-keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    assert page.locator(".desk-panes__paper .desk-look[open]").count() == 1
    reads(page, "加工工艺符合标准。")
    # by keyboard: a click while the page scrolls away from the PDF would still reach the PDF
    page.press(f"[name=item-{item.pk}-result][value=refuse]", "Space")
    give_opinion(page, item, result="refuse", text=REFUSAL)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert not Opinion.objects.filter(item=item, step="benefit").exists()


def signs_off(page, item):
    page.goto("/admin/desk/countersign/")
    reads(page, REFUSAL, "两项区级审核都签署后发出")
    is_sound(page, "countersign-refusal")
    follow(page, "button[value=approved]")
    assert Opinion.objects.get(item=item, step="benefit").approved_by == holder("manager@fpb")


def files(page, item):
    page.goto(paper_of(item))
    is_sound(page, "paper-closed")
    follow(page, "text=归档 >> nth=0")
    is_sound(page, "file")
    press(page)
    reads(page, ArchiveFile.objects.get().number)
    with page.expect_download() as download:
        page.click("text=下载案卷（ZIP）")
    assert download.value.suggested_filename.endswith(".zip")


def test_an_expert_a_head_a_colleague_and_the_archive(someone, clock, walked, mailoutbox):
    (item,) = walked("endorse")
    RuleSet.objects.update(countersign_reviews=True)
    twin = User.objects.create(username="twin", last_name="示", first_name="例同事")
    twin.groups.set(User.objects.get(username="reviewer").groups.all())
    fpb = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=twin, organisation=fpb, role="fpb_reviewer")

    clock(moment(date(2020, 4, 8), 10))
    reviewer = officer(someone(), "fpb_reviewer@fpb")
    asks_an_expert(reviewer, item)
    answers_by_the_link(someone(), mailoutbox, moment(date(2020, 4, 8), 11))
    claims(reviewer, item, "review_benefit")

    who = holder("fpb_reviewer@fpb")
    leaves(sign_in(someone(), User.objects.get(username="admin"), "admin"), who, date(2020, 4, 9))
    clock(moment(date(2020, 4, 9), 10))
    release_tasks_of_departed(moment(date(2020, 4, 9), 9))
    reviewer.goto("/admin/desk/")
    assert "/admin/desk/" not in reviewer.url, "who has left has no desk"

    colleague = sign_in(someone(), twin, "admin")
    proposes_to_refuse(colleague, item)
    signs_off(officer(someone(), "manager@fpb"), item)
    assert nodes_of(item) == ["review_quality"]

    agriculture = officer(someone(), "agri_reviewer@nyncj")
    agriculture.goto(f"{paper_of(item)}quality/")
    give_opinion(agriculture, item, result="refuse", text=REFUSAL)
    press(agriculture)
    head = officer(someone(), "agri_head@nyncj")
    head.goto("/admin/desk/countersign/")
    reads(head, "将发出不予认定反馈书", "办结后不能恢复")
    follow(head, "button[value=approved]")
    assert fresh(item).outcome.kind == "refused"
    files(officer(someone(), "fpb_clerk@fpb"), item)
