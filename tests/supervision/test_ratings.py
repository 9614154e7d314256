"""好差评 and 网站找错: given once, answered by another within the limit, read with the code."""

import csv
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from demo import fiction
from demo.acts import agent, holder
from registry import ties
from rules.periods import local_day
from rules.refusal import Refused
from rules.vocabulary import RATING_GRADES
from supervision.models import Rating, SiteReport
from supervision.rating_policies import reasons_against_calling
from supervision.services import ratings, site_reports
from workflow.services.overdue import overdue
from workflow.services.ratings import rate_opinion

from .conftest import ticket

SIGNED_IN = "django.contrib.auth.backends.ModelBackend"
CALLED = {
    "finding": "true",
    "measures": "已与评价单位沟通，指定专人办理。",
    "reply": "已改进办理方式。",
}
ANSWER = {"result": "mended", "answer": "错别字已更正，谢谢。"}


@pytest.fixture
def told(complain, bring):
    """A complaint whose author was told what came of it."""
    return bring(complain(), "fed_back")


@pytest.fixture
def rated(told, now):
    """``rated(grade)``: its author's rating."""
    return lambda grade=1, words="没有接电话": ratings.rate_feedback(
        told, grade=grade, words=words, at=now
    )


@pytest.fixture(autouse=True)
def _today(now, office):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browse():
    def sign_in(who):
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_a_bad_rating_has_a_limit_and_a_good_one_none(rated, now):
    bad = rated(2)
    assert (bad.due_on - local_day(now)).days >= 3
    assert list(Rating.objects.waiting()) == [bad]
    assert bad.organisation == bad.feedback.complaint.unit


def test_what_was_told_is_rated_once(rated):
    rated(5)
    with pytest.raises(Refused, match="已经评价过"):
        rated(1)
    assert Rating.objects.get().grade == 5
    assert Rating.objects.get().due_on is None


def test_nothing_is_rated_before_somebody_was_told(complain, now):
    with pytest.raises(Refused, match="还没有反馈"):
        ratings.rate_feedback(complain(), grade=1, words="", at=now)


def test_who_was_rated_does_not_call_back(rated, officer, head, now):
    rating = rated()
    assert rating.about_user == officer
    assert not Rating.objects.scope(officer).exists()
    with pytest.raises(Refused, match="他人回访"):
        ratings.call_back(rating, by=officer, at=now, **CALLED)
    called = ratings.call_back(rating, by=head, at=now, **CALLED)
    assert (called.called_by, called.finding) == (head, "true")
    with pytest.raises(Refused, match="已经回访"):
        ratings.call_back(rating, by=head, at=now, **CALLED)


def test_who_is_tied_to_the_unit_does_not_call_back(certificate, head, now):
    ties.declare(head, certificate.applicant, at=now)
    rating = Rating(applicant=certificate.applicant, about_user=holder("fpb_clerk@fpb"), grade=1)
    reasons = dict(reasons_against_calling(rating, by=head, **CALLED))
    assert "回避" in reasons[""]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"finding": ""}, "请选择核实结果"),
        ({"measures": "好"}, "至少10个字"),
        ({"reply": "请拨打13800138000联系张三"}, "手机号"),
    ],
)
def test_a_call_back_says_what_was_found_and_names_nobody(rated, head, now, changes, reason):
    with pytest.raises(Refused, match=reason):
        ratings.call_back(rated(), by=head, at=now, **{**CALLED, **changes})


def test_malice_and_mistakes_are_not_counted(rated, head, now):
    ratings.call_back(rated(), by=head, at=now, **{**CALLED, "finding": "malice"})
    assert Rating.objects.count() == 1
    assert not Rating.objects.counted().exists()


def test_what_nobody_called_back_about_is_overdue(rated, now):
    rating = rated()
    report = site_reports.report_site(page_url="", kind="wrong", content="电话是错的", at=now)
    late = overdue(now + timedelta(days=10))
    assert late["ratings"] == [rating.number]
    assert late["site_reports"] == [report.number]
    assert overdue(now)["ratings"] == []


def test_the_author_rates_on_the_page_of_the_code_and_reads_the_answer(told, head, browse, now):
    reader = Client()
    opened = {"number": told.number, "code": told.query_code}
    with time_machine.travel(now, tick=False):
        page = reader.post("/complaints/", opened).content.decode()
        assert "提交评价" in page
        wrong = reader.post("/complaints/rate/", {**opened, "code": "22222222", "grade": 1})
        assert wrong.status_code == 422
        assert not Rating.objects.exists()
        none = reader.post("/complaints/rate/", opened)
        assert (none.status_code, "请选择评价" in none.content.decode()) == (422, True)
        assert "<title>错误：" in none.content.decode()
        done = reader.post("/complaints/rate/", {**opened, "grade": 1, "words": "太慢"})
    assert "您已评价：非常不满意" in done.content.decode()
    rating = Rating.objects.get()
    desk = browse(head)
    assert rating.number in desk.get("/admin/desk/ratings/").content.decode()
    assert rating.number in desk.get("/admin/desk/?tab=queue").content.decode()
    page = desk.post(f"/admin/desk/ratings/{rating.pk}/", CALLED)
    assert page.status_code == 302
    answered = reader.post("/complaints/", opened).content.decode()
    assert CALLED["reply"] in answered


