"""A holiday paper is entered as people read it, drawn before it is saved, checked by another."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.support.forms import filled
from tests.support.holiday_paper import posted, retyped, shipped

from registry.calendars import calendar
from registry.models import CalendarEdition, HolidayPaper, User
from rules.holiday_arrangements import (
    counted_days,
    holidays_of,
    raw_paper,
    reasons_against,
    statutory_days,
)
from rules.holiday_papers import parse_paper, shipped_papers
from rules.working_days import Calendar, national

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_registry_holidaypaper:add"
EDIT = "wagtailsnippets_registry_holidaypaper:edit"


@pytest.fixture
def admin(office, time_travel):
    time_travel(date(2026, 11, 28))
    return User.objects.get(username="admin")


@pytest.fixture
def deputy(admin):
    return User.objects.create(username="deputy", last_name="示", is_superuser=True, is_staff=True)


def browser(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(user, data, *args):
    return browser(user).post(reverse(EDIT if args else ADD, args=args), data)


def test_every_paper_since_2007_reads_as_holidays_and_back():
    for paper in shipped_papers():
        raw = shipped(paper.year)
        again = parse_paper(raw_paper(paper.year, holidays_of(raw)))
        before, after = Calendar([paper]), Calendar([again])
        named = {*paper.days, *again.days}
        wrong = [day for day in named if before.is_working_day(day) != after.is_working_day(day)]
        assert wrong == [], paper.year


def test_every_paper_counts_the_statutory_days_but_for_two_years_that_got_more():
    counted = {paper.year: counted_days(paper) for paper in shipped_papers()}
    more = {year: days for year, days in counted.items() if days != statutory_days(year)}
    assert more == {2015: 12, 2020: 13}, "the parade of 2015; the long spring of 2020"


def test_a_paper_entered_and_checked_by_two_brings_its_year_into_the_calendar(admin, deputy):
    assert 2027 not in calendar().years
    save(admin, posted())
    paper = HolidayPaper.objects.get()
    assert 2027 not in calendar().years, "a draft is used nowhere"
    save(deputy, posted(is_checked="on"), paper.pk)
    known = calendar()
    assert 2027 in known.years
    assert known.is_working_day(date(2027, 1, 30))
    assert not known.is_working_day(date(2027, 2, 8))
    assert CalendarEdition.objects.get().cause == (
        "《国务院办公厅关于2027年部分节假日安排的通知》（国办发明电〔2026〕7号）"
    )


def test_the_year_is_drawn_before_it_is_saved_and_asked_to_be_compared(admin):
    answer = save(admin, posted(is_seen=""))
    page = answer.content.decode()
    assert answer.context["form"].errors == {"is_seen": ["请对照页面下方的全年图核对后勾选"]}
    assert page.count("desk-year__month") - page.count("desk-year__months") == 12
    assert not HolidayPaper.objects.exists()
    save(admin, posted())
    stored = browser(admin).get(reverse(EDIT, args=[HolidayPaper.objects.get().pk]))
    assert 'title="春节">30<b>班</b>' in stored.content.decode()
    again = filled(stored)
    assert again["spring_first"] == "2027-02-05", "the one form in which a browser shows a day"
    assert save(admin, again, HolidayPaper.objects.get().pk).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"spring_last": "2027-02-01"}, "spring_last", "末日不得早于首日"),
        ({"spring_make_up": "2027-02-24"}, "spring_make_up", "本来就上班"),
        ({"spring_make_up": "二月二十日"}, "spring_make_up", "不是日期"),
        ({"national_first": "2027-10-02"}, "national_first", "应当包括10月1日"),
        ({"labour_last": ""}, "labour_last", "请填写放假首日和末日"),
        ({"mid_autumn_first": "", "mid_autumn_last": ""}, "mid_autumn_first", "缺少中秋节"),
        ({"dragon_boat_make_up": "2027-05-08"}, "dragon_boat_make_up", "与劳动节重复"),
        ({"new_year_first": "2028-01-01"}, "new_year_last", "末日不得早于首日"),
        ({"year": "20270"}, "year", "年份“20270”无效"),
        ({"year": "0"}, "year", "年份“0”无效"),
        ({"spring_last": "9027-02-10"}, "spring_last", "放假超过16天"),
        ({"issued_on": "2026-11-29"}, "issued_on", "不得晚于今天"),
        ({"issued_on": "2025-12-31"}, "issued_on", "不得早于所定年份的上一年2026-01-01"),
        ({"issued_on": "2028-01-01"}, "issued_on", "不得晚于2027年"),
        ({"spring_make_up": "2027-02-16"}, "spring_make_up", "本来就上班"),
        ({"spring_last": "2027-02-11"}, "is_unusual", "共放假12个工作日，而法定节假日为13天"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(admin, changes, field, reason):
    errors = save(admin, posted(**changes)).context["form"].errors
    assert any(reason in each for each in errors[field]), errors
    assert not HolidayPaper.objects.exists()


def test_a_paper_of_a_single_day_is_none(admin):
    empty = {name: "" for name in posted() if name.endswith(("_first", "_last", "_make_up"))}
    one = {**empty, "new_year_first": "2027-01-01", "new_year_last": "2027-01-01"}
    errors = save(admin, posted(**one)).context["form"].errors
    assert len(errors) == 6
    assert errors["spring_first"] == ["缺少春节：一年的安排须写明全部七个节日，不能只录一天"]


def test_a_year_of_which_the_state_council_gave_more_is_confirmed_by_hand(admin):
    save(admin, posted(spring_last="2027-02-11", is_unusual="on"))
    assert HolidayPaper.objects.exists()


#: Every kind of year: the first of the new law, one with a day of its own, both long springs.
@pytest.mark.parametrize("year", [2008, 2015, 2020, 2025, 2026])
def test_a_paper_that_was_issued_is_typed_as_it_stands_and_counts_the_same_days(admin, year):
    other = {"other_name": "抗日战争胜利七十周年纪念日"} if year == 2015 else {}
    save(admin, retyped(year, is_unusual="on", **other))
    before = Calendar([parse_paper(shipped(year))])
    after = Calendar([parse_paper(HolidayPaper.objects.get().paper)])
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(365)]
    assert [day for day in days if before.is_working_day(day) != after.is_working_day(day)] == []


def test_a_paper_that_lengthens_a_holiday_names_the_monday_on_which_work_begins(admin, deputy):
    """延长2020年春节假期至2月2日（农历正月初九），2月3日（星期一）起正常上班。"""
    longer = retyped(2020, issued_on="2020-01-26", document_no="国办发明电〔2020〕1号")
    errors = save(admin, longer).context["form"].errors
    assert list(errors) == ["is_unusual"], (
        "the Monday is no mistake; the days off are more than usual"
    )
    save(admin, {**longer, "is_unusual": "on"})
    paper = HolidayPaper.objects.get()
    save(deputy, {**longer, "is_unusual": "on", "is_checked": "on"}, paper.pk)
    assert CalendarEdition.objects.count() == 1
    assert not calendar().is_working_day(date(2020, 1, 31))
    assert calendar().is_working_day(date(2020, 2, 3))


@pytest.mark.parametrize("issued_on", [date(2025, 12, 31), date(2028, 1, 1)])
def test_the_database_takes_no_paper_issued_in_another_year(admin, issued_on):
    save(admin, posted())
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayPaper.objects.update(issued_on=issued_on)


def test_a_festival_inside_another_is_named_once(admin):
    together = {"mid_autumn_first": "", "mid_autumn_last": "", "is_together": "on"}
    data = posted(**together, national_last="2027-10-08", is_unusual="on")
    save(admin, data)
    names = {row["name"] for row in HolidayPaper.objects.get().paper["days"]}
    assert "国庆节、中秋节" in names
    assert reasons_against(2027, holidays_of(HolidayPaper.objects.get().paper)) == []


def test_a_paper_that_changes_a_year_replaces_the_one_before_only_when_checked(admin, deputy):
    save(admin, posted())
    first = HolidayPaper.objects.get()
    save(deputy, posted(is_checked="on"), first.pk)
    longer = {"spring_last": "2027-02-14", "spring_make_up": "2027-01-30、2027-02-20、2027-02-21"}
    more = posted(**longer, document_no="国办发明电〔2027〕1号", is_unusual="on")
    save(admin, more)
    second = HolidayPaper.objects.get(checked_at=None)
    assert calendar().is_working_day(date(2027, 2, 14)) is False, "a Sunday"
    assert calendar().is_working_day(date(2027, 2, 21)) is False
    save(deputy, {**more, "is_checked": "on"}, second.pk)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert calendar().is_working_day(date(2027, 2, 21)) is True
    answer = save(admin, posted(title="改"), first.pk)
    assert "已经生效，不能修改" in answer.content.decode()


def test_an_entered_paper_stands_in_the_place_of_the_shipped_one(admin, deputy):
    raw = shipped(2026)
    raw["days"] = [row for row in raw["days"] if row["date"] != "2026-01-04"]
    HolidayPaper.objects.create(
        year=2026,
        title="示例",
        document_no="国办发明电〔2026〕1号",
        issued_on=date(2026, 1, 1),
        paper=raw,
        entered_by=admin,
        checked_by=deputy,
        checked_at="2026-01-01T08:00+08:00",
    )
    assert national().is_working_day(date(2026, 1, 4))
    assert not calendar().is_working_day(date(2026, 1, 4))
