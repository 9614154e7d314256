"""Who watches the work: the overdue board, reminders, standing in, what stands still."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from demo.acts import holder
from demo.timetables import moment
from records import heartbeats
from records.models import JobFailure
from registry.models import Delegation, Membership, User
from supervision.services import complaints
from workflow.models import Reminder
from workflow.policies.acceptance import due_on
from workflow.services import timers
from workflow.services.acceptance import accept
from workflow.services.acceptance_reminders import remind_of_acceptance
from workflow.services.clock import tick
from workflow.services.reminders import remind

pytestmark = pytest.mark.django_db
LATE = date(2020, 4, 20)
FACTS = {
    "subject_kind": "venue",
    "about_text": "示例展销会",
    "category": "price",
    "content": "展销会上标价和收款不一致。",
}


@pytest.fixture
def late(paper, on_day):
    """Two products that their station has not touched for twelve working days."""
    items = paper(2)
    on_day(LATE)
    return items


def test_the_board_shows_how_late_which_desk_is(late, signed_in):
    page = signed_in("manager@fpb").get(reverse("desk:board"))
    [desk] = page.context["desks"]
    assert desk.cells == [0, 0, 2, 0], "due on 9 April: 10, 13, 14, 15, 16, 17 and 20"
    assert "7个工作日" in page.content.decode()
    assert late[0].name in page.content.decode()


def test_the_board_is_exported_without_formulas(late, signed_in):
    browser = signed_in("manager@fpb")
    sheet = load_workbook(BytesIO(browser.get(reverse("desk:board"), {"export": "xlsx"}).content))
    rows = list(sheet.active.values)
    assert rows[0][:3] == ("单位", "环节", "申请编号")
    assert len(rows) == 3
    csv = browser.get(reverse("desk:board"), {"export": "csv"})
    assert csv["Content-Disposition"] == 'attachment; filename="overdue.csv"'
    assert csv.content.decode("utf-8-sig").count("\r\n") == 3


def test_a_station_head_sees_the_own_station_only(late, signed_in):
    for code, count in ((late[0].application.station.code, 2), ("station-360702105", 0)):
        head = User.objects.create(username=f"head-{code}")
        head.groups.set(holder("manager@fpb").groups.all())
        Membership.objects.create(
            user=head,
            organisation=type(late[0].application.station).objects.get(code=code),
            role="station_head",
        )
        page = signed_in(head).get(reverse("desk:board"))
        assert len(page.context["page"].object_list) == count


def test_the_board_leads_to_where_the_head_hands_a_task_on(late, signed_in, office):
    """To a list that has the task; who answers for another office is led to none."""
    station = late[0].application.station
    head = User.objects.create(username="head-of-station")
    head.groups.set(holder("manager@fpb").groups.all())
    Membership.objects.create(user=head, organisation=station, role="station_head")
    page = signed_in(head).get(reverse("desk:board")).content.decode()
    inbox = f"{reverse('desk:inbox')}?tab=office&amp;q={late[0].application.number}"
    assert f'<a href="{inbox}">改派</a>' in page
    shown = signed_in(head).get(inbox.replace("&amp;", "&")).context["page"].object_list
    assert {line.paper for line in shown} == {item.name for item in late}
    assert all(line.is_choosable for line in shown)
    for watcher in ("manager@fpb", "auditor@fpb"):
        assert "改派" not in signed_in(watcher).get(reverse("desk:board")).content.decode()


def test_the_home_page_counts_what_the_board_shows(late, signed_in):
    """The head of the district is told of the stations' late work, apart from the own."""
    panel = signed_in("manager@fpb").get("/admin/").content.decode()
    assert "<strong>2</strong>超期督办" in panel
    assert "<strong>0</strong>本人已超期" in panel
    assert "超期督办</a>" not in signed_in("fpb_clerk@fpb").get("/admin/").content.decode()


