"""Leaving the catalogue: asked for, taken back in time, done when the days are over (R42)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.support.listed import listed
from tests.support.standing import stands

from catalog.leaving import ask_to_leave, leave_due, stay
from catalog.models import ExitRequest
from demo.acts import agent, holder
from demo.timetables import moment
from registry.models import RuleSet
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.services import findings

pytestmark = pytest.mark.django_db

#: A Monday; three working days later is Thursday.
MONDAY, THURSDAY, FRIDAY = date(2020, 6, 1), date(2020, 6, 4), date(2020, 6, 5)


@pytest.fixture
@stands
def held(office):
    return listed()


@pytest.fixture
def asked(held):
    return ask_to_leave(held, because="不再生产该产品", **signed(held))


def signed(entry, day=MONDAY):
    return {"by": agent(entry.applicant_id), "at": moment(day)}


def status(entry, day):
    entry.refresh_from_db()
    return entry.status_text(day)


def test_an_exit_waits_for_its_days_and_is_then_carried_out(held, asked):
    assert asked.last_day == THURSDAY
    assert [leave_due(moment(THURSDAY)), status(held, THURSDAY)] == [0, "有效"]
    assert [leave_due(moment(FRIDAY)), status(held, FRIDAY)] == [1, "已自愿退出"]
    assert leave_due(moment(FRIDAY)) == 0
    assert held.events.last().reason == "voluntary_exit"
    assert violations() == []


def test_who_takes_it_back_in_time_stays_and_may_ask_again(held, asked):
    stay(asked, **signed(held, THURSDAY))
    assert [leave_due(moment(FRIDAY)), status(held, FRIDAY)] == [0, "有效"]
    with pytest.raises(Refused, match="已收回"):
        stay(asked, **signed(held, THURSDAY))
    assert ask_to_leave(held, because="不再生产", **signed(held, FRIDAY)).last_day.day == 10


def test_only_the_holder_takes_back_and_only_in_time(held, asked):
    with pytest.raises(Refused, match="只有持证单位"):
        stay(asked, by=holder("fpb_clerk@fpb"), at=moment(MONDAY))
    with pytest.raises(Refused, match="收回的期限已过"):
        stay(asked, **signed(held, FRIDAY))
    with pytest.raises(Refused, match="已于2020-06-01申请退出"):
        ask_to_leave(held, because="不再生产", **signed(held))


def test_a_case_opened_meanwhile_keeps_the_entry_until_its_end(held, asked):
    findings.confirm_finding(
        held,
        reason_code="quality_safety",
        text="抽检一项指标不合格，责令停止销售。",
        found_on=MONDAY,
        asks_removal=True,
        by=holder("complaint_officer@fpb"),
        at=moment(date(2020, 6, 2)),
    )
    assert [leave_due(moment(FRIDAY)), status(held, FRIDAY)] == [0, "暂停"]
    assert ExitRequest.objects.open().exists()


def test_an_entry_that_ended_by_itself_only_ends_the_request(held, asked):
    after_its_end = held.valid_until.replace(month=7)
    assert leave_due(moment(after_its_end)) == 0
    asked.refresh_from_db()
    assert asked.done_at is not None
    assert not held.events.filter(reason="voluntary_exit").exists()


def test_a_rule_set_without_days_lets_go_at_once(held):
    RuleSet.objects.update(exit_window_days=0)
    assert ask_to_leave(held, because="不再生产", **signed(held)).done_at is not None
    assert status(held, MONDAY) == "已自愿退出"


def test_the_database_keeps_one_open_request_and_one_end(held, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitRequest.objects.create(
            certificate=held,
            because="再次",
            asked_at=asked.asked_at,
            asked_by=asked.asked_by,
            last_day=THURSDAY,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitRequest.objects.filter(pk=asked.pk).update(taken_back_at=asked.asked_at)
