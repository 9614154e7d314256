"""Whoever asks about a notice at a moment is told the same, held or not (A10).

Page, list, home, filters, JSON, workbook, feed and metadata are asked at the same moment.
"""

import re
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from openpyxl import load_workbook

from publicity import services
from registry.calendars import calendar
from registry.models import User
from rules.periods import day_ends

from .conftest import PUBLISHED, moment

HELD_AT = moment(2020, 9, 30, 10)
LONG_AFTER = moment(2020, 11, 2, 10)
SECOND = timedelta(seconds=1)
LABELS = {"running": "进行中", "held": "中止（异议核查）", "ended": "已结束"}


@pytest.fixture
def hold(office):
    """``hold(entry)``: objected to and held on the second of five days; resume with the result."""

    def make(entry, at=HELD_AT):
        objection = services.object_to(entry, channel="web", content="带动户数不属实", at=at)
        services.hold(entry, calendar=calendar(), at=at)

        def resume(at):
            officer = User.objects.filter(is_staff=True).first()
            text = "经核查，带动户数属实，异议不成立。"
            services.answer(objection, finding="rejected", text=text, by=officer, at=at)
            return services.resume(entry, calendar=calendar(), by=officer, at=at)

        return resume

    return make


@pytest.fixture
def told(get_page, client):
    """``told(page, at)``: what every door says of the notice at a moment, in one shape."""

    def ask(page, at):
        html = get_page(page.url, at).content.decode()
        listed = client.get("/gsgg/").content.decode()
        read = client.get(f"/api/v1/notices/{page.slug}").json()
        home = client.get("/").content.decode().split('id="open-heading"')[1].split("</section>")[0]
        return {
            "page": _state(html),
            "list": _state(listed),
            "api": (read["state"], read["state_label"]),
            "days": {
                "page": _days(html.split('class="paper"')[1]),
                "list": _days(listed),
                "home": _days(home),
                "api": read["days_left"],
            },
            "home": page.url in home,
            "filters": [
                (state, page.url in client.get("/gsgg/", {"state": state}).content.decode())
                for state in LABELS
            ],
            "api filters": [
                (state, client.get("/api/v1/notices", {"state": state}).json()["count"] == 1)
                for state in LABELS
            ],
            "rows": {
                "page": _rows_of_page(html),
                "api": [_row_of_api(each) for each in read["entries"]],
                "xlsx": _rows_of_workbook(client.get(f"{page.url}table/").content),
            },
            "runs_until": read["runs_until"],
            "held": {
                "api": read["held_count"],
                "feed": _held(client.get("/feeds/notices.rss").content.decode()),
                "meta": _held(html.split("</head>")[0]),
            },
            "expires": re.findall(r'"expires": "([^"]+)"', html),
        }

    return ask


def _state(html):
    return next(
        (value, label)
        for value, label in re.findall(r'badge badge--(\w+)">([^<]+)<', html)
        if label in LABELS.values()
    )


def _days(html):
    counted = re.search(r"还有<b>(\d+)</b>个工作日", html)
    return int(counted[1]) if counted else None


def _held(text):
    counted = re.search(r"其中(\d+)个中止（异议核查）", text)
    return int(counted[1]) if counted else 0


def _rows_of_page(html):
    cells = re.findall(r'data-label="状态">(.*?)</td>', html, re.DOTALL)
    return [
        (
            re.search(r">([^<]+)<", cell)[1],
            "-".join(f"{int(part):02d}" for part in (re.findall(r"\d+", cell) or [])),
        )
        for cell in (re.sub(r"badge--\w+", "", each) for each in cells)
    ]


def _row_of_api(entry):
    own = entry["last_day"] or (entry["remaining_days"] and f"{entry['remaining_days']:02d}") or ""
    return entry["state_label"], own


def _rows_of_workbook(content):
    head, *rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    return [(row["状态"], _own(row["公示末日"], row["恢复后剩余工作日"])) for row in rows]


def _own(last_day, rest):
    return "" if {last_day, rest} == {"—"} else f"{rest}".zfill(2) if last_day == "—" else last_day


def agree(answer, state):
    """Every door says ``state``; the numbers and rows of one are those of all."""
    assert answer["page"] == answer["list"] == answer["api"] == (state, LABELS[state])
    wanted_filters = [(each, each == state) for each in LABELS]
    assert answer["filters"] == answer["api filters"] == wanted_filters
    assert answer["home"] is (state != "ended")
    days = dict(answer["days"])
    if state == "ended":
        assert set(days.values()) == {None}
    assert len(set(days.values())) == 1, days
    assert len({tuple(rows) for rows in answer["rows"].values()}) == 1, answer["rows"]
    assert len(set(answer["held"].values())) == 1, answer["held"]
    assert bool(answer["runs_until"]) is not bool(answer["held"]["api"])
    assert len(answer["expires"]) == (0 if answer["held"]["api"] else 1)


MOMENTS = [PUBLISHED, moment(2020, 10, 12, 23, 59, 59), moment(2020, 10, 13), LONG_AFTER]


@pytest.mark.parametrize("at", MOMENTS)
def test_a_notice_that_nobody_objects_to_is_told_alike(notice, told, at):
    answer = told(notice(products=2), at)
    agree(answer, "running" if at < moment(2020, 10, 13) else "ended")
    assert answer["runs_until"] == "2020-10-12"
    assert {own for _, own in answer["rows"]["api"]} == {"2020-10-12"}


