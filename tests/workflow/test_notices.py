"""Notices that go out by themselves, end on the right day, and never twice."""

from datetime import date, timedelta

import pytest

from applications.models import Item
from demo.timetables import moment
from pages.models import NoticePage
from publicity.models import Publicity
from registry.models import RuleSet
from rules.periods import IN_FLIGHT
from rules.refusal import Refused
from rules.working_days import CalendarMissing
from workflow.policies.upper import first_day_of_report
from workflow.positions import nodes_of
from workflow.services import notices, timers
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db


def test_passed_products_go_into_one_notice_at_the_next_working_days_hour(walked):
    items = [*walked("review", 2), *walked("review", 1, serial=2)]
    day = date(2020, 4, 13)
    assert tick(moment(day, 8, 59))["notices"] == 0
    assert tick(moment(day, 9, 1))["notices"] == 1
    notice = Publicity.objects.get()
    assert {entry.item for entry in notice.entries.all()} == set(items)
    assert [nodes_of(item) for item in items] == [["district_notice"]] * 3
    assert NoticePage.objects.get().publicity == notice


def test_no_notice_goes_out_on_a_day_off_and_a_make_up_saturday_is_a_working_day(walked):
    walked("review")
    sunday, make_up = date(2020, 4, 19), date(2020, 4, 26)
    assert tick(moment(sunday))["notices"] == 0
    assert tick(moment(make_up))["notices"] == 1


def test_a_clock_that_slept_for_a_week_opens_one_notice_and_loses_nobody(walked):
    items = walked("review", 3)
    assert tick(moment(date(2020, 4, 20), 15))["notices"] == 1
    assert tick(moment(date(2020, 4, 20), 16))["notices"] == 0
    assert all(nodes_of(item) == ["district_notice"] for item in items)


def test_an_officer_may_open_the_notice_at_once_and_nobody_else_may(walked, user):
    items = walked("review")
    when = moment(date(2020, 4, 9), 15)
    with pytest.raises(Refused, match="区扶贫办受理人员"):
        notices.open_notice(items, by=user("agri_reviewer@nyncj"), at=when)
    assert notices.open_notice(items, by=user("fpb_clerk@fpb"), at=when) is not None


def test_a_notice_posted_before_national_day_ends_on_the_twelfth_of_october(walked, user):
    items = walked("review")
    notice = notices.open_notice(items, by=user("fpb_clerk@fpb"), at=moment(date(2020, 9, 28)))
    assert (notice.first_day, notice.last_day) == (date(2020, 9, 29), date(2020, 10, 12))
    tick(moment(date(2020, 10, 12), 23, 59))
    assert nodes_of(items[0]) == ["district_notice"]
    tick(moment(date(2020, 10, 13), 0, 1))
    assert nodes_of(items[0]) == ["report_to_city"]


def test_a_window_whose_end_nobody_knows_is_not_opened_at_all(walked, user):
    items = walked("review")
    with pytest.raises(CalendarMissing, match="2027"):
        notices.open_notice(items, by=user("fpb_clerk@fpb"), at=moment(date(2026, 12, 28)))
    assert not Publicity.objects.exists()
    assert not NoticePage.objects.exists()
    assert nodes_of(items[0]) == ["await_notice"]


def test_the_days_of_a_notice_come_from_the_rule_set(walked, user):
    RuleSet.objects.update(publicity_days=7)
    items = walked("review")
    notice = notices.open_notice(items, by=user("fpb_clerk@fpb"), at=moment(date(2020, 4, 20)))
    assert notice.working_days == 7
    assert notice.last_day == date(2020, 4, 28)


def test_a_clock_that_slept_through_the_end_closes_the_window_late_and_never_early(before_public):
    [item] = before_public
    ends = Publicity.objects.get().ends_at
    assert tick(ends - timedelta(seconds=1))["timers"]["fired"] == 0
    assert tick(ends + IN_FLIGHT - timedelta(seconds=1))["timers"]["fired"] == 0
    assert tick(ends + timedelta(days=9))["timers"]["fired"] == 1
    assert Item.objects.get(pk=item.pk).publicised_facts["name"] == item.name


def test_another_category_in_words_stands_before_the_public_anew(walked):
    [item] = walked("report")
    item = Item.objects.get(pk=item.pk)
    assert not item.needs_notice
    item.category_other = "竹编工艺品"
    assert item.needs_notice, "the notice showed the category in words"
    del item.publicised_facts["category_other"]
    assert not item.needs_notice, "what was not kept then does not make it stand again"


def test_a_timer_that_fails_stays_due_and_parks_nobody(before_public, monkeypatch, caplog):
    [item] = before_public
    ends = Publicity.objects.get().ends_at + IN_FLIGHT

    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("publicity.services.close", broken)
        done = tick(ends)
    assert (done["timers"], done["failures"]) == ({"fired": 0, "failed": 1}, {"timers": 1})
    assert nodes_of(item) == ["district_notice"]
    assert tick(ends)["timers"]["fired"] == 1
    assert nodes_of(item) == ["report_to_city"]


def test_a_product_that_stood_twice_is_reported_after_its_later_window(before_public):
    """The days of a second notice, after an upheld complaint, bound the report as the first did."""
    [item] = before_public
    notice = Publicity.objects.get()
    timers.fire_due_timers(notice.ends_at + IN_FLIGHT)
    entry = item.publicity_entries.get(ending="passed")
    assert first_day_of_report(item) == entry.last_day + timedelta(days=1)
    later = entry.last_day + timedelta(days=20)
    notice.pk, notice.number = None, f"{notice.number}-2"
    entry.pk, entry.publicity = None, notice
    for row in (notice, entry):
        for name in ("first_day", "last_day", "ends_at"):
            setattr(row, name, getattr(row, name) + timedelta(days=20))
    notice.published_at += timedelta(days=20)
    entry.closed_at += timedelta(days=20)
    notice.save(force_insert=True)
    entry.save(force_insert=True)
    assert first_day_of_report(item) == later + timedelta(days=1)
