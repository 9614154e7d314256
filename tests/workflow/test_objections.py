"""An objection holds one product only; its siblings run on; nothing moves up while it is open."""

from datetime import timedelta

import pytest

from applications.models import Item
from demo.acts import agent, perform
from demo.timetables import moment
from publicity.models import Objection
from publicity.services import object_to
from rules.lifecycle import ItemState
from rules.refusal import Refused
from workflow.positions import nodes_of, state_of
from workflow.services import notices, submissions
from workflow.services.clock import tick
from workflow.services.overdue import overdue
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db
INVESTIGATOR = "complaint_officer@fpb"


def entry_of(item):
    return item.publicity_entries.latest("pk")


def objected(item, at):
    """An objection on the day after the notice, caught by the clock."""
    when = item_published(item) + timedelta(days=1)
    object_to(entry_of(item), channel="web", content="带动户数与实际不符", at=when)
    tick(when + timedelta(minutes=1))
    return when + timedelta(hours=1)


def item_published(item):
    return entry_of(item).publicity.published_at


def test_an_objection_holds_only_the_product_it_names(walked, at):
    held, free = walked("notice", products=2)
    objected(held, at)
    assert state_of(held) == ItemState.OBJECTION_HOLD
    assert state_of(free) == ItemState.DISTRICT_PUBLICITY


def test_the_siblings_of_a_held_product_pass_at_the_end_of_the_window(walked, at, after_day):
    held, free = walked("notice", products=2)
    objected(held, at)
    fire_due_timers(after_day(entry_of(free).last_day))
    assert nodes_of(free) == ["report_to_city"]
    assert nodes_of(held) == ["investigate_district"]


def test_an_objection_nobody_caught_in_time_still_stops_the_product(before_public, at, after_day):
    [item] = before_public
    when = item_published(item) + timedelta(days=1)
    object_to(entry_of(item), channel="web", content="带动户数与实际不符", at=when)
    fire_due_timers(after_day(entry_of(item).last_day))
    assert nodes_of(item) == ["investigate_district"]
    assert entry_of(item).is_held


def test_a_rejected_objection_lets_the_product_run_its_remaining_days(before_public, at, after_day):
    [item] = before_public
    objected(item, at)
    remaining = entry_of(item).remaining_days
    assert remaining == 5
    june = moment(at.date().replace(month=6, day=1))
    perform(Item.objects.get(pk=item.pk), "investigate_district", at=june)
    entry = entry_of(item)
    assert nodes_of(item) == ["district_notice"]
    assert f"{entry.last_day}" == "2020-06-08"
    fire_due_timers(after_day(entry.last_day) - timedelta(hours=1))
    assert nodes_of(item) == ["district_notice"]
    fire_due_timers(after_day(entry.last_day))
    assert nodes_of(item) == ["report_to_city"]


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        ("restart", ItemState.PUBLICITY_PENDING),
        ("return", ItemState.DISTRICT_RETURNED),
        ("refuse", ItemState.DISTRICT_REFUSED),
    ],
)
def test_an_investigation_decides_what_becomes_of_the_product(before_public, at, choice, state):
    [item] = before_public
    when = objected(item, at)
    perform(Item.objects.get(pk=item.pk), "investigate_district", at=when, choice=choice)
    assert state_of(Item.objects.get(pk=item.pk)) == state


def test_a_product_returned_after_an_objection_must_stand_a_whole_new_window(before_public, at):
    [item] = before_public
    when = objected(item, at)
    perform(Item.objects.get(pk=item.pk), "investigate_district", at=when, choice="return")
    perform(item, "mend_for_district", at=when)
    for node in ("review_benefit", "review_quality"):
        perform(Item.objects.get(pk=item.pk), node, at=when)
    assert nodes_of(item) == ["await_notice"]


def test_an_investigation_must_answer_every_open_objection(before_public, at, user):
    [item] = before_public
    when = objected(item, at)
    object_to(entry_of(item), channel="letter", content="另有异议：价格不合理", at=when)
    with pytest.raises(Refused, match="每一件未答复的异议"):
        notices.investigate(
            Item.objects.get(pk=item.pk),
            decision="resume",
            text="经核查情况属实，可以恢复公示。",
            findings={},
            by=user("complaint_officer@fpb"),
            at=when,
        )
    assert nodes_of(item) == ["investigate_district"]


