"""What units and the public say in a simulation: 咨询, 好差评, 网站找错, subscriptions by mail."""

from applications.models import Application
from pages.models import MailSubscription
from pages.subscribing import services as subscribing
from pages.subscribing.topics import common
from rules.periods import day_starts, local_day
from rules.vocabulary import (
    RATING_FINDINGS,
    RATING_GRADES,
    SITE_REPORT_KINDS,
    SITE_REPORT_RESULTS,
)
from supervision.models import Feedback, Rating, SiteReport
from supervision.services import ratings, site_reports
from workflow.models import Opinion, Question
from workflow.policies.questions import offices_of
from workflow.services import questions
from workflow.services.ratings import rate_opinion

from .actors import Actor, officer
from .acts import agent, holder

#: How likely something of the kind happens on a working day, for each thing it could happen to.
ASKING, READING, RATING, CALLING, MISTAKE = 0.02, 0.5, 0.1, 0.4, 0.05
SUBSCRIBING, CONFIRMING, LEAVING = 0.1, 0.4, 0.02
#: How many addresses there are in all: some ask twice for the same.
READERS = 40
WORDS = "办理及时，说明清楚（模拟）。"


class QuestionsActor(Actor):
    """Units ask about their papers; the office that is asked answers, they read the answer."""

    def work(self, at):
        """One working day of units and of who answers."""
        submitted = Application.objects.filter(items__outcome=None, submitted_at__isnull=False)
        for application in self.some_of(submitted.distinct().order_by("pk"), ASKING):
            self.attempt("questions", _ask, application, self.random, at)
        rows = Question.objects.select_related("office", "application")
        for question in rows.open().order_by("pk"):
            if self.chance(self.diligence):
                self.attempt("questions_answered", _answer, question, at)
        for question in rows.filter(answered_at__isnull=False, read_at=None).order_by("pk"):
            if self.chance(READING):
                self.attempt("answers_read", _read, question.application, at)


def _ask(application, random, at):
    by, office = agent(application.applicant_id), random.choice(offices_of(application))
    questions.ask(application, office=office, text="请问还需要多久（模拟）？", by=by, at=at)


def _answer(question, at):
    """By the station, by the one that came after it, or by the office."""
    there = question.office.successor(local_day(at)) or question.office
    is_station = question.office_id == question.application.station_id
    by = holder(f"{'station_officer' if is_station else 'fpb_clerk'}@{there.code}")
    questions.note_seen(question, by=by, at=at)
    questions.answer(question, text="正在审核，预计十个工作日内办结（模拟）。", by=by, at=at)


def _read(application, at):
    questions.note_read(application, by=agent(application.applicant_id), at=at)


class RatingsActor(Actor):
    """Who was served rates it; whoever did not do the work calls back about the bad ones."""

    def work(self, at):
        """The day's evening: of what was signed or fed back today, and of what waits."""
        morning = day_starts(local_day(at))
        signed = Opinion.objects.filter(signed_at__gte=morning, signed_at__lte=at)
        for opinion in signed.select_related("item__application__applicant").order_by("pk"):
            if self.chance(RATING):
                self.attempt("ratings", _rate, opinion, self._grade(), at)
        feedbacks = Feedback.objects.filter(given_at__gte=morning, given_at__lte=at)
        for feedback in feedbacks.select_related("complaint").order_by("pk"):
            if self.chance(RATING):
                self.attempt("ratings", _rate_feedback, feedback.complaint, self._grade(), at)
        for rating in Rating.objects.waiting().order_by("pk"):
            if self.chance(CALLING):
                self.attempt("raters_called", _call_back, rating, self.random, at)

    def _grade(self):
        return self.random.choice(RATING_GRADES)[0]


def _rate(opinion, grade, at):
    by = agent(opinion.item.application.applicant_id)
    rate_opinion(opinion, grade=grade, words=WORDS, by=by, at=at)


def _rate_feedback(complaint, grade, at):
    ratings.rate_feedback(complaint, grade=grade, words="", at=at)


def _call_back(rating, random, at):
    ratings.call_back(
        rating,
        finding=random.choice(RATING_FINDINGS)[0],
        measures="已经核实情况，并改进了告知方式（模拟）。",
        reply="感谢您的评价，已经改进（模拟）。",
        by=officer("complaint_officer", at),
        at=at,
    )


class SiteReportsActor(Actor):
    """Readers find mistakes on the site; each report is answered once."""

    def work(self, at):
        """One working day of readers and of who answers them."""
        if self.chance(MISTAKE):
            self.attempt("site_reports", _report, self.random, at)
        for report in SiteReport.objects.waiting().order_by("pk"):
            if self.chance(self.diligence):
                self.attempt("site_reports_answered", _answer_report, report, self.random, at)


def _report(random, at):
    kind, title = random.choice(SITE_REPORT_KINDS)
    site_reports.report_site(page_url="/", kind=kind, content=f"首页{title}（模拟）。", at=at)


def _answer_report(report, random, at):
    result = random.choice(SITE_REPORT_RESULTS)[0]
    by = officer("fpb_clerk", at)
    answer = "已经核对并处理（模拟）。"
    site_reports.answer_site_report(report, result=result, answer=answer, by=by, at=at)


class SubscribersActor(Actor):
    """Readers want news by mail, confirm in time, too late or never, and leave again."""

    def work(self, at):
        """One day of the readers."""
        if self.chance(SUBSCRIBING):
            self.attempt("subscriptions", _subscribe, self.random, at)
        for row in MailSubscription.objects.open().order_by("pk"):
            if row.confirmed_at is None and self.chance(CONFIRMING):
                self.attempt("subscriptions_confirmed", _confirm, row, at)
            elif self.chance(LEAVING):
                self.attempt("subscriptions_left", _leave, row, at)


def _subscribe(random, at):
    name, title = random.choice(common())
    address = f"reader{random.randrange(READERS)}@example.org"
    subscribing.ask(name, title, address=address, at=at)


def _confirm(row, at):
    subscribing.confirm(row, at=at)


def _leave(row, at):
    subscribing.leave(row, at=at)