def test_anothers_number_and_code_rate_nothing_of_this_complaint(told, complain, browse, now):
    other = complain()
    for opened in (
        {"number": told.number, "code": other.query_code},
        {"number": other.number, "code": told.query_code},
    ):
        answer = Client().post("/complaints/rate/", {**opened, "grade": 5})
        assert answer.status_code == 422
    untold = {"number": other.number, "code": other.query_code, "grade": 5}
    assert Client().post("/complaints/rate/", untold).status_code == 422
    assert not Rating.objects.exists()


def test_the_second_press_changes_no_grade(told, now):
    opened = {"number": told.number, "code": told.query_code}
    reader = Client()
    assert reader.post("/complaints/rate/", {**opened, "grade": 1}).status_code == 200
    again = reader.post("/complaints/rate/", {**opened, "grade": 5})
    assert (again.status_code, "您已评价：非常不满意" in again.content.decode()) == (422, True)
    assert Rating.objects.get().grade == 1


def test_a_call_back_after_its_limit_is_taken_and_stays_late_in_the_public_figures(
    rated, head, now
):
    rating, late = rated(1), now + timedelta(days=20)
    assert overdue(late)["ratings"] == [rating.number]
    ratings.call_back(rating, by=head, at=late, **CALLED)
    assert overdue(late)["ratings"] == []
    with time_machine.travel(late, tick=False):
        html = Client().get("/statistics/ratings.csv").content.decode("utf-8-sig")
    month, *figures = next(reversed([*csv.reader(html.splitlines())]))
    assert month == f"{now:%Y}年{now.month}月"
    assert figures == ["1", "0", "0", "0", "0", "1", "0", "0"]  # one, very bad, none in time


@pytest.mark.parametrize("grade", [0, 6])
def test_there_are_five_grades(told, now, grade):
    with pytest.raises(Refused, match="请选择评价"):
        ratings.rate_feedback(told, grade=grade, words="", at=now)
    assert len(dict(RATING_GRADES)) == 5


def test_an_opinion_is_rated_under_its_own_product_only(walked, at):
    item = walked("endorse", serial=3)[0]
    opinion, unit = item.opinions.get(), agent(item.application.applicant_id)
    stranger = Client()
    stranger.force_login(agent(fiction.applicant(9).pk), backend=SIGNED_IN)
    own = Client()
    own.force_login(unit, backend=SIGNED_IN)
    paper = f"/portal/applications/{item.application_id}/products/{item.pk}/ratings"
    with time_machine.travel(at + timedelta(days=30), tick=False):
        assert stranger.post(f"{paper}/{opinion.pk}/", {"grade": 1}).status_code == 404
        assert own.post(f"{paper}/{opinion.pk + 1}/", {"grade": 1}).status_code == 404
    assert not Rating.objects.exists()


def test_an_applicant_rates_each_decided_step_once(walked, at):
    item = walked("endorse", serial=3)[0]
    opinion, unit = item.opinions.get(), agent(item.application.applicant_id)
    client = Client()
    client.force_login(unit, backend="django.contrib.auth.backends.ModelBackend")
    paper = f"/portal/applications/{item.application_id}/"
    page = f"{paper}products/{item.pk}/ratings/{opinion.pk}/"
    with time_machine.travel(at + timedelta(days=30), tick=False):
        assert page in client.get(paper).content.decode()
        assert client.post(page, {}).status_code == 422
        assert client.post(page, {"grade": 2, "words": "等了很久"}).status_code == 302
        assert "已经评价过" in client.post(page, {"grade": 5}, follow=True).content.decode()
        assert "不满意" in client.get(paper).content.decode()
    rating = Rating.objects.get()
    assert (rating.step, rating.round, rating.about_user) == ("endorse", 1, opinion.signed_by)
    with pytest.raises(Refused, match="本单位"):
        rate_opinion(opinion, grade=1, words="", by=agent(fiction.applicant(9).pk), at=at)


def test_a_reader_finds_a_mistake_and_reads_the_answer(office, browse, now):
    reader = Client()
    form = {"kind": "misspelt", "content": "首页标题有错别字", "page_url": "/zcwj/"}
    with time_machine.travel(now, tick=False):
        home = reader.get("/").content.decode()
        assert "/site-reports/new/?page=/" in home
        empty = reader.post("/site-reports/new/", {"ticket": ticket(now, "site report").signed()})
        assert empty.status_code == 422
        sent = reader.post(
            "/site-reports/new/", {**form, "ticket": ticket(now, "site report").signed()}
        )
        receipt = reader.get(sent.url).content.decode()
    report = SiteReport.objects.get()
    assert report.number in receipt
    assert report.due_on == date(2020, 11, 20)
    desk = browse(holder("fpb_clerk@fpb"))
    assert report.number in desk.get("/admin/desk/site-reports/").content.decode()
    assert report.number in desk.get("/admin/desk/?tab=queue").content.decode()
    assert desk.post(f"/admin/desk/site-reports/{report.pk}/", {}).status_code == 422
    assert desk.post(f"/admin/desk/site-reports/{report.pk}/", ANSWER).status_code == 302
    again = desk.post(f"/admin/desk/site-reports/{report.pk}/", ANSWER)
    assert "已经答复" in again.content.decode()
    opened = {"number": report.number, "code": report.query_code}
    assert ANSWER["answer"] in Client().post("/complaints/", opened).content.decode()


def test_others_see_neither_ratings_nor_reports(office, browse):
    for who in ("agri_reviewer@nyncj", "upper_recorder@fpb"):
        client = browse(holder(who))
        for door in ("ratings", "site-reports"):
            answer = client.get(f"/admin/desk/{door}/")
            assert answer.status_code in (302, 403), (who, door)
