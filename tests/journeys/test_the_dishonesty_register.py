"""A unit and the dishonesty register: proposed, noticed, heard in the portal, decided, repaired."""

from datetime import date

import pytest
from tests.support.dishonest import BECAUSE, FACTS

from demo import fiction
from demo.papers import pdf
from demo.timetables import moment
from registry.models import DishonestyEntry
from workflow.services import clock as house_clock

from .people import applicant, follow, officer, reads, send
from .test_at_the_desk import see

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]

MONDAY = date(2020, 6, 1)
DEFENCE = "成效证明由村集体出具，现附原件，请予核实。"
WORK = "已经全部整改，重新提交了成效证明，并书面承诺不再发生。"
PAPER = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": pdf("证明")}


def propose(page, unit):
    see(page, "/admin/desk/dishonesty/")
    follow(page, ".desk a[href$='/dishonesty/new/']")
    page.fill("#desk-q", unit.credit_code)
    follow(page, ".desk-filter button")
    follow(page, f".desk a:has-text('{unit.name}')")
    see(page, page.url)
    page.select_option("[name=cause]", "false_material")
    page.fill("[name=facts]", FACTS)
    page.fill("[name=basis]", "章测扶办〔2020〕3号")
    page.set_input_files("[name=evidence]", PAPER)
    follow(page, ".desk form button.button:not(.button-secondary)")
    reads(page, "证明.pdf")
    return DishonestyEntry.objects.get()


def write_in_portal(page, entry, text, button, file=None):
    """The unit's own page of the entry, from among what came in."""
    page.goto("/portal/letters/")
    follow(page, "a[href='/portal/dishonesty/']")
    follow(page, f"main a:has-text('{entry.number}')")
    page.fill("[name=text]", text)
    if file:
        page.set_input_files("[name=evidence]", file)
    page.check("[name=sure]")
    follow(page, f"button:has-text('{button}')")
    reads(page, text)


def decide(page, entry, panel, choice, **fields):
    see(page, f"/admin/desk/dishonesty/{entry.pk}/")
    page.check(f"#{panel}-section [type=radio][value={choice}]")
    for name, value in fields.items():
        page.fill(f"#id_{panel}_{name}", value)
    send(page, panel)


def test_from_the_proposal_to_the_repair(office, someone, clock):
    clock(moment(MONDAY, 10))
    unit = fiction.applicant(3)
    entry = propose(officer(someone(), "complaint_officer@fpb"), unit)
    clerk = officer(someone(), "fpb_clerk@fpb")
    see(clerk, f"/admin/desk/dishonesty/{entry.pk}/")
    send(clerk, "send_notice")
    owner = applicant(someone(), unit.pk)
    owner.goto("/portal/")
    reads(owner, f"拟作失信登记告知书（{entry}）", "2020年6月8日")
    write_in_portal(owner, entry, DEFENCE, "提交陈述申辩", PAPER)

    entry.refresh_from_db()
    house_clock.tick(entry.defence_ends_at)
    clock(moment(date(2020, 6, 9), 10))
    head = officer(someone(), "manager@fpb")
    decide(head, entry, "decide", "yes", months="12", because=BECAUSE)
    reads(head, "2020-06-09 至 2021-06-0", DEFENCE)
    owner.goto("/portal/applications/new/")
    reads(owner, "失信")

    clock(moment(date(2020, 8, 3), 10))
    write_in_portal(owner, entry, WORK, "提交申请")
    decide(head, entry, "answer_repair", "yes", because="整改到位，影响已经消除。")
    reads(head, "已修复")
    owner.goto(f"/portal/dishonesty/{entry.pk}/")
    reads(owner, "准予修复")
