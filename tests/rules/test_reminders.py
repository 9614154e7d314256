"""When a limit reminds, over holidays and beyond the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reminders import STAGES, days_before_stages, stage_reached
from rules.working_days import national

CALENDAR = national()
ORDER = [None, *(stage for stage, _ in STAGES)]


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2020, 9, 28), None),
        (date(2020, 9, 29), None),
        (date(2020, 9, 30), None),
        (date(2020, 10, 8), None),  # the second of five working days: the holiday counts nothing
        (date(2020, 10, 9), "half"),
        (date(2020, 10, 10), "day_before"),  # a Saturday that is a working day; Sunday is not
        (date(2020, 10, 11), "day_before"),
        (date(2020, 10, 12), "due"),
        (date(2020, 10, 13), "overdue"),
        (date(2021, 10, 13), "overdue"),
    ],
)
def test_five_working_days_over_national_day(on, stage):
    """Arrived on 28 September 2020: 29, 30, 9, 10 and 12 October would be five working days."""
    due = CALENDAR.after(date(2020, 9, 28), 5)
    assert due == date(2020, 10, 12)
    assert stage_reached(date(2020, 9, 28), due, on, CALENDAR) == stage


@given(st.dates(date(2007, 1, 1), date(2027, 6, 1)), st.integers(1, 20), st.integers(0, 60))
def test_a_limit_only_ever_grows_more_urgent(arrived, days, step):
    due = CALENDAR.planned_after(arrived, days).day
    day = arrived + timedelta(days=step)
    today = stage_reached(arrived, due, day, CALENDAR)
    tomorrow = stage_reached(arrived, due, day + timedelta(days=1), CALENDAR)
    assert ORDER.index(today) <= ORDER.index(tomorrow)
    assert (today == "due") == (day == due)


@given(
    st.dates(date(2019, 1, 1), date(2027, 6, 1)),
    st.integers(1, 20),
    st.integers(0, 25),
    st.integers(0, 40),
)
def test_no_stage_is_reached_before_its_fewest_days(arrived, days, used, step):
    """``used`` of the ``days`` went before a mending; at least one is left for the rest."""
    due, on = CALENDAR.planned_after(arrived, max(1, days - used)).day, arrived + timedelta(step)
    if stage_reached(arrived, due, on, CALENDAR):
        assert used + CALENDAR.planned_between(arrived, on) >= days_before_stages(days)
    if on > due:
        assert used + CALENDAR.planned_between(arrived, on) >= days
