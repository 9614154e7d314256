"""Limits of the desk over holidays: reminding, escalating, pausing, standing in."""

from datetime import date

import pytest
from django.core import mail

from applications.models import Item
from demo.acts import holder, perform
from demo.timetables import moment
from records.models import JobFailure
from registry.delegations import delegate
from registry.models import Membership, Organisation, User
from workflow.models import CertificationTask, Reminder, Turn
from workflow.positions import open_task
from workflow.services import desk, timers
from workflow.services.absence import release_tasks_of_absent
from workflow.services.reminders import read, remind

pytestmark = pytest.mark.django_db
STATION = "station_officer@station-360702101"


@pytest.fixture
def arrived(draft):
    """A product that reached its station on 28 September 2020; National Day lies ahead."""
    from demo.acts import agent
    from demo.preparing import submit

    application = draft(1, serial=1)
    at = moment(date(2020, 9, 28))
    submit(application, by=agent(application.applicant_id), at=at)
    return Item.objects.get(application=application)


def stages():
    return list(Reminder.objects.order_by("pk").values_list("stage", flat=True))


def on(day):
    return moment(day, 9)


def test_a_limit_of_five_days_reminds_over_national_day(arrived):
    turn = Turn.objects.get(item=arrived)
    assert turn.due_on == date(2020, 10, 12)
    for day, given in (
        (date(2020, 10, 8), 0),  # eight days of holiday are no working days
        (date(2020, 10, 9), 1),
        (date(2020, 10, 10), 1),  # a Saturday that is worked; the next day is not
        (date(2020, 10, 11), 0),
        (date(2020, 10, 12), 1),
    ):
        assert remind(on(day)) == given, day
    assert stages() == ["half", "day_before", "due"]
    assert {reminder.recipient for reminder in Reminder.objects.all()} == {holder(STATION)}


def test_a_clock_that_slept_reminds_once_of_what_is_true_now(arrived):
    assert remind(on(date(2020, 10, 13))) == 3, "the officer, and both heads"
    assert remind(on(date(2020, 10, 13))) == 0
    assert stages() == ["overdue"] * 3


def test_past_the_limit_of_a_station_its_heads_and_the_district_office_hear_of_it(arrived):
    station = arrived.application.station
    second = User.objects.create(username="head", last_name="示例", first_name="副站长")
    Membership.objects.create(user=second, organisation=station, role="station_head")
    remind(on(date(2020, 10, 13)))
    told = Reminder.objects.filter(is_escalated=True).values_list("recipient__username", flat=True)
    heads = {holder(f"station_head@{station.code}").username, "head"}
    heads |= {holder("manager@fpb").username}
    assert set(told) == {holder(STATION).username, *heads}


def test_a_station_without_a_head_answers_to_the_district_office(arrived):
    Membership.objects.filter(role="station_head").delete()
    remind(on(date(2020, 10, 13)))
    assert Reminder.objects.filter(recipient=holder("manager@fpb")).exists()


def test_a_task_that_was_taken_reminds_its_owner_only(arrived):
    colleague = User.objects.create(username="second", last_name="示例", first_name="二")
    Membership.objects.create(
        user=colleague, organisation=arrived.application.station, role="station_officer"
    )
    desk.claim(open_task(arrived, "endorse"), by=holder(STATION), at=on(date(2020, 9, 29)))
    remind(on(date(2020, 10, 12)))
    assert [reminder.recipient for reminder in Reminder.objects.all()] == [holder(STATION)]


def test_the_mail_names_nobody_and_nothing(arrived):
    officer = holder(STATION)
    User.objects.filter(pk=officer.pk).update(email="officer@example.com")
    remind(on(date(2020, 10, 12)))
    [letter] = mail.outbox
    assert letter.to == ["officer@example.com"]
    said = letter.subject + letter.body
    assert "今天到期" in said
    assert arrived.name not in said
    assert arrived.application.applicant.name not in said


def test_what_is_done_reminds_nobody_and_what_was_read_is_read(arrived):
    remind(on(date(2020, 10, 12)))
    read(holder(STATION), on(date(2020, 10, 12)))
    assert not Reminder.objects.filter(read_at=None).exists()
    perform(arrived, "endorse", at=on(date(2020, 10, 12)))
    Turn.objects.exclude(finished_at=None).get()
    Reminder.objects.all().delete()
    assert remind(on(date(2020, 10, 12))) == 0, "the next desk has its limit still before it"


def test_the_limit_stands_still_while_the_applicant_mends(arrived):
    """Three of five working days used, twelve days of mending, two left."""
    perform(arrived, "endorse", at=on(date(2020, 10, 10)), choice="return")
    perform(arrived, "mend_for_station", at=on(date(2020, 10, 22)))
    again = Turn.objects.filter(item=arrived, finished_at=None).get()
    assert again.due_on == date(2020, 10, 23), "four were used: 29, 30, 9 and 10"


def test_who_is_away_gives_back_what_they_had_taken(arrived):
    officer, station = holder(STATION), arrived.application.station
    deputy = User.objects.create(username="deputy", last_name="示例", first_name="代办")
    Membership.objects.create(user=deputy, organisation=station, role="station_head")
    desk.claim(open_task(arrived, "endorse"), by=officer, at=on(date(2020, 9, 29)))
    delegate(
        officer,
        deputy,
        Organisation.objects.get(pk=station.pk),
        valid_from=date(2020, 10, 9),
        valid_until=date(2020, 10, 16),
        because="出差",
        by=officer,
        at=on(date(2020, 9, 29)),
    )
    assert release_tasks_of_absent(on(date(2020, 9, 30))) == 0
    assert release_tasks_of_absent(on(date(2020, 10, 9))) == 1
    assert release_tasks_of_absent(on(date(2020, 10, 9))) == 0
    assert open_task(arrived, "endorse").owner is None
    remind(on(date(2020, 10, 12)))
    assert Reminder.objects.filter(recipient=deputy, stage="due").exists()


def open_timer(failure):
    return CertificationTask.objects.get(pk=failure.subject_id)


def test_why_a_timer_failed_is_kept_without_what_it_had_in_hands(walked, after_day, monkeypatch):
    [item] = walked("notice")
    entry_ends = after_day(date(2020, 6, 30))

    def broken(*args, **kwargs):
        identity = "360702195001010011"
        raise ValueError(f"cannot close for {identity}")

    monkeypatch.setattr(timers, "_fire", broken)
    assert timers.fire_due_timers(entry_ends) == {"fired": 0, "failed": 1}
    assert timers.fire_due_timers(entry_ends) == {"fired": 0, "failed": 1}
    failure = JobFailure.objects.get()
    assert (failure.job, failure.cause, failure.times) == ("timers", "ValueError", 2)
    monkeypatch.undo()
    timers.retry(open_timer(failure), by=holder("manager@fpb"), at=entry_ends)
    assert not JobFailure.objects.exists()
    assert open_task(item, "report_to_city")
