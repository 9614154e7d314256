"""Working days: which day is one, and how many lie between two days."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.holiday_papers import shipped_papers
from rules.working_days import Calendar, CalendarMissing, Paper, Planned, national, parse_paper

VECTORS = json.loads(
    Path(__file__).with_name("vectors").joinpath("calendar_vectors.json").read_text()
)
CALENDAR = national()
FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
INSIDE = st.dates(FIRST, date(2025, 12, 31))
FEW = st.integers(1, 60)


def paper(year, days=None, name="元旦"):
    """``days``: {iso day: True = off}."""
    days = {date.fromisoformat(day): off for day, off in (days or {f"{year}-01-01": True}).items()}
    return Paper(year, ("https://example.gov.cn/",), days, dict.fromkeys(days, name))


def raw(year=2027, days=(("2027-01-01", True),), **more):
    rows = [{"name": "元旦", "date": day, "isOffDay": off} for day, off in days]
    return {"year": year, "papers": ["https://example.gov.cn/"], "days": rows} | more


def refusal(raw_paper):
    with pytest.raises(ValueError) as refused:
        parse_paper(raw_paper)
    return refused.value.args[0]


def test_every_day_from_2007_to_2026_agrees_with_chinese_calendar():
    days = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
    assert len(days) == 7305
    differing = [
        day for day in days if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize("vector", VECTORS["working_days"], ids=lambda vector: vector["start"])
def test_the_domain_reports_vectors_hold(vector):
    start, last = date.fromisoformat(vector["start"]), date.fromisoformat(vector["last_day"])
    assert CALENDAR.after(start, vector["working_days"]) == last
    assert CALENDAR.count(start, last) == vector["working_days"]


def test_a_make_up_sunday_is_a_working_day_and_a_festival_monday_is_not():
    assert CALENDAR.is_working_day(date(2020, 4, 26))
    assert not CALENDAR.is_working_day(date(2020, 4, 6))


def test_the_extension_of_spring_festival_2020_is_in_the_shipped_paper():
    assert not CALENDAR.is_working_day(date(2020, 1, 31))
    assert CALENDAR.is_working_day(date(2020, 2, 3))


def test_the_next_working_day_is_strictly_after_the_given_one():
    assert CALENDAR.next_working_day(date(2020, 4, 20)) == date(2020, 4, 21)
    assert CALENDAR.next_working_day(date(2020, 9, 30)) == date(2020, 10, 9)


def test_a_day_of_a_year_without_its_paper_is_not_guessed():
    with pytest.raises(CalendarMissing) as missing:
        CALENDAR.is_working_day(date(2027, 1, 4))
    assert missing.value.year == 2027
    assert str(missing.value) == "2027年节假日安排尚未录入，无法计算工作日"
    assert isinstance(missing.value, LookupError)


def test_a_period_that_runs_into_an_unknown_year_is_not_guessed():
    with pytest.raises(CalendarMissing):
        CALENDAR.after(date(2026, 12, 25), 5)
    with pytest.raises(CalendarMissing):
        CALENDAR.count(date(2026, 12, 25), date(2027, 1, 5))


def test_a_paper_that_touches_last_december_does_not_cover_that_whole_year():
    calendar = Calendar([paper(2027, {"2026-12-31": True, "2027-01-01": True})])
    assert not calendar.is_working_day(date(2026, 12, 31))
    with pytest.raises(CalendarMissing):
        calendar.is_working_day(date(2026, 12, 30))
    assert calendar.years == {2027}


def test_a_plan_beyond_the_known_years_follows_the_week_and_says_it_is_provisional():
    assert CALENDAR.planned_after(date(2026, 12, 25), 5) == Planned(date(2027, 1, 1), True)
    assert CALENDAR.planned_after(date(2026, 12, 24), 5) == Planned(date(2026, 12, 31), False)


def test_a_plan_still_knows_the_days_that_are_known():
    calendar = Calendar([], {date(2027, 1, 1): False})
    assert calendar.planned_after(date(2026, 12, 31), 1) == Planned(date(2027, 1, 4), True)


def test_entering_the_paper_of_2027_makes_2027_computable():
    calendar = Calendar([*shipped_papers(), paper(2027)])
    assert calendar.after(date(2026, 12, 25), 5) == date(2027, 1, 4)


def test_a_local_override_beats_every_paper():
    calendar = Calendar(shipped_papers(), {date(2020, 4, 26): False, date(2020, 4, 25): True})
    assert not calendar.is_working_day(date(2020, 4, 26))
    assert calendar.is_working_day(date(2020, 4, 25))


def test_of_two_papers_the_later_one_wins():
    first, second = paper(2027, {"2027-05-04": True}), paper(2027, {"2027-05-04": False})
    assert Calendar([first, second]).is_working_day(date(2027, 5, 4))
    assert not Calendar([second, first]).is_working_day(date(2027, 5, 4))


def test_the_version_changes_with_the_content_and_with_nothing_else():
    versions = {
        Calendar([paper(2027)]).version,
        Calendar([paper(2027), paper(2028)]).version,
        Calendar([paper(2027, {"2027-01-01": False})]).version,
        Calendar([paper(2027)], {date(2027, 3, 1): False}).version,
    }
    assert len(versions) == 4
    assert Calendar([paper(2027, name="新年")]).version == Calendar([paper(2027)]).version
    assert Calendar(shipped_papers()).version == CALENDAR.version


def test_a_correction_of_one_year_alone_changes_the_version():
    assert Calendar(shipped_papers()[:-1]).version != CALENDAR.version


def test_a_moment_is_not_taken_for_a_day():
    for ask in (CALENDAR.is_working_day, CALENDAR.next_working_day):
        with pytest.raises(TypeError, match="不接受带时刻的时间"):
            ask(datetime(2020, 4, 20, 9))
    with pytest.raises(TypeError, match="不接受带时刻的时间"):
        CALENDAR.count(datetime(2020, 4, 20, 9), datetime(2020, 4, 20, 9))


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_of_no_days_is_refused(days):
    with pytest.raises(ValueError, match="不少于1"):
        CALENDAR.after(date(2020, 4, 20), days)
    with pytest.raises(ValueError, match="不少于1"):
        CALENDAR.planned_after(date(2020, 4, 20), days)


@given(INSIDE, FEW)
def test_counting_undoes_adding(start, days):
    assert CALENDAR.count(start, CALENDAR.after(start, days)) == days


@given(INSIDE, FEW)
def test_the_day_arrived_at_is_a_working_day_after_the_start(start, days):
    end = CALENDAR.after(start, days)
    assert end > start
    assert CALENDAR.is_working_day(end)


@given(INSIDE, FEW)
def test_one_day_more_never_ends_earlier_and_a_later_start_never_ends_earlier(start, days):
    assert CALENDAR.after(start, days) < CALENDAR.after(start, days + 1)
    assert CALENDAR.after(start, days) <= CALENDAR.after(start + timedelta(days=1), days)


@given(INSIDE, st.integers(0, 400), st.integers(0, 400))
def test_counts_of_adjoining_spans_add_up_and_reversed_spans_are_negative(start, one, two):
    middle = min(start + timedelta(days=one), LAST)
    end = min(middle + timedelta(days=two), LAST)
    assert CALENDAR.count(start, middle) + CALENDAR.count(middle, end) == CALENDAR.count(start, end)
    assert CALENDAR.count(end, start) == -CALENDAR.count(start, end)


ANY_DAY = st.dates(date(2005, 1, 1), date(2029, 12, 31))


@given(ANY_DAY, ANY_DAY, st.dictionaries(ANY_DAY, st.booleans(), max_size=20))
def test_a_span_is_planned_at_once_as_day_by_day(start, end, overrides):
    """Past the papers' years, too, where an override may still name a day."""
    calendar = Calendar([*shipped_papers(), paper(2027)], overrides)
    named, day, expected = calendar.named_days, start, 0
    while day < end:
        day += timedelta(days=1)
        expected += named.get(day, day.weekday() < 5)
    assert calendar.planned_between(start, end) == expected


