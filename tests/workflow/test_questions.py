"""咨询: a unit asks about its paper, the office answers on record, each sees the other read."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from demo.acts import agent
from demo.timetables import moment
from records.models import AuditEvent
from registry.models import Tie, User
from rules.refusal import Refused
from workflow.models import Question
from workflow.services import questions
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db
WORDS = "请问脐橙的成效证明是否需要村委会盖章？"


@pytest.fixture
def submitted(paper):
    return paper()[0].application


@pytest.fixture
def asked(submitted, at):
    unit = agent(submitted.applicant_id)
    return questions.ask(submitted, office=submitted.station, text=WORDS, by=unit, at=at)


@pytest.fixture
def officer(submitted, user):
    return user(f"station_officer@{submitted.station.code}")


def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_question_waits_in_the_inbox_of_who_was_asked_and_is_answered_on_record(
    asked, officer, user, at
):
    with time_machine.travel(at, tick=False):
        own = browser(officer).get(reverse("desk:inbox"), {"tab": "queue", "kind": "question"})
        assert [line.applicant for line in own.context["page"].object_list] == [
            f"{asked.application.applicant}"
        ]
        clerk = browser(user("fpb_clerk@fpb"))
        others = clerk.get(reverse("desk:inbox"), {"tab": "queue", "kind": "question"})
        assert list(others.context["page"].object_list) == []
        page = reverse("desk:question", args=[asked.pk])
        assert WORDS in browser(officer).get(page).content.decode()
        answer = browser(officer).post(page, {"text": "需要村委会盖章。"}, follow=True)
    assert "已答复" in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("需要村委会盖章。", officer)
    assert asked.seen_at == at
    acts = AuditEvent.objects.filter(action__contains="question").values_list("action", flat=True)
    assert set(acts) == {"workflow.see_question", "workflow.answer_question"}


def test_the_unit_hears_of_the_answer_and_says_that_it_read_it(asked, officer, at, mailoutbox):
    unit = agent(asked.application.applicant_id)
    User.objects.filter(pk=unit.pk).update(email="u@mail.example.com")
    questions.answer(asked, text="需要村委会盖章。", by=officer, at=at)
    assert [letter.to for letter in mailoutbox] == [["u@mail.example.com"]]
    assert "盖章" not in mailoutbox[0].body
    with time_machine.travel(at, tick=False):
        client, here = browser(unit), reverse("portal:questions", args=[asked.application_id])
        assert "的咨询有了答复" in client.get(reverse("portal:home")).content.decode()
        client.get(here)
        asked.refresh_from_db()
        assert asked.read_at is None, "looking at a page says nothing"
        client.post(reverse("portal:read_answers", args=[asked.application_id]))
        assert "的咨询有了答复" not in client.get(reverse("portal:home")).content.decode()
    asked.refresh_from_db()
    assert asked.read_at == at


def test_a_question_is_asked_from_the_page_of_the_paper(submitted, at):
    with time_machine.travel(at, tick=False):
        client = browser(agent(submitted.applicant_id))
        here = reverse("portal:questions", args=[submitted.pk])
        assert (
            here in client.get(reverse("portal:application", args=[submitted.pk])).content.decode()
        )
        refused = client.post(here, {"office": submitted.station_id, "text": "问"})
        assert refused.status_code == 422
        assert "请填写5至1000字" in refused.content.decode()
        client.post(here, {"office": submitted.ruleset.office_id, "text": WORDS})
    assert Question.objects.get().office == submitted.ruleset.office


def test_a_second_answer_another_office_and_whoever_is_tied_are_refused(asked, officer, user, at):
    Tie.objects.create(user=officer, applicant=asked.application.applicant, declared_at=at)
    with pytest.raises(Refused, match="回避"):
        questions.answer(asked, text="需要盖章。", by=officer, at=at)
    with pytest.raises(Refused, match="答复"):
        questions.answer(asked, text="需要盖章。", by=user("fpb_clerk@fpb"), at=at)
    Tie.objects.all().delete()
    questions.answer(asked, text="需要盖章。", by=officer, at=at)
    with pytest.raises(Refused, match="已经答复"):
        questions.answer(asked, text="不需要盖章。", by=officer, at=at)


def test_personal_numbers_drafts_strangers_and_floods_are_refused(submitted, draft, officer, at):
    unit, who = agent(submitted.applicant_id), {"at": at}
    ask = {"office": submitted.station, "by": unit, **who}
    with pytest.raises(Refused, match="身份号码"):
        questions.ask(submitted, text="某户11010519491231002X是否在册？", **ask)
    with pytest.raises(Refused, match="提交以后"):
        questions.ask(draft(serial=1), text=WORDS, **ask)
    with pytest.raises(Refused, match="本单位"):
        questions.ask(submitted, text=WORDS, **{**ask, "by": officer})
    for _ in range(5):
        questions.ask(submitted, text=WORDS, **ask)
    with pytest.raises(Refused, match="等待答复"):
        questions.ask(submitted, text=WORDS, **ask)


def test_an_answer_that_is_late_is_seen_by_the_witness(asked, at):
    assert overdue(at)["questions"] == []
    late = moment(asked.due_on + timedelta(days=1))
    assert overdue(late)["questions"] == [f"{asked}（{asked.office}）"]


def test_the_days_for_an_answer_are_working_days(asked):
    assert asked.due_on == date(2020, 4, 7), "the festival of the 4th to the 6th does not count"


def test_nobody_is_mailed_the_words_of_a_question(submitted, officer, at):
    User.objects.filter(pk=officer.pk).update(email="s@example.org", mail_notices=True)
    ask = {"office": submitted.station, "by": agent(submitted.applicant_id), "at": at}
    questions.ask(submitted, text=WORDS, **ask)
    assert [letter.to for letter in mail.outbox] == [["s@example.org"]]
    assert "脐橙" not in mail.outbox[0].body
