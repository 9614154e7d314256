"""办理统计: the figures against a count by hand over the same turns, down to their lines."""

import math
from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.desk.conftest import head_of
from tests.support.desk import page
from tests.support.standing import stands

from registry.models import Organisation
from rules.periods import local_day
from rules.working_days import national
from workflow.models import Opinion, Turn
from workflow.services import reversals

pytestmark = pytest.mark.django_db
ON = date(2020, 4, 22)


@pytest.fixture
@stands
def papers(walked, paper):
    """At several places on their way: done in time, late, and fresh."""
    walked("review", products=2)
    walked("endorse", serial=4)
    paper(serial=7)


@pytest.fixture
def worked(papers, on_day):
    on_day(ON)


def by_hand():
    """``{(step, office): figures}`` counted turn by turn, without a query that sums."""
    desks = {}
    for turn in Turn.objects.all():
        permission = turn.task.owner_permission or ""
        if not permission or permission.startswith("applicant@"):
            continue
        row = desks.setdefault(
            (turn.task.flow_task.name, permission),
            {"arrived": 0, "finished": 0, "in_time": 0, "waiting": 0, "late": 0, "days": []},
        )
        row["arrived"] += 1
        if turn.finished_at is None:
            row["waiting"] += 1
            row["late"] += bool(turn.due_on and turn.due_on < ON)
        elif turn.done_by_id:
            row["finished"] += 1
            done = local_day(turn.finished_at)
            row["in_time"] += done <= turn.due_on
            span = range(local_day(turn.arrived_at).toordinal() + 1, done.toordinal() + 1)
            days = [date.fromordinal(each) for each in span]
            row["days"].append(sum(national().is_working_day(each) for each in days))
    return desks


def shown(client, **params):
    return client.get(page("performance"), params).context


def test_every_figure_is_what_a_hand_counts(worked, signed_in):
    context = shown(signed_in("manager@fpb"), since="2020-04-01", until="2020-04-22")
    rows = {tuple(_key(row)): row for row in context["tables"][0][1]}
    counted = by_hand()
    assert set(rows) == set(counted)
    for key, hand in counted.items():
        row = rows[key]
        for name in ("arrived", "finished", "waiting", "late"):
            assert row[name] == hand[name], (key, name)
        if hand["days"]:
            days = sorted(hand["days"])
            middle = len(days) // 2
            median = days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
            assert row["median"] == median, key
            assert row["ninetieth"] == days[math.ceil(0.9 * len(days)) - 1], key
            assert row["rate"] == round(100 * hand["in_time"] / hand["finished"]), key
    assert any(hand["late"] for hand in counted.values()), "something is late in this world"


def totals(context):
    return {title: count for count, _address, title in context["totals"]}


def _key(row):
    from urllib.parse import parse_qs, urlsplit

    words = parse_qs(urlsplit(row["links"]["arrived"][1]).query)
    return words["node"][0], words["desk"][0]


def test_each_figure_leads_to_as_many_lines(worked, signed_in):
    client = signed_in("manager@fpb")
    context = shown(client, since="2020-04-01", until="2020-04-22")
    for _title, rows in context["tables"]:
        for row in rows:
            for what, (count, address) in row["links"].items():
                lines = client.get(page("performance") + address).context["page"]
                assert lines.paginator.count == count, (row["name"], what)


def test_the_totals_lead_to_as_many_lines(worked, signed_in):
    client = signed_in("manager@fpb")
    context = shown(client, since="2020-04-01", until="2020-04-22")
    assert [title for _count, _address, title in context["totals"]][:2] == ["收到", "办结"]
    for count, address, title in context["totals"]:
        lines = client.get(page("performance") + address).context["page"]
        assert lines.paginator.count == count, title
    assert sum(totals(context).values()) > 5


def test_the_whole_is_told_beside_its_parts(worked, signed_in):
    whole = shown(signed_in("manager@fpb"), since="2020-04-01", until="2020-04-22")["whole"]
    desks = by_hand().values()
    days = sorted(day for hand in desks for day in hand["days"])
    assert whole.ninetieth == days[math.ceil(0.9 * len(days)) - 1]
    in_time, finished = (sum(hand[name] for hand in desks) for name in ("in_time", "finished"))
    assert whole.on_time_rate == round(100 * in_time / finished)


def test_days_off_of_the_next_fortnight_are_in_view(worked, signed_in, on_day):
    """Labour Day of 2020: from Friday the 1st to Tuesday the 5th of May."""
    on_day(date(2020, 4, 28))
    off = [date(2020, 5, 1), date(2020, 5, 4), date(2020, 5, 5)]
    assert shown(signed_in("manager@fpb"))["holidays"] == off


def test_the_home_page_of_a_head_tells_what_falls_due_this_week(item, on_day, signed_in):
    due = min(item.turns.filter(finished_at=None).values_list("due_on", flat=True))
    on_day(due)
    client = signed_in("manager@fpb")
    lines = client.get(page("performance_lines"), {"what": "due_soon"})
    assert lines.context["page"].paginator.count == 2
    home = client.get("/admin/").content.decode()
    assert "<strong>2</strong>本周到期" in home
    assert page("performance") in home
    reviewer = signed_in("fpb_reviewer@fpb").get("/admin/").content.decode()
    assert "本周到期" not in reviewer


