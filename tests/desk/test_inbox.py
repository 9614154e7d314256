"""The inbox: whose tasks are whose, how long they have, and how little the database is asked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk import queries, sources
from desk.answer_lines import RatingLines, SiteReportLines
from desk.certifications import Certifications
from desk.correction_lines import CorrectionLines
from desk.deadlines import deadline
from desk.exchange_lines import ExchangeLines
from registry import ties
from registry.models import Membership, Organisation, User
from rules.working_days import national
from workflow.models import Turn
from workflow.positions import open_task
from workflow.services import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    """``colleague("fpb_reviewer", "fpb")``: a second person with the same duty."""

    def hire(role, code):
        twin = User.objects.create(username=f"twin-{role}", last_name="示", first_name="例同事")
        twin.groups.set(User.objects.get(username="clerk").groups.all())
        office = Organisation.objects.get(code=code)
        Membership.objects.create(user=twin, organisation=office, role=role)
        return User.objects.get(pk=twin.pk)

    return hire


def rows(client, **params):
    return list(client.get(reverse("desk:inbox"), params).context["page"].object_list)


def test_a_station_sees_its_own_papers_only(paper, station, signed_in):
    (item,) = paper(serial=1)
    (other,) = paper(serial=2)
    assert [line.paper for line in rows(station(item), tab="queue")] == [item.name]
    assert [line.paper for line in rows(station(other), tab="queue")] == [other.name]
    assert rows(signed_in("fpb_reviewer@fpb"), tab="queue") == []


def test_claimed_by_one_it_leaves_the_queue_of_the_other(item, signed_in, colleague):
    twin = signed_in(colleague("fpb_reviewer", "fpb"))
    first = signed_in("fpb_reviewer@fpb")
    task = open_task(item, "review_benefit")
    claimed = first.post(reverse("desk:claim", args=[task.pk]), follow=True)
    assert "已签收" in claimed.content.decode()
    assert [line.paper for line in rows(first, tab="mine")] == [item.name]
    assert rows(twin, tab="queue") == []


def test_the_second_claim_is_refused_with_the_name_of_the_first(item, signed_in, colleague, user):
    task = open_task(item, "review_benefit")
    desk.claim(task, by=user("fpb_reviewer@fpb"), at=Turn.objects.latest("arrived_at").arrived_at)
    late = signed_in(colleague("fpb_reviewer", "fpb"))
    answer = late.post(reverse("desk:claim", args=[task.pk]), follow=True)
    assert "该任务已由示例审核签收" in answer.content.decode()


def test_released_it_is_back_in_the_queue(item, signed_in):
    client = signed_in("fpb_reviewer@fpb")
    task = open_task(item, "review_benefit")
    client.post(reverse("desk:claim", args=[task.pk]))
    client.post(reverse("desk:release", args=[task.pk]))
    assert [line.paper for line in rows(client, tab="queue")] == [item.name]
    answer = client.post(reverse("desk:release", args=[task.pk]), follow=True)
    assert "只能退回本人签收的任务" in answer.content.decode()


def test_a_task_without_a_permission_is_in_nobodys_queue(item, user):
    task = open_task(item, "review_benefit")
    type(task).objects.filter(pk=task.pk).update(owner_permission=None)
    assert not queries.queue(user("fpb_reviewer@fpb")).exists()


def test_a_tie_takes_the_applicants_tasks_out_of_the_queue(item, user, signed_in, at):
    reviewer = user("fpb_reviewer@fpb")
    ties.declare(reviewer, item.application.applicant, at=at)
    assert rows(signed_in(reviewer), tab="queue") == []


def test_step_and_text_narrow_the_list(walked, paper, signed_in):
    (mango,) = walked("endorse", serial=1)
    walked("endorse", serial=2)
    client = signed_in("fpb_reviewer@fpb")
    assert len(rows(client, tab="queue")) == 2
    number = mango.application.number
    assert [line.paper for line in rows(client, tab="queue", q=number)] == [mango.name]
    assert len(rows(client, tab="queue", step="review_benefit")) == 2
    assert rows(client, tab="queue", step="endorse") == []
    assert len(rows(client, tab="queue", step="no such step")) == 2


def test_what_is_done_is_remembered(walked, signed_in):
    (item,) = walked("review")
    assert [line.paper for line in rows(signed_in("fpb_reviewer@fpb"), tab="done")] == [item.name]


def test_of_what_is_done_only_those_kinds_are_asked_in_which_one_has_done_anything(
    walked, signed_in, user
):
    client = signed_in("fpb_reviewer@fpb")
    done = {"tab": "done", "q": "示例"}
    client.get(reverse("desk:inbox"), done)
    nothing = query_count(client, **done)
    walked("review")
    assert sources._with_done(user("fpb_reviewer@fpb")) == [Certifications]
    few = query_count(client, **done)
    assert nothing < few
    for serial in range(2, 6):
        walked("review", serial=serial)
    assert query_count(client, **done) == few


def test_every_kind_with_a_tab_of_what_is_done_says_of_whom_it_is():
    without = {each for each in sources.SOURCES if not each.done_by}
    assert without == {CorrectionLines, ExchangeLines}  # whose lines go once they are dealt with


@pytest.mark.parametrize("source", [RatingLines, SiteReportLines])
def test_whoever_answered_is_looked_for_where_the_answered_are_listed(office, source, user):
    officer = user("fpb_reviewer@fpb")
    (rows,) = source.done_by
    listed = source.rows_of(officer)
    assert rows(officer.pk).model is listed.model
    assert f'"{source.answered_by}_id" = {officer.pk}' in str(rows(officer.pk).query)


def test_the_number_of_queries_does_not_depend_on_the_rows(walked, signed_in):
    walked("endorse", products=1, serial=1)
    client = signed_in("fpb_reviewer@fpb")
    client.get(reverse("desk:inbox"))
    few = query_count(client)
    walked("endorse", products=6, serial=2)
    assert query_count(client) == few


def query_count(client, **asked):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("desk:inbox"), asked or {"tab": "queue"})
    return len(queries)


def test_a_page_is_cut_and_the_products_of_one_paper_stand_in_one_row(
    walked, signed_in, monkeypatch
):
    for serial in (1, 2, 3):
        walked("endorse", products=8, serial=serial)
    monkeypatch.setattr("desk.inbox.PER_PAGE", 20)
    client = signed_in("fpb_reviewer@fpb")
    assert len(rows(client, tab="queue")) == 20
    assert len(rows(client, tab="queue", p=2)) == 4
    shown = client.get(reverse("desk:inbox"), {"tab": "queue"}).context["rows"]
    assert [len(row.lines) for row in shown] == [8, 8, 4]


def test_one_tick_claims_every_product_of_the_row(walked, signed_in, user):
    walked("endorse", products=3, serial=1)
    client = signed_in("fpb_reviewer@fpb")
    [row] = client.get(reverse("desk:inbox"), {"tab": "queue"}).context["rows"]
    client.post(reverse("desk:bulk"), {"tasks": row.tasks, "do": "claim"})
    owners = [line.owner for line in rows(client, tab="mine")]
    assert owners == [user("fpb_reviewer@fpb")] * 3
    assert rows(client, tab="queue") == []


def test_menu_and_home_page_show_the_numbers(walked, signed_in, editor):
    walked("endorse", products=2)
    home = signed_in("fpb_reviewer@fpb").get("/admin/").content.decode()
    assert "待办（2）" in home or "\\u5f85\\u529e\\uff082\\uff09" in home
    assert "待签收" in home
    assert "desk-numbers" not in signed_in(editor).get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("due", "on", "text", "tone"),
    [
        (date(2020, 9, 30), date(2020, 9, 30), "今天到期", "today"),
        (date(2020, 10, 9), date(2020, 9, 30), "还剩1个工作日", "soon"),
        (date(2020, 9, 30), date(2020, 9, 23), "还剩6个工作日", "ok"),
        (date(2020, 9, 30), date(2020, 10, 12), "已超期3个工作日", "late"),
        (date(2020, 9, 30), date(2020, 10, 2), "已超期", "late"),
    ],
)
def test_time_left_is_told_in_working_days(due, on, text, tone):
    """2020-10-01…08 was a holiday and Saturday the 10th a working day."""
    limit = deadline(Turn(due_on=due), on=on, calendar=national())
    assert (limit.text, limit.tone) == (text, tone)


def test_a_day_beyond_the_calendar_is_told_as_provisional():
    due = date(2027, 1, 8)
    turn = Turn(due_on=due, due_is_provisional=True)
    limit = deadline(turn, on=due - timedelta(days=1), calendar=national())
    assert limit.text == "还剩1个工作日（暂计）"


def test_no_limit_is_said_to_be_none():
    assert deadline(Turn(), on=date(2020, 9, 30), calendar=national()).text == "不限期"
