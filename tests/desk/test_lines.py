"""One list of several systems' tasks: merged, filtered, exported, and many acted on at once."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.support.desk import page

from applications.models import Item
from demo.acts import perform
from desk.lines import Line, Merged, Search
from pages.documents.moderation import CHECKING, DRAFTING, SIGNING, ensure_moderation
from pages.models import HomePage
from registry import ties
from registry.models import Membership, Organisation, User
from supervision.services import complaints
from workflow.models import SavedFilter, Turn
from workflow.positions import open_task

pytestmark = pytest.mark.django_db


def lines(client, **params):
    return list(client.get(page("inbox"), params).context["page"].object_list)


def papers(client, **params):
    return [line.paper for line in lines(client, **params)]


@pytest.fixture
def join(office):
    """``join("twin", "fpb_reviewer", "fpb")``: one more person with a duty."""

    def hire(name, role, code):
        person, _ = User.objects.get_or_create(username=name, first_name=f"示例{name}")
        person.groups.set(User.objects.get(username="clerk").groups.all())
        where = Organisation.objects.get(code=code)
        Membership.objects.create(user=person, organisation=where, role=role)
        return User.objects.get(pk=person.pk)

    return hire


class Fixed:
    """A source of lines that arrived on the named days of April 2020."""

    def __init__(self, *days):
        self.days, self.lines_read = days, 0

    def count(self):
        return len(self.days)

    def lines(self, start, stop):
        lines = [
            Line("", f"{day}", "", "", datetime(2020, 4, day, tzinfo=UTC)) for day in self.days
        ][start:stop]
        self.lines_read += len(lines)
        return lines


def test_sources_are_merged_in_order_and_no_line_is_fetched_in_vain():
    search = Search(None, date(2020, 4, 1), None, sort="arrived")
    many, few = Fixed(*range(1, 30, 2)), Fixed(4, 8, 30)
    merged = Merged([many, few], search)
    whole = [int(line.paper) for line in merged[0:50]]
    assert whole == sorted([*range(1, 30, 2), 4, 8, 30])
    for start in range(0, 18, 5):
        stretch = Merged([many, few], search)[start : start + 5]
        assert [int(line.paper) for line in stretch] == whole[start : start + 5]
    many.lines_read = 0
    Merged([many, few], search)[15:18]
    assert many.lines_read <= 6


def test_late_today_soon_and_unlimited_are_told_apart(walked, signed_in, on_day):
    items = walked("endorse", products=4)
    days = (date(2020, 5, 7), date(2020, 5, 8), date(2020, 5, 11), None)
    for item, due in zip(items, days, strict=True):
        Turn.objects.filter(item=item, finished_at=None).update(due_on=due)
    on_day(date(2020, 5, 8))
    client = signed_in("fpb_reviewer@fpb")
    late, today, soon, never = (item.name for item in items)
    assert papers(client, tab="queue", due="late") == [late]
    assert papers(client, tab="queue", due="today") == [today]
    assert papers(client, tab="queue", due="soon") == [soon]
    assert papers(client, tab="queue", due="none") == [never]
    assert papers(client, tab="queue") == [late, today, soon, never]
    assert papers(client, tab="queue", sort="-due") == [soon, today, late, never]
    assert papers(client, tab="queue", sort="-paper") == sorted(i.name for i in items)[::-1]


def test_townships_kinds_and_nonsense_in_the_address(walked, signed_in):
    first, second = walked("endorse", serial=1), walked("endorse", serial=2)
    client = signed_in("fpb_reviewer@fpb")
    code = first[0].application.production_township.gb_code
    assert papers(client, tab="queue", township=code) == [first[0].name]
    assert papers(client, tab="queue", kind="moderation") == []
    odd = {"township": "x'", "kind": "?", "step": "\0", "due": "!", "sort": "evil", "q": "\0"}
    assert set(papers(client, tab="queue", **odd)) == {first[0].name, second[0].name}


def test_what_i_signed_is_seen_to_wait_for_the_others(item, signed_in, user):
    perform(item, "review_benefit", at=item.application.submitted_at + timedelta(hours=1))
    (line,) = lines(signed_in("fpb_reviewer@fpb"), tab="waiting")
    assert (line.paper, line.step, line.act_url) == (item.name, "质量安全审核", "")


def test_moderation_of_words_waits_in_the_same_inbox(item, signed_in, join):
    ensure_moderation(HomePage.objects.get())
    editor, checker, chief = (
        User.objects.get(username=name) for name in ("editor", "checker", "chief")
    )
    for person, group in ((editor, DRAFTING), (checker, CHECKING), (chief, SIGNING)):
        person.groups.add(Group.objects.get(name=group))
    reviewer = join("both", "fpb_reviewer", "fpb")
    reviewer.groups.add(Group.objects.get(name=CHECKING))
    words = HomePage.objects.get()
    words.title = "关于消费扶贫的通知"
    words.save_revision()
    words.get_workflow().start(words, editor)
    client = signed_in(reviewer)
    titles = {line.paper: line for line in lines(client, tab="queue")}
    assert len(titles) == 2
    assert titles["关于消费扶贫的通知"].act_url == f"/admin/pages/{words.pk}/edit/"
    assert papers(client, tab="queue", kind="moderation") == ["关于消费扶贫的通知"]
    assert papers(client, tab="queue", q="消费扶贫") == ["关于消费扶贫的通知"]
    assert papers(signed_in(checker), tab="queue") == [words.title]
    assert papers(signed_in(chief), tab="queue") == [], "first it is checked, then signed"
    assert "文稿审签" in client.get("/admin/").content.decode()
    chief.groups.add(Group.objects.get(name=CHECKING))
    words.current_workflow_task_state.approve(user=chief)
    assert papers(signed_in(chief), tab="queue") == [], "whoever checked it does not sign it"
    assert papers(signed_in(chief), tab="done") == [words.title]


def test_the_number_of_queries_is_fixed_with_moderation_and_every_tab(walked, signed_in):
    client = signed_in("fpb_reviewer@fpb")
    walked("endorse", products=1, serial=1)
    client.get(page("inbox"))

    def query_counts():
        counted = []
        for tab in ("mine", "queue", "waiting", "done"):
            with CaptureQueriesContext(connection) as queries:
                client.get(page("inbox"), {"tab": tab})
            counted.append(len(queries))
        return counted

    few = query_counts()
    walked("endorse", products=6, serial=2)
    assert query_counts() == few
    assert max(few) <= 40


def test_filters_are_saved_under_a_name_of_ones_own(signed_in, office):
    mine, other = signed_in("fpb_reviewer@fpb"), signed_in("agri_reviewer@nyncj")
    address = {"name": "快到期的", "tab": "queue", "due": "soon", "step": "", "evil": "1"}
    html = mine.post(page("save_filter"), address, follow=True).content.decode()
    assert "tab=queue&amp;due=soon" in html
    assert "快到期的" not in other.get(page("inbox")).content.decode()
    saved = SavedFilter.objects.get()
    assert saved.query == "tab=queue&due=soon"
    assert other.post(page("forget_filter", saved.pk)).status_code == 404
    mine.post(page("forget_filter", saved.pk))
    assert not SavedFilter.objects.exists()


def test_the_list_is_exported_as_it_is_shown_and_computes_nothing(item, signed_in):
    Item.objects.filter(pk=item.pk).update(name="=1+1")
    client = signed_in("fpb_reviewer@fpb")
    text = client.get(page("csv"), {"tab": "queue"}).content.decode()
    assert text.startswith("\ufeff")
    assert '"\'=1+1"' in text
    book = client.get(page("xlsx"), {"tab": "queue"})
    rows = list(load_workbook(io.BytesIO(book.content)).active.values)
    assert rows[0][:4] == ("类别", "事项", "申请单位", "申请编号")
    assert rows[1][1] == "=1+1"
    assert book["Content-Disposition"].endswith('.xlsx"')


def bulk(client, tasks, **what):
    data = {"tasks": [task.pk for task in tasks], **what}
    return client.post(page("bulk"), data, follow=True)


def test_many_are_claimed_at_once_and_each_answers_for_itself(walked, signed_in, join, user):
    items = walked("endorse", products=3)
    tasks = [open_task(item, "review_benefit") for item in items]
    twin, mine = signed_in(join("twin", "fpb_reviewer", "fpb")), signed_in("fpb_reviewer@fpb")
    bulk(twin, tasks[:1], do="claim")
    html = bulk(mine, tasks, do="claim").content.decode()
    assert "已签收（2项）" in html
    assert "该任务已由示例twin签收" in html
    assert len(lines(mine, tab="mine")) == 2
    assert "已退回待签收（2项）" in bulk(mine, tasks[1:], do="release").content.decode()
    assert "请先勾选任务" in bulk(mine, [], do="claim").content.decode()
    assert "请选择要进行的操作" in bulk(mine, tasks, do="destroy").content.decode()


def test_one_opinion_for_many_only_where_one_document_is_for_many(walked, signed_in):
    items = walked("endorse", products=2)
    tasks = [open_task(item, "review_benefit") for item in items]
    html = bulk(signed_in("fpb_reviewer@fpb"), tasks, do="sign").content.decode()
    assert "须对每个产品分别作出结论" in html
    going_up = walked("report", products=2, serial=2)
    tasks = [open_task(item, "city_review") for item in going_up]
    answer = bulk(signed_in("upper_recorder@fpb"), tasks, do="sign")
    assert answer.request["PATH_INFO"] == page("city")
    assert [line.is_chosen for line in answer.context["lines"]] == [True, True]


def test_a_head_hands_out_within_the_organisation_the_duty_and_the_law(walked, signed_in, join, at):
    first, second = walked("endorse", products=2)
    tasks = [open_task(item, "review_benefit") for item in (first, second)]
    quality = open_task(first, "review_quality")
    twin = join("twin", "fpb_reviewer", "fpb")
    head = signed_in("manager@fpb")
    assert {line.paper for line in lines(head, tab="office")} == {first.name, second.name}
    assert lines(head, tab="queue") == [], "what others have to do is another list"
    assert "已交示例twin办理（2项）" in bulk(head, tasks, do="assign", to=twin.pk).content.decode()
    assert open_task(first, "review_benefit").owner == twin
    assert {line.step for line in lines(head, tab="office")} == {"带贫减贫成效审核"}
    html = bulk(head, [quality], do="assign", to=twin.pk).content.decode()
    assert "只有本单位负责人可以指派该任务" in html
    agri = User.objects.get(username="agri")
    assert bulk(head, tasks, do="assign", to=agri.pk).status_code == 404
    assert "请选择交给谁办理" in bulk(head, tasks, do="assign").content.decode()
    reviewer = User.objects.get(username="reviewer")
    ties.declare(reviewer, first.application.applicant, at=at)
    html = bulk(head, tasks, do="assign", to=reviewer.pk).content.decode()
    assert html.count("应当回避") == 2
    assert open_task(first, "review_benefit").owner == twin


def test_no_typed_key_and_no_typed_address_breaks_an_act(item, signed_in):
    task, client = open_task(item, "review_benefit"), signed_in("manager@fpb")
    for typed in ("9" * 30, "9" * 5000, "²", "-1", "\0", "//evil.example", "wagtailadmin_home"):
        for data in ({"tasks": typed}, {"tasks": task.pk, "to": typed}, {"next": typed}):
            answer = client.post(page("bulk"), {"do": "assign", **data})
            assert (answer.status_code, answer.url) == (302, page("inbox")), typed


def test_no_head_hands_out_in_another_organisation(item, signed_in, join):
    agri_head = signed_in(join("chiefagri", "agri_head", "nyncj"))
    task = open_task(item, "review_benefit")
    agri = User.objects.get(username="agri")
    html = bulk(agri_head, [task], do="assign", to=agri.pk).content.decode()
    assert "只有本单位负责人可以指派该任务" in html
    station = signed_in(join("stationhead", "station_head", "station-360702105"))
    assert "请先勾选任务" in bulk(station, [task], do="claim").content.decode()
    assert station.get(reverse("desk:application", args=[item.application_id])).status_code == 404
    assert station.get("/admin/registry/applicant/").status_code == 302


def test_complaints_wait_in_the_same_inbox_by_number_alone(office, signed_in, user, at, on_day):
    on_day(at.date())
    facts = {
        "subject_kind": "product",
        "category": "quality",
        "content": "买到的产品有腐坏，销售点不处理。",
    }
    case = complaints.receive(source="12317", about_text="示例脐橙", at=at, **facts)
    officer = user("complaint_officer@fpb")
    client = signed_in(officer)
    (line,) = lines(client, tab="queue")
    assert (line.kind, line.paper, line.step) == ("投诉举报", case.number, "受理")
    assert line.act_url == page("complaint", case.pk)
    assert papers(client, tab="queue", kind="complaint", q=case.number) == [case.number]
    assert papers(client, tab="queue", kind="change") == []
    assert papers(client, tab="queue", due="late") == []
    assert papers(signed_in("fpb_reviewer@fpb"), tab="queue") == []
    unit = Organisation.objects.get(code="fpb")
    complaints.accept(case, unit=unit, handler=officer, by=officer, at=at)
    assert papers(client, tab="queue") == []
    assert papers(client, tab="mine", sort="-due") == [case.number]
    assert papers(client, tab="done") == []
    assert papers(signed_in("manager@fpb"), tab="mine") == []
