"""A complaint in its flow: whose step it is, until when, who is reminded, who stands in."""

from datetime import date

import pytest
import time_machine
from viewflow.workflow.status import PROCESS

from demo.acts import holder
from demo.timetables import moment
from desk import complaint_lines
from registry.delegations import delegate
from registry.models import Membership, User
from registry.rulesets import in_force
from supervision.models import Complaint
from supervision.services import complaints, joining
from workflow.flows import ComplaintHandling
from workflow.models import ComplaintProcess, Reminder, Turn
from workflow.services.absence import release_tasks_of_absent
from workflow.services.complaints import open_task
from workflow.services.overdue import overdue
from workflow.services.reminders import remind

pytestmark = pytest.mark.django_db
FACTS = {
    "subject_kind": "venue",
    "about_text": "示例展销会",
    "category": "price",
    "content": "展销会上标价和收款不一致。",
}
DAY = date(2020, 9, 28)


def on(day):
    return moment(day, 9)


@pytest.fixture
def complain(office):
    return lambda **changes: complaints.receive(
        **{"source": "12317", "at": on(DAY), **FACTS, **changes}
    )


@pytest.fixture
def officer(office):
    return holder("complaint_officer@fpb")


@pytest.fixture
def head(office):
    return holder("manager@fpb")


@pytest.fixture
def accepted(complain, officer):
    return complaints.accept(
        complain(), unit=in_force(DAY).office, handler=officer, by=officer, at=on(DAY)
    )


def step(case):
    return open_task(case).flow_task.name


def test_each_act_takes_its_step_and_the_process_ends_with_the_complaint(accepted, officer):
    who = {"by": officer, "at": on(DAY)}
    case, walked = accepted, [step(accepted)]
    case = complaints.investigate(case, **who)
    walked.append(step(case))
    case = complaints.decide(
        case,
        findings="经走访核实，反映的情况属实。",
        action="none",
        public_summary="经核查，情况不属实。",
        **who,
    )
    walked.append(step(case))
    case = complaints.feed_back(case, channel="web", text="见公开答复。", **who)
    walked.append(step(case))
    complaints.close(case, **who)
    assert walked == ["investigate", "decide", "feed_back", "close"]
    assert open_task(case) is None
    assert ComplaintProcess.objects.get(complaint=case).status == PROCESS.DONE
    turns = Turn.objects.order_by("pk")
    assert {turn.done_by for turn in turns} == {officer}
    assert {turn.item for turn in turns} == {None}


def test_the_limit_reminds_over_national_day_and_goes_up_to_the_head(complain, officer, head):
    case = complain()
    turn = Turn.objects.get()
    assert turn.due_on == case.accept_due_on == date(2020, 10, 12)
    for day, given in ((date(2020, 10, 8), 0), (date(2020, 10, 12), 1), (date(2020, 10, 13), 2)):
        assert remind(on(day)) == given, day
    assert set(Reminder.objects.filter(is_escalated=True).values_list("recipient", flat=True)) == {
        officer.pk,
        head.pk,
    }


def test_nobody_is_reminded_of_a_complaint_about_themselves(complain, officer, head):
    case = complain(subject_kind="person", about_text=f"区扶贫办{head.get_full_name()}")
    assert case.about_user == head
    assert open_task(case).owner_permission == "manager@fpb", "an officer knows nothing of it"
    remind(on(date(2020, 10, 13)))
    assert not Reminder.objects.exists()


def test_a_longer_limit_is_the_open_steps_too(accepted, officer):
    case = complaints.extend(accepted, because="需要送检等待结果", by=officer, at=on(DAY))
    assert open_task(case).turn.due_on == case.finish_due_on


def test_what_is_handed_over_is_the_other_offices_step(accepted, officer, head):
    reviewer = holder("agri_reviewer@nyncj")
    bureau = in_force(DAY).bureau
    case = complaints.hand_over(accepted, unit=bureau, handler=reviewer, by=head, at=on(DAY))
    task = open_task(case)
    assert (task.owner, task.owner_permission) == (reviewer, "agri_reviewer@nyncj")
    case = complaints.investigate(case, by=reviewer, at=on(DAY))
    assert open_task(case).owner == reviewer


def test_who_is_away_gives_the_step_back_and_who_stands_in_finds_it(accepted, officer):
    office = in_force(DAY).office
    deputy = User.objects.create(username="deputy", last_name="示例", first_name="代办")
    Membership.objects.create(user=deputy, organisation=office, role="fpb_reviewer")
    days = {"valid_from": date(2020, 10, 9), "valid_until": date(2020, 10, 30)}
    delegate(officer, deputy, office, because="出差", by=officer, at=on(DAY), **days)
    assert release_tasks_of_absent(on(date(2020, 10, 9))) == 1
    assert release_tasks_of_absent(on(date(2020, 10, 9))) == 0
    assert open_task(accepted).owner is None
    with time_machine.travel(on(date(2020, 10, 9)), tick=False):
        assert list(complaint_lines.queue(deputy)) == [accepted]
        assert complaint_lines.tally(deputy, date(2020, 10, 9))["queue"] == 1
        assert not complaint_lines.queue(holder("agri_reviewer@nyncj")).exists()
    remind(on(accepted.finish_due_on))
    assert Reminder.objects.filter(recipient=deputy, stage="due").exists()


def test_what_is_decided_and_not_fed_back_in_time_is_overdue(accepted, officer):
    case = complaints.investigate(accepted, by=officer, at=on(DAY))
    case = complaints.decide(
        case,
        findings="经走访核实，反映的情况属实。",
        action="none",
        public_summary="经核查，情况不属实。",
        by=officer,
        at=on(DAY),
    )
    assert case.number not in overdue(on(case.next_due_on))["complaints"]
    assert case.number in overdue(on(date(2020, 10, 13)))["complaints"]


def test_what_was_joined_waits_for_the_leading_one_and_nobodys_turn_is_left_open(
    accepted, complain, officer
):
    joined = joining.join(complain(), leading=accepted, by=officer, at=on(DAY))
    assert step(joined) == "await_leading"
    assert not Turn.objects.filter(
        finished_at=None, task__process__complaintprocess__complaint=joined
    ).exists()
    complaints.transfer(
        accepted, to="区市场监督管理局", reference="章测函〔2020〕1号", by=officer, at=on(DAY)
    )
    assert step(joined) == "feed_back"
    assert open_task(Complaint.objects.get(pk=joined.pk)).owner == joined.handler


def test_every_waiting_step_says_what_can_be_done_there():
    steps = [node for node in ComplaintHandling.instance.nodes() if getattr(node, "acts", ())]
    assert {act for node in steps for act in node.acts} == {
        *("accept", "refuse", "transfer", "join"),
        *("investigate", "decide", "feedback", "close"),
    }
