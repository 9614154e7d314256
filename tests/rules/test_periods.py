"""Periods of law: publicity windows, what remains of them, and the term of a certificate."""

import json
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.periods import (
    SHANGHAI,
    corresponding_day,
    day_ends,
    day_starts,
    gaps,
    local_day,
    overlaps,
    publicity_window,
    remaining_days,
    renewal_opens,
    resumed_window,
    valid_until,
)
from rules.working_days import CalendarMissing, national

HERE = Path(__file__).with_name("vectors")
WINDOWS = json.loads((HERE / "publicity_windows.json").read_text())
VECTORS = json.loads((HERE / "calendar_vectors.json").read_text())
CALENDAR = national()
POSTING = st.dates(date(2007, 1, 1), date(2026, 12, 1))


def posted(day, days=5, **more):
    return publicity_window(date.fromisoformat(day), days=days, calendar=CALENDAR, **more)


def full_working_days(window, posted_on):
    """Working days wholly inside the window, counted one by one after the day of posting."""
    day, full = posted_on + timedelta(days=1), 0
    while day_ends(day) <= window.ends_at:
        full += CALENDAR.is_working_day(day)
        day += timedelta(days=1)
    return full


def test_a_window_posted_before_national_day_ends_on_2020_10_12():
    window = posted("2020-09-28")
    assert window.first_day == date(2020, 9, 29)
    assert window.last_day == date(2020, 10, 12)
    assert window.ends_at == datetime(2020, 10, 13, tzinfo=SHANGHAI)
    assert window.working_days == 5
    assert window.calendar_version == CALENDAR.version


@pytest.mark.parametrize("vector", WINDOWS, ids=lambda vector: vector["posted_on"])
def test_the_reliability_reports_windows_hold(vector):
    assert posted(vector["posted_on"]).last_day.isoformat() == vector["last_day"]


def test_a_window_that_needs_the_unpublished_calendar_of_2027_is_not_opened():
    with pytest.raises(CalendarMissing):
        posted("2026-12-25")


def test_a_window_posted_on_a_holiday_begins_with_the_first_working_day_after_it():
    window = posted("2020-05-01")
    assert (window.first_day, window.last_day) == (date(2020, 5, 6), date(2020, 5, 11))


def test_the_day_of_posting_counts_only_where_the_rule_set_says_so():
    assert posted("2020-04-20", count_start_day=True).first_day == date(2020, 4, 20)
    assert posted("2020-04-20", count_start_day=True).last_day == date(2020, 4, 24)
    assert posted("2020-04-20").last_day == date(2020, 4, 26)


def test_a_holiday_of_posting_never_counts():
    assert posted("2020-05-01", count_start_day=True) == posted("2020-05-01")


def test_a_counted_day_of_posting_may_be_the_whole_window():
    window = posted("2020-04-20", days=1, count_start_day=True)
    assert window.first_day == window.last_day == date(2020, 4, 20)


def test_counting_the_day_of_posting_never_asks_for_the_year_before():
    assert posted("2007-01-04", count_start_day=True).first_day == date(2007, 1, 4)


@pytest.mark.parametrize("count_start_day", [True, False])
def test_a_window_of_no_days_is_refused(count_start_day):
    with pytest.raises(ValueError, match="不少于1"):
        posted("2020-04-20", days=0, count_start_day=count_start_day)


def test_a_window_is_open_from_the_day_of_posting_until_the_last_midnight():
    window = posted("2020-09-28")
    last = datetime(2020, 10, 12, 23, 59, 59, tzinfo=SHANGHAI)
    assert window.is_open(datetime(2020, 9, 28, 0, 0, tzinfo=SHANGHAI))
    assert window.is_open(last)
    assert not window.is_open(last + timedelta(seconds=1))
    assert not window.is_open(datetime(2020, 9, 27, 23, 59, tzinfo=SHANGHAI))


def test_a_window_is_judged_by_the_time_in_china_wherever_the_server_stands():
    window = posted("2020-09-28")
    assert window.is_open(datetime(2020, 10, 12, 15, 59, tzinfo=UTC))
    assert not window.is_open(datetime(2020, 10, 12, 16, 0, tzinfo=UTC))
    with pytest.raises(ValueError, match="时区"):
        window.is_open(datetime(2020, 10, 1))


@given(POSTING, st.integers(1, 15))
def test_no_window_has_fewer_full_working_days_than_the_rule(posted_on, days):
    window = publicity_window(posted_on, days=days, calendar=CALENDAR)
    assert full_working_days(window, posted_on) == days
    assert posted_on < window.first_day <= window.last_day
    assert CALENDAR.is_working_day(window.first_day)
    assert CALENDAR.count(posted_on, window.first_day) == 1


