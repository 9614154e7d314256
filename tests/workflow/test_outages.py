"""A notice that cannot be read stands longer: whole working days, once for each, never shorter."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.support.standing import stands

from applications.models import Item
from demo.timetables import moment
from pages.models import NoticePage
from publicity.models import OutageDay, Publicity, WindowExtension
from publicity.services import hold, object_to
from publicity.services.extending import extend_window
from publicity.services.observations import keep_observation
from publicity.services.outages import make_up, outage_minutes
from records.models import AuditEvent
from registry.calendars import calendar
from registry.models import RuleSet
from rules.periods import IN_FLIGHT, day_ends
from workflow.models import Letter
from workflow.positions import nodes_of
from workflow.services.clock import tick
from workflow.services.outages import make_up_outages

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _watching(settings):
    settings.WATCH_MINUTES = 5


@pytest.fixture
@stands
def items(walked):
    return walked("notice", 2)


@pytest.fixture
def opened(items):
    return Publicity.objects.get()


def see(publicity, begun, *outcomes, every=5 * MINUTE):
    """Looks from ``begun`` on, one every five minutes."""
    for number, outcome in enumerate(outcomes):
        keep_observation(
            publicity,
            occasion="interval",
            due_at=begun + number * every,
            at=begun + number * every,
            address="http://testserver/",
            outcome=outcome,
            latency_ms=1,
            facts_sha256="0" * 64,
        )


def fail(publicity, day, minutes, hour=10):
    """Failing looks that cover so many minutes, then a good one."""
    see(publicity, moment(day, hour, 0), *["timeout"] * (minutes // 5), "good")


def test_an_hour_lost_lengthens_window_timer_and_page_by_a_working_day(opened, items, client):
    fail(opened, opened.first_day, 60)
    before, at = opened.last_day, moment(opened.first_day, 12)
    assert make_up_outages(at) == 1
    opened.refresh_from_db()
    assert opened.last_day == calendar().after(before, 1)
    assert opened.working_days == 6
    assert {entry.last_day for entry in opened.entries.all()} == {opened.last_day}
    tick(day_ends(before) + IN_FLIGHT)
    assert nodes_of(items[0]) == ["district_notice"]
    tick(opened.ends_at + IN_FLIGHT)
    assert [nodes_of(item) for item in items] == [["report_to_city"]] * 2


def test_the_page_its_result_the_letters_and_the_trail_say_why(opened, items, client):
    fail(opened, opened.first_day, 60)
    make_up_outages(moment(opened.first_day, 12))
    opened.refresh_from_db()
    page = NoticePage.objects.get()
    note = "公示网页中断60分钟，公示期延长至"
    assert note in client.get(page.url).content.decode()
    letters = Letter.objects.filter(kind="extended")
    assert letters.count() == 2
    assert "公示期延长至" in letters[0].text
    assert AuditEvent.objects.filter(action="publicity.extend").count() == 1
    tick(opened.ends_at + IN_FLIGHT)
    result = page.result
    assert note in client.get(result.url).content.decode()


def test_a_day_is_made_up_once_however_often_the_clock_comes(opened):
    fail(opened, opened.first_day, 60)
    at = moment(opened.first_day, 12)
    assert [make_up_outages(at), make_up_outages(at)] == [1, 0]
    fail(opened, opened.first_day, 90, hour=14)
    assert make_up_outages(moment(opened.first_day, 18)) == 0
    assert WindowExtension.objects.count() == OutageDay.objects.count() == 1
    assert make_up(opened, opened.first_day, 90, calendar=calendar(), by=None, at=at) == []


def test_two_days_lost_are_two_days_and_the_added_one_may_be_lost_too(opened):
    before = opened.last_day
    for day in (opened.first_day, calendar().after(opened.first_day, 1)):
        fail(opened, day, 60)
    assert make_up_outages(moment(day, 12)) == 2
    opened.refresh_from_db()
    assert opened.last_day == calendar().after(before, 2)
    fail(opened, opened.last_day, 60)
    assert make_up_outages(moment(opened.last_day, 12)) == 1


@pytest.mark.parametrize(("minutes", "limit", "days"), [(55, 60, 0), (60, 60, 1), (60, 0, 0)])
def test_the_limit_is_the_rule_sets_and_zero_lengthens_nothing(opened, minutes, limit, days):
    RuleSet.objects.update(outage_minutes=limit)
    fail(opened, opened.first_day, minutes)
    assert make_up_outages(moment(opened.first_day, 12)) == days


def test_a_day_off_and_the_day_of_posting_lengthen_nothing(opened):
    fail(opened, opened.published_at.date(), 90)
    saturday = opened.first_day + timedelta(days=(5 - opened.first_day.weekday()) % 7)
    assert not calendar().is_working_day(saturday)
    fail(opened, saturday, 90)
    assert make_up_outages(moment(saturday, 12)) == 0


def test_the_last_hour_of_the_last_day_still_lengthens_before_the_window_closes(opened, items):
    fail(opened, opened.last_day, 60, hour=23)
    tick(opened.ends_at + IN_FLIGHT)
    assert nodes_of(items[0]) == ["district_notice"]
    assert OutageDay.objects.get().day == opened.last_day


def test_what_is_closed_is_lengthened_no_more(opened, items):
    tick(opened.ends_at + IN_FLIGHT)
    fail(opened, opened.last_day, 60)
    assert make_up_outages(opened.ends_at + IN_FLIGHT) == 0
    assert Item.objects.get(pk=items[0].pk).publicised_facts


def test_a_held_product_keeps_its_days_and_its_neighbour_gains_one(opened):
    held, running = opened.entries.order_by("pk")
    at = moment(opened.first_day, 9)
    object_to(held, channel="phone", content="数量与实际不符，请核查", at=at)
    hold(held, calendar=calendar(), at=at)
    held.refresh_from_db()
    rest = held.remaining_days
    fail(opened, opened.first_day, 60)
    assert make_up_outages(moment(opened.first_day, 12)) == 1
    held.refresh_from_db()
    running.refresh_from_db()
    opened.refresh_from_db()
    assert (held.remaining_days, running.last_day) == (rest, opened.last_day)


def test_a_product_with_days_of_its_own_gets_its_own_day_and_note(opened):
    own, _other = opened.entries.order_by("pk")
    opened.entries.filter(pk=own.pk).update(
        last_day=date(2020, 4, 30), ends_at=day_ends(date(2020, 4, 30))
    )
    fail(opened, opened.first_day, 60)
    make_up_outages(moment(opened.first_day, 12))
    assert WindowExtension.objects.get(entry=own).last_day == calendar().after(date(2020, 4, 30), 1)
    assert WindowExtension.objects.filter(entry=None).count() == 1


def test_only_what_was_seen_counts_and_a_sleeping_watch_proves_no_outage(opened):
    at = moment(opened.first_day, 10)
    see(opened, at, "timeout")
    week = at + timedelta(days=7)
    assert outage_minutes(opened, week) == {opened.first_day: 15}
    see(opened, at + 7 * MINUTE, "good")
    assert outage_minutes(opened, week) == {opened.first_day: 7}


def test_an_outage_over_midnight_is_shared_between_its_days(opened):
    see(opened, moment(opened.first_day, 23, 55), "timeout", "status", "good")
    assert sorted(outage_minutes(opened, opened.ends_at).values()) == [5, 5]


def test_no_hand_makes_a_window_shorter(opened):
    earlier = opened.last_day - timedelta(days=1)
    at = moment(opened.first_day)
    with pytest.raises(DatabaseError), transaction.atomic():
        extend_window(opened, earlier, "测试", by=None, at=at)


def test_a_failure_between_two_lines_leaves_everything_as_it_was(opened, monkeypatch):
    fail(opened, opened.first_day, 60)
    before = opened.last_day
    at = moment(opened.first_day, 12)
    with monkeypatch.context() as patch:
        patch.setattr("workflow.services.outages.letters.send", lambda *args, **kwargs: 1 / 0)
        assert make_up_outages.run(at) == (0, 1)
    opened.refresh_from_db()
    assert (opened.last_day, OutageDay.objects.count()) == (before, 0)
    assert make_up_outages.run(at) == (1, 0)
