"""Who asks, tells and corrects beside the steps: simulated through the services, and invariant."""

import random
from datetime import timedelta

import pytest

from demo import asking_actors, voices_actors
from demo.acts import agent, holder
from registry.models import Tie
from workflow.invariants import violations
from workflow.models import CircularCopy, Consultation, ExpertAddress, Question, UpperReview
from workflow.services import consultations, corrections, questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def likely(monkeypatch):
    """Everything that could happen does; nothing is taken back."""
    for name in ("ASKING", "CIRCULATING", "SLIP", "AGREED"):
        monkeypatch.setattr(asking_actors, name, 1)
    for name in ("REVOKING", "WITHDRAWING", "RESULT_WRONG"):
        monkeypatch.setattr(asking_actors, name, 0)
    monkeypatch.setattr(asking_actors, "BEYOND", (0,))
    monkeypatch.setattr(asking_actors, "SHIFTS", (0,))
    names = ("ASKING", "READING", "RATING", "CALLING", "MISTAKE", "SUBSCRIBING", "CONFIRMING")
    for name in names:
        monkeypatch.setattr(voices_actors, name, 1)
    monkeypatch.setattr(voices_actors, "LEAVING", 0)


def lived(kind, *moments, seed=1):
    """The actor ``kind`` after it worked at each of ``moments``."""
    actor = kind(random.Random(seed))
    for at in moments:
        actor.work(at)
    return actor


@pytest.mark.parametrize("whom", ["lent", "person", "office", "expert"])
def test_whoever_is_asked_answers_and_nothing_is_broken(walked, likely, monkeypatch, at, whom):
    monkeypatch.setattr(asking_actors, "WHOM", ((whom, 1),))
    walked("endorse", products=4)
    days = [at + timedelta(days=day) for day in (5, 6)]
    actor = lived(asking_actors.ConsultationsActor, *days)
    answered = Consultation.objects.filter(answered_at__isnull=False)
    assert actor.counts["consultations_answered"] == answered.count() > 0
    assert {row.is_of_expert for row in answered} == {whom == "expert"}
    assert violations() == []


def test_papers_are_shown_around_and_read(walked, likely, at):
    walked("endorse")
    actor = lived(asking_actors.CircularsActor, *(at + timedelta(days=day) for day in range(5, 9)))
    assert actor.counts["circulated"] > 0
    assert (
        CircularCopy.objects.filter(read_at__isnull=False).count()
        == (actor.counts["circulars_read"])
    )
    assert violations() == []


def test_slips_of_upper_outcomes_are_corrected_by_two(walked, likely):
    (item,) = walked("city")
    review = item.upper_reviews.get(level="city")
    later = review.recorded_at + timedelta(hours=2)
    actor = lived(asking_actors.CorrectionsActor, later)
    assert actor.counts["corrections_approved"] == 1
    assert UpperReview.objects.get(pk=review.pk).document_no.startswith("测更字")
    assert violations() == []


def test_units_ask_rate_and_are_answered_and_called_back(walked, likely, monkeypatch):
    monkeypatch.setattr(voices_actors, "RATING_GRADES", ((1, "非常不满意"),))
    (item,) = walked("review")
    signed = item.opinions.latest("signed_at").signed_at
    voices = (voices_actors.QuestionsActor, voices_actors.RatingsActor)
    actors = [lived(kind, signed, signed + timedelta(days=1)) for kind in voices]
    counts = sum((actor.counts for actor in actors), start=type(actors[0].counts)())
    names = ("questions", "questions_answered", "answers_read", "ratings", "raters_called")
    assert all(counts[name] > 0 for name in names), counts
    assert violations() == []


def test_readers_report_mistakes_and_have_news_by_mail(office, likely, at):
    days = [at + timedelta(days=day) for day in range(4)]
    report, mail = (
        lived(kind, *days)
        for kind in (voices_actors.SiteReportsActor, voices_actors.SubscribersActor)
    )
    assert report.counts["site_reports"] == report.counts["site_reports_answered"] == 4
    assert mail.counts["subscriptions"] == 4
    assert mail.counts["subscriptions_confirmed"] > 0
    assert violations() == []


def test_an_answer_of_a_tied_person_shows(walked, at):
    (item,) = walked("endorse")
    now = item.turns.latest("arrived_at").arrived_at
    asked = holder("fpb_clerk@fpb")
    row = consultations.ask(
        item,
        kind="opinion",
        question="请核对带动户数的统计口径",
        due_on=now.date(),
        by=holder("fpb_reviewer@fpb"),
        at=now,
        person=asked,
    )
    consultations.answer(row, stance="agree", answer="没有不同意见", by=asked, at=now)
    assert violations() == []
    applicant = item.application.applicant
    Tie.objects.create(user=asked, applicant=applicant, declared_at=now - timedelta(days=1))
    assert any("应当回避的人员答复" in each for each in violations())


def test_an_expert_who_answered_past_the_end_of_the_address_shows(walked, at):
    (item,) = walked("endorse")
    now = item.turns.latest("arrived_at").arrived_at
    row = consultations.ask(
        item,
        kind="opinion",
        question="请核对带动户数的统计口径",
        due_on=now.date(),
        by=holder("fpb_reviewer@fpb"),
        at=now,
        expert_name="示例专家",
        expert_unit="示例农科所",
        expert_email="expert@example.org",
    )
    consultations.answer(row, stance="agree", answer="没有不同意见", by=None, at=now)
    ExpertAddress.objects.update(made_at=now - timedelta(days=2), expires_at=now)
    assert any("链接失效后答复" in each for each in violations())


def test_a_correction_that_was_agreed_to_and_does_not_stand_shows(walked):
    (item,) = walked("city")
    review = item.upper_reviews.get(level="city")
    correction = corrections.enter(
        review,
        document_no="测更字〔2020〕7号",
        decided_on=review.decided_on,
        because="文号录入有误",
        by=holder("upper_recorder@fpb"),
        at=review.recorded_at + timedelta(hours=1),
    )
    later = correction.entered_at + timedelta(hours=1)
    corrections.decide(correction, is_approved=True, by=holder("manager@fpb"), at=later)
    assert violations() == []
    UpperReview.objects.filter(pk=review.pk).update(document_no="测更字〔2020〕8号")
    assert any("却不是更正后的" in each for each in violations())


def test_a_question_with_too_short_a_limit_shows(paper, at):
    application = paper()[0].application
    by = agent(application.applicant_id)
    office = application.ruleset.office
    questions.ask(application, office=office, text="请问还需要多久？", by=by, at=at)
    assert violations() == []
    Question.objects.update(due_on=at.date() + timedelta(days=1))
    assert any("不足3个工作日" in each for each in violations())