def test_a_late_complaint_is_on_the_board_of_those_who_may_know_of_it(office, on_day, signed_in):
    complaint = complaints.receive(source="12317", at=moment(date(2020, 4, 1)), **FACTS)
    about_a_person = complaints.receive(
        source="12317", at=moment(date(2020, 4, 1)), **{**FACTS, "subject_kind": "person"}
    )
    on_day(LATE)
    page = signed_in("manager@fpb").get(reverse("desk:board"))
    assert [row["application"] for row in page.context["page"]] == [
        complaint.number,
        about_a_person.number,
    ]
    assert [desk.step for desk in page.context["desks"]] == ["投诉举报受理"]
    auditor = signed_in("auditor@fpb").get(reverse("desk:board"))
    assert list(auditor.context["page"]) == []


@pytest.fixture
def unaccepted(item, on_day):
    """A product that nobody accepted in its five working days; the reviews have their time yet."""
    on_day(LATE)
    assert due_on(item) < LATE
    return item


def test_what_nobody_accepted_in_time_is_on_the_boards_of_both_offices(unaccepted, signed_in):
    page = signed_in("manager@fpb").get(reverse("desk:board"))
    rows = [(row["step"], row["office"], row["due_on"]) for row in page.context["page"]]
    last = f"{due_on(unaccepted)}"
    assert sorted(rows) == sorted(("区级受理", name, last) for name in ("区扶贫办", "区农业农村局"))
    assert "<strong>2</strong>超期督办" in signed_in("manager@fpb").get("/admin/").content.decode()
    own = signed_in("agri_head@nyncj").get(reverse("desk:board")).context["page"]
    assert [row["office"] for row in own] == ["区农业农村局"]
    accept(unaccepted, by=holder("fpb_reviewer@fpb"), at=moment(LATE))
    assert list(signed_in("manager@fpb").get(reverse("desk:board")).context["page"]) == []


def test_the_operations_name_it_and_what_to_do(unaccepted, signed_in):
    page = signed_in("manager@fpb").get(reverse("desk:operations")).content.decode()
    assert "超过受理时限的产品" in page
    assert f"应于{due_on(unaccepted)}前受理或者一次性告知补正" in page


def test_the_paper_and_the_inbox_show_by_when_it_is_to_be_accepted(item, signed_in, on_day):
    last = due_on(item)
    on_day(last)
    browser = signed_in("fpb_reviewer@fpb")
    paper = reverse("desk:application", args=[item.application_id])
    for address in (paper, f"{reverse('desk:inbox')}?tab=queue"):
        page = browser.get(address).content.decode()
        assert re.search(rf"受理：<span[^>]*>今天到期</span>\s*<span[^>]*>{last}</span>", page)
    accept(item, by=holder("fpb_reviewer@fpb"), at=moment(last))
    for address in (paper, f"{reverse('desk:inbox')}?tab=queue"):
        assert "受理：<span" not in browser.get(address).content.decode()


def test_a_reminder_of_acceptance_says_so_and_when_it_is_settled(unaccepted, signed_in):
    remind_of_acceptance(moment(LATE))
    browser = signed_in("fpb_reviewer@fpb")
    page = browser.get(reverse("desk:reminders")).content.decode()
    assert "受理已超期" in page
    assert "desk-left--late" in page
    assert "已受理" not in page
    accept(unaccepted, by=holder("fpb_reviewer@fpb"), at=moment(LATE))
    assert "已受理" in browser.get(reverse("desk:reminders")).content.decode()


def test_a_reminder_of_acceptance_tells_its_last_day_until_it_is_accepted(unaccepted, signed_in):
    last = due_on(unaccepted)
    remind_of_acceptance(moment(LATE))
    browser = signed_in("fpb_reviewer@fpb")

    def limits_shown():
        page = browser.get(reverse("desk:reminders")).content.decode()
        return re.findall(r'data-label="期限">\s*([^<]*?)\s*</td>', page)

    assert limits_shown() == [f"{last}"]
    accept(unaccepted, by=holder("fpb_reviewer@fpb"), at=moment(LATE))
    assert limits_shown() == [""]


def test_an_empty_board_says_so(office, signed_in):
    assert "没有超期的任务" in signed_in("manager@fpb").get(reverse("desk:board")).content.decode()