def test_late_is_what_the_overdue_board_says_of_steps(worked, signed_in):
    """Accepting is no step with a limit of its own: the board has it in lines of their own."""
    client = signed_in("manager@fpb")
    board = [row["step"] for row in client.get(page("board")).context["page"]]
    steps = len(board) - board.count("区级受理")
    assert totals(shown(client))["已超期"] == steps > 0


def test_a_station_head_reads_of_the_own_station(worked, signed_in):
    station = Organisation.objects.get(code="station-360702101")
    context = shown(signed_in(head_of(station, "station_head")))
    desks = context["tables"][0][1]
    assert {_key(row)[1] for row in desks} <= {"station_officer@station-360702101"}


def test_a_station_head_finds_the_way_to_the_tables_asked_for(worked, signed_in):
    station = Organisation.objects.get(code="station-360702101")
    client = signed_in(head_of(station, "station_head"))
    assert page("exports") in client.get(page("performance")).content.decode()
    assert client.get(page("exports")).status_code == 200


def test_a_period_without_work_is_empty_but_for_what_is_open(worked, signed_in):
    context = shown(signed_in("manager@fpb"), since="2019-01-01", until="2019-01-31")
    assert (totals(context)["收到"], totals(context)["办结"]) == (0, 0)
    assert totals(context)["在办"] > 0


def test_a_mistyped_day_is_told_and_breaks_nothing(worked, signed_in):
    answer = signed_in("manager@fpb").get(page("performance"), {"since": "昨天", "until": "2020"})
    assert answer.status_code == 200
    assert "error-message" in answer.content.decode()


def test_it_is_exported_and_its_lines_are(worked, signed_in):
    client = signed_in("manager@fpb")
    csv = client.get(page("performance"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "按时率（%）" in csv.splitlines()[0]
    lines = client.get(page("performance_lines"), {"what": "late", "export": "csv"})
    assert "申请编号" in lines.content.decode("utf-8-sig")


def test_more_papers_ask_no_more_queries(walked, on_day, signed_in, django_assert_max_num_queries):
    on_day(ON)
    walked("review", products=1)
    client = signed_in("manager@fpb")
    with django_assert_max_num_queries(52) as few:
        shown(client)
    walked("review", products=4, serial=4)
    with django_assert_max_num_queries(len(few)):
        shown(client)


def test_a_signature_taken_back_is_no_work_done(walked, on_day, signed_in):
    (item,) = walked("endorse", serial=1)
    (other,) = walked("endorse", serial=4)
    opinion = Opinion.objects.get(item=item)
    at = opinion.signed_at + timedelta(minutes=5)
    reversals.take_back(opinion, because="误选了结论，重新办理", by=opinion.signed_by, at=at)
    on_day(ON)
    context = shown(signed_in("manager@fpb"), since="2020-04-01", until="2020-04-22")
    [row] = [row for row in context["tables"][0][1] if _key(row)[0] == "endorse"]
    assert (row["arrived"], row["finished"], row["waiting"]) == (2, 1, 1)
    [line] = [row for row in context["tables"][1][1] if row["name"] == f"{opinion.signed_by}"]
    assert (line["finished"], line["waiting"]) == (1, 1)
    assert other.pk != item.pk


def test_months_and_places_equal_a_hand_count_and_lead_to_as_many_lines(worked, signed_in):
    client = signed_in("manager@fpb")
    context = shown(client, since="2020-03-15", until="2020-04-22")
    turns = [turn for turn in Turn.objects.all() if _is_officers(turn)]
    assert [row["name"] for row in context["months"]] == ["2020年4月", "2020年3月"]
    april = context["months"][0]
    assert april["arrived"] == sum(local_day(turn.arrived_at).month == 4 for turn in turns)
    done = [turn for turn in turns if turn.finished_at and turn.done_by_id]
    assert april["finished"] == sum(local_day(turn.finished_at).month == 4 for turn in done)
    places = dict(context["tables"])["按生产地"]
    assert sum(row["arrived"] for row in places) == len(turns)
    assert sum(row["waiting"] for row in places) == sum(not turn.finished_at for turn in turns)
    for row in (*places, *context["months"]):
        for what in ("arrived", "finished"):
            count, address = row["links"][what]
            lines = client.get(page("performance") + address).context["page"]
            assert lines.paginator.count == count, (row["name"], what)


def _is_officers(turn):
    permission = turn.task.owner_permission or ""
    return bool(permission) and not permission.startswith("applicant@")


def test_what_falls_due_in_two_weeks_is_told_day_by_day(worked, signed_in):
    client = signed_in("manager@fpb")
    told = {day: (count, url) for day, count, url, _is_off in shown(client)["forecast"]}
    waiting = [turn for turn in Turn.objects.all() if _is_officers(turn) and not turn.finished_at]
    ahead = [turn.due_on for turn in waiting if 0 <= (turn.due_on - ON).days < 14]
    assert ahead
    assert {day: count for day, (count, _url) in told.items() if count} == dict(Counter(ahead))
    count, url = told[ahead[0]]
    assert client.get(page("performance") + url).context["page"].paginator.count == count
    assert date(2020, 5, 1) in told, "the holidays of May are in view"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_year_that_no_record_has_is_refused_at_its_field(office, signed_in, day):
    answer = signed_in("manager@fpb").get(reverse("desk:performance"), {"since": day, "until": day})
    assert answer.status_code < 500
    assert "年份应在1990至2200之间" in answer.content.decode()