def test_a_span_of_many_years_is_planned_without_walking_through_its_days():
    assert national().planned_between(date.min, date.max) == pytest.approx(2_608_672, abs=500)


def test_the_shipped_papers_cover_2007_to_2026_and_name_their_sources():
    papers = shipped_papers()
    assert [paper.year for paper in papers] == list(range(2007, 2027))
    assert CALENDAR.years == set(range(2007, 2027))
    assert all(url.startswith("http") for paper in papers for url in paper.sources)
    assert all(paper.sources and paper.names.keys() == paper.days.keys() for paper in papers)


def test_a_paper_is_read_from_the_holiday_cn_shape():
    read = parse_paper(
        raw(days=(("2026-12-31", True), ("2027-01-01", True), ("2027-01-02", False)))
    )
    assert read.year == 2027
    assert read.sources == ("https://example.gov.cn/",)
    assert read.days == {
        date(2026, 12, 31): True,
        date(2027, 1, 1): True,
        date(2027, 1, 2): False,
    }
    assert read.names[date(2027, 1, 1)] == "元旦"


def test_an_empty_paper_such_as_upstreams_2027_is_refused():
    assert refusal(raw(days=())) == "没有任何放假或者调休日期，不能作为有效的节假日安排"


def test_a_paper_is_refused_with_all_the_reasons_at_once():
    days = (("2027-02-30", True), ("2027-01-01", True), ("2027-01-01", False), ("2025-12-31", True))
    reasons = refusal(raw(days=days)).split("；")
    assert reasons == [
        "第1条：日期“2027-02-30”无效，应为“2020-01-01”的形式",
        "日期2027-01-01重复",
        "日期2025-12-31不属于2027年，也不属于上一年12月",
    ]


@pytest.mark.parametrize("day", ["2026-11-30", "2028-01-01", "2026-01-01"])
def test_a_day_outside_the_papers_year_and_the_december_before_is_refused(day):
    assert f"日期{day}不属于2027年" in refusal(raw(days=((day, True),)))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"year": "2027"}, "年份“2027”无效"),
        ({"year": True}, "年份“True”无效"),
        ({"year": 27}, "年份“27”无效"),
        ({"papers": "https://example.gov.cn/"}, "依据文件（papers）应为网址列表"),
        ({"papers": [1]}, "依据文件（papers）应为网址列表"),
        ({"days": None}, "没有任何放假或者调休日期"),
        ({"days": ["2027-01-01"]}, "第1条：日期“None”无效"),
        ({"days": [{"name": "元旦", "date": "20270101", "isOffDay": True}]}, "日期“20270101”无效"),
        ({"days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": 1}]}, "isOffDay"),
        ({"days": [{"name": " ", "date": "2027-01-01", "isOffDay": True}]}, "缺少节日名称"),
    ],
)
def test_a_malformed_paper_is_refused_in_words(wrong, reason):
    assert reason in refusal(raw() | wrong)