@given(POSTING, st.integers(1, 15))
def test_counting_the_day_of_posting_never_lengthens_a_window(posted_on, days):
    counted = publicity_window(posted_on, days=days, calendar=CALENDAR, count_start_day=True)
    assert counted.last_day <= publicity_window(posted_on, days=days, calendar=CALENDAR).last_day
    assert CALENDAR.count(posted_on - timedelta(days=1), counted.last_day) == days or (
        posted_on == date(2007, 1, 1)
    )


def test_the_interrupted_day_has_not_elapsed():
    window = posted("2020-04-20")
    held_on = date(2020, 4, 22)
    assert remaining_days(window.last_day, held_on, calendar=CALENDAR) == 4
    resumed = resumed_window(date(2020, 5, 6), days=4, calendar=CALENDAR)
    assert (resumed.first_day, resumed.last_day) == (date(2020, 5, 7), date(2020, 5, 11))


def test_a_hold_on_the_last_day_leaves_one_day():
    assert remaining_days(date(2020, 4, 26), date(2020, 4, 26), calendar=CALENDAR) == 1


def test_a_hold_after_the_end_still_leaves_one_day():
    assert remaining_days(date(2020, 4, 26), date(2020, 4, 30), calendar=CALENDAR) == 1


def test_a_hold_on_the_day_of_posting_leaves_the_whole_window_and_no_more():
    window = posted("2020-04-20")
    held_on = window.posted_on
    left = remaining_days(window.last_day, held_on, calendar=CALENDAR, first_day=window.first_day)
    assert left == 5


@given(POSTING, st.integers(1, 15), st.integers(0, 40))
def test_elapsed_and_remaining_days_make_the_whole(posted_on, days, waited):
    window = publicity_window(posted_on, days=days, calendar=CALENDAR)
    held_on = posted_on + timedelta(days=waited)
    assume(held_on <= window.last_day)
    left = remaining_days(window.last_day, held_on, calendar=CALENDAR, first_day=window.first_day)
    elapsed = CALENDAR.count(posted_on, max(held_on - timedelta(days=1), posted_on))
    assert elapsed + left == days


def test_a_local_day_is_the_day_in_china():
    assert local_day(datetime(2020, 4, 19, 16, 0, tzinfo=UTC)) == date(2020, 4, 20)
    assert local_day(datetime(2020, 4, 19, 15, 59, tzinfo=UTC)) == date(2020, 4, 19)
    with pytest.raises(ValueError, match="时区"):
        local_day(datetime(2020, 4, 20))


@given(st.dates(date(1992, 1, 1), date(2100, 1, 1)))
def test_a_day_lasts_from_its_midnight_to_the_next(day):
    assert day_ends(day) - day_starts(day) == timedelta(hours=24)
    assert local_day(day_starts(day)) == day
    assert local_day(day_ends(day) - timedelta(microseconds=1)) == day
    assert day_starts(day).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("vector", VECTORS["months"], ids=lambda vector: vector["listed_on"])
def test_a_certificate_ends_and_renews_on_corresponding_days(vector):
    listed_on = date.fromisoformat(vector["listed_on"])
    last = valid_until(listed_on, 12)
    assert last.isoformat() == vector["valid_to"]
    assert renewal_opens(last, 3).isoformat() == vector["renewal_from"]


def test_a_month_without_the_corresponding_day_ends_the_period_on_its_last():
    assert corresponding_day(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert corresponding_day(date(2021, 3, 31), -1) == date(2021, 2, 28)
    assert corresponding_day(date(2020, 1, 15), -1) == date(2019, 12, 15)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
def test_a_corresponding_day_lies_that_many_months_away(day, months):
    there = corresponding_day(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == min(day.day, monthrange(there.year, there.month)[1])


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.none() | st.integers(0, 12)).map(
        lambda both: (
            date(2020, 1, 1) + timedelta(days=both[0]),
            None if both[1] is None else date(2020, 1, 1) + timedelta(days=both[0] + both[1]),
        )
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda span: span[0],
)


@given(SPANS)
def test_gaps_and_overlaps_are_what_counting_day_by_day_gives(spans):
    last = date(2020, 4, 1)
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(91)]

    def count(some):
        return {day: sum(first <= day <= (until or last) for first, until in some) for day in days}

    covered, first = count(spans), min(first for first, _until in spans)
    assert {day for day, n in count(overlaps(spans)).items() if n} == {
        day for day, n in covered.items() if n > 1
    }
    assert {day for day, n in count(gaps(spans)).items() if n} == {
        day for day, n in covered.items() if not n and day >= first
    }