def in_menu(words):
    """The words as the sidebar's JSON spells them."""
    return json.dumps(words).strip('"')


def test_looking_at_reminders_reads_them(late, signed_in, station):
    remind(moment(LATE))
    browser = station(late[0])
    assert in_menu("督办提醒（2）") in browser.get(reverse("desk:inbox")).content.decode()
    page = browser.get(reverse("desk:reminders")).content.decode()
    assert page.count("<strong>新</strong>") == 2
    officer = holder("station_officer@station-360702101")
    assert not Reminder.objects.filter(recipient=officer, read_at=None)
    assert in_menu("督办提醒（") not in browser.get(reverse("desk:inbox")).content.decode()


def test_somebody_who_was_never_reminded_reads_when_that_happens(office, signed_in):
    page = signed_in("fpb_clerk@fpb").get(reverse("desk:reminders")).content.decode()
    assert "时限过半" in page


def delegation(absent, deputy, **changes):
    return {
        "organisation": Membership.objects.filter(user=absent).first().organisation_id,
        "absent": absent.pk,
        "deputy": deputy.pk,
        "valid_from": "2020-04-20",
        "valid_until": "2020-04-24",
        "because": "年休假",
        **changes,
    }


def test_an_officer_names_a_deputy_who_then_sees_the_work(late, signed_in, station):
    officer = holder("station_officer@station-360702101")
    deputy = User.objects.create(username="deputy", last_name="示例", first_name="代办")
    deputy.groups.set(officer.groups.all())
    Membership.objects.create(
        user=deputy, organisation=late[0].application.station, role="station_head"
    )
    address = reverse("desk:delegations")
    browser = station(late[0])
    refused = browser.post(address, delegation(officer, deputy, valid_until="2020-04-01"))
    assert refused.status_code == 422
    assert "止日不得早于起日" in refused.content.decode()
    assert browser.post(address, delegation(officer, deputy)).status_code == 302
    assert "示例代办" in browser.get(address).content.decode()
    inbox = signed_in(deputy).get(reverse("desk:inbox"), {"tab": "queue"}).content.decode()
    assert late[0].name in inbox
    ending = reverse("desk:end_delegation", args=[Delegation.objects.get().pk])
    assert signed_in("fpb_clerk@fpb").post(ending).status_code == 404
    assert Delegation.objects.get().ended_at is None, "a stranger ends nothing"
    browser.post(ending)
    assert Delegation.objects.get().ended_at is not None


def test_what_stands_still_is_listed_with_its_cause_and_tried_again(
    walked, signed_in, on_day, monkeypatch
):
    walked("notice")
    on_day(date(2020, 7, 1))

    def broken(*args, **kwargs):
        raise ValueError("the secret of 360702195001010011")

    monkeypatch.setattr(timers, "_fire", broken)
    timers.fire_due_timers(moment(date(2020, 7, 1)))
    browser = signed_in("manager@fpb")
    page = browser.get(reverse("desk:operations")).content.decode()
    assert "ValueError，失败1次" in page
    assert "secret" not in page
    retry = reverse("desk:retry", args=[JobFailure.objects.get().subject_id])
    assert "仍未成功：ValueError" in browser.post(retry, follow=True).content.decode()
    monkeypatch.undo()
    assert "已重新执行" in browser.post(retry, follow=True).content.decode()
    assert browser.post(retry).status_code == 404, "it is due no more"


def test_where_all_is_well_operations_say_so(office, signed_in, on_day):
    on_day(date(2020, 4, 1))
    heartbeats.beat(moment(date(2020, 4, 1), 10))
    tick(moment(date(2020, 4, 1), 10))
    page = signed_in("manager@fpb").get(reverse("desk:operations")).content.decode()
    assert "一切正常" in page


@pytest.mark.parametrize("name", ["board", "operations"])
def test_only_heads_watch(office, signed_in, name):
    response = signed_in("fpb_clerk@fpb").get(reverse(f"desk:{name}"))
    assert response.status_code in (302, 403)
