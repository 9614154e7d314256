"""A typed day has a floor, a ceiling and a bounded past."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import typed_dates
from rules.typed_dates import TypedDate

TODAY = date(2020, 6, 1)
TABLE = [each for each in vars(typed_dates).values() if isinstance(each, TypedDate)]


@pytest.mark.parametrize("typed", TABLE, ids=lambda typed: typed.name)
@given(away=st.integers(-400, 400))
def test_what_is_accepted_lies_between_floor_and_ceiling(typed, away):
    day, floor = TODAY + timedelta(days=away), TODAY - timedelta(days=30)
    accepted = not typed.reasons_against(day, on=TODAY, floor=floor)
    assert accepted == (floor <= day <= TODAY + timedelta(days=typed.ahead))


@pytest.mark.parametrize("typed", TABLE, ids=lambda typed: typed.name)
def test_a_mistyped_year_is_refused_where_no_recorded_act_bounds_it(typed):
    for day in (date(202, 6, 1), date(2200, 6, 1)):
        ((field, _),) = typed.reasons_against(day, on=TODAY)
        assert field == typed.field


def test_each_refusal_says_what_is_wrong_at_the_field():
    report = typed_dates.REPORT
    said = [
        report.reasons_against(day, on=TODAY, floor=date(2020, 5, 1))
        for day in (None, date(2020, 6, 2), date(2019, 5, 20), date(2020, 5, 1))
    ]
    assert said == [
        [("reported_on", "请填写上报日期")],
        [("reported_on", "上报日期不得晚于今天")],
        [("reported_on", "上报日期不得早于区级公示期满次日或者上次退回之日2020-05-01")],
        [],
    ]
    assert report.reasons_against(date(2019, 5, 20), on=TODAY) == [
        ("reported_on", "上报日期早于今天366天以上，请核对年份")
    ]