@pytest.mark.parametrize("at", [HELD_AT, *MOMENTS[1:]])
def test_a_notice_whose_products_are_all_held_is_suspended_and_counts_nothing(
    notice, hold, told, client, at
):
    page = notice(products=1)
    hold(page.publicity.entries.get())
    answer = told(page, at)
    agree(answer, "held")
    assert answer["days"]["api"] is None
    assert answer["rows"]["api"] == [("异议核查中（中止）", "04")]
    for address in (page.url, "/gsgg/", "/"):
        html = client.get(address).content.decode()
        assert "恢复后再公示<b>4</b>个工作日" in html
        assert address == page.url or html.count("中止") - html.count("?state=held") <= 1, address
    html = client.get(page.url).content.decode()
    assert "届满" not in html
    assert "网上提出异议" in html
    assert client.get(f"{page.url}objection/").status_code == 200


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (HELD_AT, "running"),
        (moment(2020, 10, 12, 23, 59, 59), "running"),
        (moment(2020, 10, 13), "held"),
        (LONG_AFTER, "held"),
    ],
)
def test_a_partly_held_notice_runs_while_the_others_do_and_has_no_end(
    notice, hold, told, at, state
):
    page = notice(products=3)
    hold(page.publicity.entries.first())
    answer = told(page, at)
    agree(answer, state)
    assert answer["held"]["api"] == 1
    assert answer["rows"]["api"][0] == ("异议核查中（中止）", "04")
    assert {own for _, own in answer["rows"]["api"][1:]} == {"2020-10-12"}


def test_a_resumed_product_has_its_own_last_day_and_the_notice_ends_with_it(notice, hold, told):
    page = notice(products=2)
    entry = hold(page.publicity.entries.first())(LONG_AFTER)
    assert f"{entry.last_day}" == "2020-11-06"
    answer = told(page, LONG_AFTER)
    agree(answer, "running")
    assert answer["days"]["api"] == 4
    assert answer["runs_until"] == "2020-11-06"
    assert answer["rows"]["api"] == [("公示中", "2020-11-06"), ("公示期满", "2020-10-12")]
    answer = told(page, day_ends(entry.last_day) - SECOND)
    agree(answer, "running")
    assert answer["days"]["api"] == 1
    answer = told(page, day_ends(entry.last_day))
    agree(answer, "ended")


def test_several_held_products_tell_from_how_many_days_to_how_many(notice, hold, told, client):
    page = notice(products=2)
    first, second = page.publicity.entries.all()
    hold(first)
    hold(second, at=moment(2020, 10, 9, 10))
    agree(told(page, moment(2020, 10, 9, 11)), "held")
    assert "恢复后再公示3至<b>4</b>个工作日" in client.get(page.url).content.decode()


@pytest.mark.walk
@pytest.mark.timeout(600)
def test_no_two_doors_disagree_about_a_notice_at_forty_moments(notice, hold, told, get_page):
    """Random moments of a quarter, in the order of time, beside those at which something happens.

    One product is objected to and goes on, one is objected to and is refused, one is left alone.
    """
    page = notice(products=3)
    first, second, _third = page.publicity.entries.all()
    resumed_at, refused_at = moment(2020, 10, 20, 15), moment(2020, 11, 5, 11)
    acts, resumes = {}, {}
    acts[HELD_AT] = lambda: resumes.update(first=hold(first))
    acts[moment(2020, 10, 9, 16)] = lambda: hold(second, at=moment(2020, 10, 9, 16))
    acts[resumed_at] = lambda: resumes["first"](resumed_at)
    acts[refused_at] = lambda: services.take_out(second, ending="refused", by=None, at=refused_at)
    random, span = Random(51), timedelta(days=70).total_seconds()
    moments = [PUBLISHED + timedelta(seconds=random.randrange(int(span))) for _ in range(40)]
    seen = set()
    for at in sorted([*moments, *acts, PUBLISHED, *(each - SECOND for each in acts)]):
        acts.get(at, lambda: None)()
        answer = told(page, at)
        agree(answer, answer["api"][0])
        tabs = dict(TAB.findall(get_page("/gsgg/", at).content.decode()))
        assert tabs == {state: f"{int(state == answer['api'][0])}" for state in LABELS}, at
        seen.add((answer["api"][0], answer["held"]["api"]))
    assert seen >= {("running", 0), ("running", 1), ("held", 2), ("held", 1), ("ended", 0)}


TAB = re.compile(r'href="\?state=(\w+)"[^>]*>[^<]*（(\d+)）</a>')


def test_what_was_taken_out_before_its_time_has_no_last_day(notice, told):
    page = notice(products=2)
    first, second = page.publicity.entries.all()
    services.take_out(first, ending="withdrawn", by=None, at=HELD_AT)
    answer = told(page, HELD_AT)
    agree(answer, "running")
    assert answer["rows"]["api"] == [("已撤回", ""), ("公示中", "2020-10-12")]
    services.take_out(second, ending="withdrawn", by=None, at=HELD_AT)
    answer = told(page, HELD_AT)
    agree(answer, "running")
    assert answer["days"]["api"] is None


def test_a_held_notice_can_not_be_taken_down(notice, hold):
    from pages.models import NoticePage
    from pages.notices.policies import reasons_against_taking_down

    page = notice(products=1)
    hold(page.publicity.entries.get())
    reasons = reasons_against_taking_down(NoticePage.objects.filter(pk=page.pk), at=LONG_AFTER)
    assert len(reasons) == 1
