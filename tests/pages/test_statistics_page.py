"""统计: each table counts what the other pages show, and can be taken away."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from catalog.services import suspend
from pages.district_figures import figure_tables
from pages.models import ProductPage
from pages.notices.services import open_district_notice
from supervision.models import Rating
from supervision.services.ratings import call_back, rate
from supervision.services.site_reports import answer_site_report, report_site

from .conftest import PUBLISHED, item, moment

NOW = moment(2020, 12, 1, 10)


def table(key, at=NOW):
    return next(each for each in figure_tables(at) if each.key == key)


@pytest.fixture
def catalogue(product):
    """Three products in force, one of them suspended."""
    pages = [product(number) for number in range(3)]
    because = {"because": "抽检不合格", "reason": "quality_safety"}
    suspend(pages[0].certificate, **because, by=None, at=NOW - timedelta(hours=1))
    return pages


def test_the_catalogue_is_counted_as_the_catalogue_shows_it(catalogue, get_page):
    visible = ProductPage.objects.visible(NOW)
    for key in ("category", "township"):
        rows = table(key).rows
        assert sum(valid for _, valid, _ in rows) == visible.valid().count() == 2
        assert sum(held for *_, held in rows) == visible.suspended().count() == 1
    assert dict(table("standing").rows)["暂停"] == 1
    year_later = NOW + timedelta(days=400)
    assert dict(table("standing", year_later).rows)["已到期或者退出"] == 3
    assert table("category", year_later).rows == []


def test_a_site_without_anything_says_so(office, get_page):
    html = get_page("/statistics/", NOW).content.decode()
    assert html.count("还没有数据。") >= 5
    assert "工作统计" in get_page("/", NOW).content.decode()


def test_every_table_has_its_chart_and_its_files_with_numbers(catalogue, get_page):
    html = get_page("/statistics/", NOW).content.decode()
    assert 'class="chart"' in html
    assert "/statistics/township.xlsx" in html
    book = load_workbook(BytesIO(get_page("/statistics/township.xlsx", NOW).content)).active
    head, *rows = book.iter_rows(values_only=True)
    assert head == ("产地", "有效", "暂停")
    assert sum(valid for _, valid, _ in rows) == 2
    assert "产地" in get_page("/statistics/township.csv", NOW).content.decode()
    assert get_page("/statistics/nothing.csv", NOW).status_code == 404
    assert get_page("/statistics/township.pdf", NOW).status_code == 404


def test_windows_and_objections_are_told_by_quarter(publicity, get_page):
    open_district_notice(publicity(2), by=None, at=PUBLISHED)
    (row,) = table("windows", PUBLISHED + timedelta(hours=1)).rows
    assert row[:4] == ("2020年第三季度", 1, 2, 0)
    assert table("windows", PUBLISHED - timedelta(hours=1)).rows == []


def test_ratings_are_told_by_month_with_what_came_of_the_bad_ones(office, user):
    clerk, head = user("fpb_clerk@fpb"), user("manager@fpb")
    organisation = clerk.memberships.get().organisation
    for number, grade in enumerate((5, 3, 1, 2)):
        rated = item(1, number)
        about = {"organisation": organisation, "about_user": clerk, "item": rated}
        rate(grade=grade, words="", round=1, step="endorse", at=NOW, **about)
    malice = Rating.objects.get(grade=2)
    call_back(
        malice,
        finding="malice",
        measures="经核实未发生所称的情况。",
        reply="经核实不属实。",
        by=head,
        at=NOW,
    )
    (row,) = table("ratings").rows
    assert row == ("2020年12月", 4, 1, 0, 1, 1, 1, 67, 100)
    (later,) = table("ratings", NOW + timedelta(days=10)).rows
    assert later[-1] == 50


def test_reports_of_mistakes_are_told_by_month(office, user):
    reports = [
        report_site(page_url="", kind="wrong", content="电话号码是错的", at=NOW) for _ in range(2)
    ]
    answer = {"result": "mended", "answer": "已经更正。"}
    answer_site_report(reports[0], by=user("manager@fpb"), at=NOW, **answer)
    assert table("site-reports").rows == [("2020年12月", 2, 1, 1, 100)]
    late = table("site-reports", NOW + timedelta(days=10)).rows
    assert late == [("2020年12月", 2, 1, 1, 50)]


def test_steps_of_few_cases_tell_their_number_alone(walked, at):
    walked("endorse", products=1, serial=2)
    rows = table("steps", at + timedelta(days=60)).rows
    assert rows
    assert {row[1] for row in rows} == {1}
    assert {row[2:] for row in rows} == {("—", "—", "—")}


def test_steps_of_enough_cases_tell_working_days(walked, at):
    walked("endorse", products=5, serial=3)
    rows = table("steps", at + timedelta(days=60)).rows
    endorsed = next(row for row in rows if "认可" in row[0])
    assert endorsed[1] == 5
    assert endorsed[2] >= 0
    assert endorsed[4] == 100