def test_a_late_objection_is_refused_and_pointed_to_complaints(before_public, after_day):
    [item] = before_public
    entry = entry_of(item)
    with pytest.raises(Refused, match="投诉举报"):
        object_to(entry, channel="web", content="我有异议", at=after_day(entry.last_day))


def test_an_officer_who_takes_down_a_telephone_objection_holds_the_product_at_once(
    before_public, user
):
    [item] = before_public
    when = item_published(item) + timedelta(days=1)
    notices.take_objection(
        item, channel="12317", content="电话反映产地不实", by=user("complaint_officer@fpb"), at=when
    )
    assert nodes_of(item) == ["investigate_district"]


def test_the_reviewer_of_a_paper_does_not_investigate_it(before_public, at, user):
    from registry.models import Membership, Organisation

    [item] = before_public
    when = objected(item, at)
    reviewer = user("fpb_reviewer@fpb")
    office = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=reviewer, organisation=office, role="complaint_officer")
    with pytest.raises(Refused, match="同一人不得办理两个环节"):
        notices.investigate(
            Item.objects.get(pk=item.pk),
            decision="resume",
            text="经核查情况属实，可以恢复公示。",
            findings={},
            by=reviewer,
            at=when,
        )


def test_the_national_window_is_held_and_resumed_in_the_same_way(walked, at, after_day):
    [item] = walked("national")
    objected(item, at)
    assert state_of(item) == ItemState.NATIONAL_OBJECTION_HOLD
    june = moment(at.date().replace(month=6))
    perform(Item.objects.get(pk=item.pk), "investigate_national", at=june)
    fire_due_timers(after_day(entry_of(item).last_day))
    assert nodes_of(item) == ["list_item"]


@pytest.fixture
def left(walked, user):
    """An objection to a product that its applicant withdrew before anybody answered."""
    [item] = walked("notice", serial=2)
    entry = item.publicity_entries.get()
    at = entry.publicity.published_at + timedelta(hours=2)
    objection = object_to(entry, channel="web", content="带动户数与实际不符", at=at)
    notices.hold_objected(at)
    submissions.withdraw(item, by=agent(item.application.applicant_id), at=at, because="")
    return objection, at


def test_an_objection_outlives_the_product_that_is_withdrawn_and_is_answered(left, user):
    objection, at = left
    assert list(Objection.objects.left_open()) == [objection]
    with pytest.raises(Refused) as refused:
        notices.answer_left(objection, finding="", answer="好", by=user(INVESTIGATOR), at=at)
    assert set(refused.value.fields) == {"finding", "answer"}
    words = {"finding": "rejected", "answer": "产品已由申请单位撤回，不再认定；所反映情况已核查。"}
    with pytest.raises(Refused, match="核查人员"):
        notices.answer_left(objection, **words, by=user("fpb_clerk@fpb"), at=at)
    notices.answer_left(objection, **words, by=user(INVESTIGATOR), at=at)
    assert not Objection.objects.left_open().exists()
    with pytest.raises(Refused, match="已答复"):
        notices.answer_left(objection, **words, by=user(INVESTIGATOR), at=at)


def test_an_objection_left_without_an_answer_is_overdue_after_its_days(left):
    objection, at = left
    assert overdue(at)["answers"] == []
    late = at + timedelta(days=60)
    assert overdue(late)["answers"] == [objection.number]


def test_a_running_product_s_objection_is_answered_by_its_investigation_only(walked, user):
    [item] = walked("notice", serial=3)
    entry = item.publicity_entries.get()
    at = entry.publicity.published_at + timedelta(hours=2)
    objection = object_to(entry, channel="web", content="带动户数与实际不符", at=at)
    with pytest.raises(Refused, match="异议核查中答复"):
        notices.answer_left(
            objection,
            finding="rejected",
            answer="所反映情况已核查清楚。",
            by=user(INVESTIGATOR),
            at=at,
        )
