"""受理时限: by when the district accepts; who is reminded, who hears of it, and where it stands."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.acts import holder, perform
from demo.local_days import declare
from demo.timetables import moment
from desk.board import watched
from records.models import JobFailure
from registry.models import RuleSet, User
from rules.periods import day_ends, local_day
from workflow.invariants import violations
from workflow.models import Acceptance, Reminder, Turn
from workflow.past_limits import past_limits
from workflow.policies import acceptance
from workflow.policies.acceptance import due_on, late, limits, long_waiting
from workflow.positions import open_task
from workflow.services import acceptance_reminders
from workflow.services.acceptance import accept, deem_accepted
from workflow.services.acceptance_reminders import remind_of_acceptance
from workflow.services.overdue import overdue
from workflow.services.reminders import remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(walked):
    """A product that lies before both reviews; five working days to accept it, fifteen for them."""
    [item] = walked("endorse")
    return item


def reviewers(item):
    nodes = ("review_benefit", "review_quality")
    return [holder(open_task(item, node).owner_permission) for node in nodes]


def on(day):
    return moment(day, 9)


def past(item):
    return day_ends(due_on(item)) + timedelta(hours=9)


def stages():
    return list(Reminder.objects.order_by("pk").values_list("stage", flat=True))


def test_each_reviewer_is_reminded_once_of_each_stage_of_the_limit(arrived):
    last = due_on(arrived)
    assert remind_of_acceptance(on(last - timedelta(days=1))) == 2
    assert remind_of_acceptance(on(last - timedelta(days=1))) == 0
    assert remind_of_acceptance(on(last)) == 2
    assert stages() == ["accept_day_before"] * 2 + ["accept_due"] * 2
    told = Reminder.objects.filter(stage="accept_due", is_escalated=False)
    assert {reminder.recipient for reminder in told} == set(reviewers(arrived))


def test_past_the_limit_the_heads_of_both_offices_hear_of_it(arrived):
    assert remind_of_acceptance(past(arrived)) == 4
    assert remind_of_acceptance(past(arrived)) == 0
    told = {reminder.recipient for reminder in Reminder.objects.filter(is_escalated=True)}
    heads = {holder("manager@fpb"), *told} - set(reviewers(arrived))
    assert holder("manager@fpb") in told
    assert len(heads) == 2


def test_the_limit_of_the_review_reminds_beside_it_and_none_takes_the_place_of_the_other(arrived):
    RuleSet.objects.update(acceptance_days=15)
    last = due_on(arrived)
    assert last == Turn.objects.filter(item=arrived, finished_at=None).first().due_on
    assert (remind(on(last)), remind_of_acceptance(on(last))) == (2, 2)
    assert sorted(stages()) == ["accept_due"] * 2 + ["due"] * 2


def test_what_is_accepted_reminds_nobody_and_is_late_nowhere(arrived):
    after = past(arrived)
    accept(arrived, by=reviewers(arrived)[0], at=on(due_on(arrived)))
    assert remind_of_acceptance(after) == 0
    assert late(local_day(after)) == {}
    assert due_on(arrived) is None


def test_while_the_applicant_mends_nobody_is_reminded(arrived):
    after = past(arrived)
    perform(arrived, "review_benefit", at=on(due_on(arrived)), choice="return")
    perform(arrived, "review_quality", at=on(local_day(after)))
    assert remind_of_acceptance(after) == 0
    assert overdue(after)["acceptances"] == []


def test_who_took_the_review_alone_is_reminded_for_the_own_office(arrived):
    from workflow.services import desk

    officer, _other = reviewers(arrived)
    task = open_task(arrived, "review_benefit")
    desk.claim(task, by=officer, at=task.turn.arrived_at)
    remind_of_acceptance(on(due_on(arrived)))
    assert Reminder.objects.filter(turn=task.turn).get().recipient == officer


def test_the_mail_says_what_is_due_and_names_nothing(arrived):
    officer = reviewers(arrived)[0]
    User.objects.filter(pk=officer.pk).update(email="officer@example.com")
    mail.outbox.clear()
    remind_of_acceptance(on(due_on(arrived)))
    [letter] = mail.outbox
    assert "受理今天到期" in letter.body
    assert arrived.name not in letter.subject + letter.body


def test_the_monitor_and_the_invariants_list_what_is_past_its_limit(arrived):
    last, after = due_on(arrived), past(arrived)
    assert overdue(on(last))["acceptances"] == past_limits(last) == []
    [row] = overdue(after)["acceptances"]
    number = arrived.application.number
    assert row == f"{number} {arrived} 应于{last}前受理或者一次性告知补正，尚未受理"
    assert row in past_limits(local_day(after))
    assert list(violations()) == [], "late is late, and not untrue"


def test_where_silence_accepts_nothing_is_late_but_who_accepts_is_reminded(arrived):
    RuleSet.objects.update(deems_accepted=True)
    last, after = due_on(arrived), past(arrived)
    assert remind_of_acceptance(on(last)) == 2
    assert overdue(after)["acceptances"] == []
    assert deem_accepted(after) == 1
    assert remind_of_acceptance(after) == 0


def test_the_day_is_counted_by_the_calendar_of_the_day(arrived):
    last = due_on(arrived)
    declare(last, at=on(last - timedelta(days=1)))
    assert due_on(arrived) > last


def test_the_days_used_before_mending_count(arrived):
    last, arrived_on = due_on(arrived), limits([arrived.pk])[arrived.pk].arrived_on
    perform(arrived, "review_benefit", at=on(arrived_on + timedelta(days=1)), choice="return")
    perform(arrived, "review_quality", at=on(arrived_on + timedelta(days=1)))
    perform(arrived, "mend_for_district", at=on(date(2020, 5, 11)))
    arrived.refresh_from_db()
    assert last < date(2020, 5, 11)
    assert date(2020, 5, 11) < due_on(arrived) <= date(2020, 5, 18)


def questions(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_ten_products_ask_no_more_than_one(walked):
    few = [item.pk for item in walked("endorse")]
    many = few + [item.pk for item in walked("endorse", 9, serial=40)]
    limits(few)
    assert questions(lambda: limits(many)) == questions(lambda: limits(few))
    assert set(limits(many)) == set(many)


def test_a_pass_over_what_is_not_due_asks_the_same_for_ten_products(walked):
    """Neither the job that accepts by time nor the one that reminds opens each product."""
    RuleSet.objects.update(deems_accepted=True)
    jobs = (deem_accepted, remind_of_acceptance)
    [item] = walked("endorse")
    day = on(limits([item.pk])[item.pk].arrived_on)

    def asked():
        return [questions(lambda job=job: job(day)) for job in jobs]

    asked()
    one = asked()
    walked("endorse", 9, serial=40)
    assert asked() == one
    assert not Acceptance.objects.exists()


def test_only_what_may_be_past_its_limit_is_looked_at(arrived):
    last = due_on(arrived)
    assert list(long_waiting(last - timedelta(days=1))) == []
    assert list(long_waiting(last + timedelta(days=1))) == [arrived]
    accept(arrived, by=reviewers(arrived)[0], at=on(last))
    assert list(long_waiting(last + timedelta(days=1))) == []


def test_what_was_mended_is_looked_at_from_its_first_review_on(arrived):
    first = limits([arrived.pk])[arrived.pk].arrived_on
    for node in ("review_benefit", "review_quality"):
        choice = {"choice": "return"} if node == "review_benefit" else {}
        perform(arrived, node, at=on(first + timedelta(days=1)), **choice)
    perform(arrived, "mend_for_district", at=on(date(2020, 5, 11)))
    arrived.refresh_from_db()
    after = past(arrived)
    assert list(long_waiting(local_day(after))) == [arrived]
    assert set(late(local_day(after))) == {arrived.pk}
    assert remind_of_acceptance(after) > 0


def test_no_turn_of_a_fresh_product_is_read_to_find_what_is_late(arrived):
    arrived_on = limits([arrived.pk])[arrived.pk].arrived_on
    acts = (
        lambda: late(arrived_on),
        lambda: watched(holder("manager@fpb"), arrived_on),
        lambda: remind_of_acceptance(on(arrived_on)),
    )
    for act in acts:
        with CaptureQueriesContext(connection) as queries:
            act()
        assert not any("finished_at" in each["sql"].split("FROM")[0] for each in queries)


@pytest.fixture
def two_of_which_one_fails(walked, monkeypatch):
    """``(good, bad)``: two late products, of which the days of the second cannot be counted."""
    good, bad = walked("endorse", 2)
    after, count = past(good), acceptance._limit

    def fail_of_one(turns, work_calendar):
        if any(turn.item == bad.pk for turn in turns):
            raise OverflowError("date value out of range")
        return count(turns, work_calendar)

    monkeypatch.setattr(acceptance, "_limit", fail_of_one)
    return good, bad, after


def test_a_product_that_cannot_be_counted_hides_no_other(two_of_which_one_fails):
    good, _bad, after = two_of_which_one_fails
    assert set(late(local_day(after))) == {good.pk}
    assert len(overdue(after)["acceptances"]) == 1
    assert watched(holder("manager@fpb"), local_day(after)) > 0


def test_who_is_to_accept_the_others_is_reminded_and_the_failure_is_kept(two_of_which_one_fails):
    good, bad, after = two_of_which_one_fails
    assert remind_of_acceptance(after) == 4
    assert {each.turn.item for each in Reminder.objects.all()} == {good}
    failures = JobFailure.objects.filter(job="acceptance_reminders")
    turns = Turn.objects.filter(item=bad, finished_at=None)
    assert {each.subject_id for each in failures} == {f"{turn.pk}" for turn in turns}


def test_the_others_are_accepted_by_time_and_the_failure_is_kept(two_of_which_one_fails):
    good, bad, after = two_of_which_one_fails
    RuleSet.objects.update(deems_accepted=True)
    assert deem_accepted(after) == 1
    assert Acceptance.objects.get().item == good
    assert JobFailure.objects.get(job="acceptance").subject_id == f"{bad.pk}"


def test_who_was_quicker_to_accept_is_not_reminded(arrived, monkeypatch):
    last, locked = due_on(arrived), acceptance_reminders.locked

    @contextmanager
    def after_another(item):
        if not Acceptance.objects.exists():
            accept(item, by=reviewers(item)[0], at=on(last))
        with locked(item) as current:
            yield current

    monkeypatch.setattr(acceptance_reminders, "locked", after_another)
    assert remind_of_acceptance(on(last)) == 0
    assert not Reminder.objects.exists()
