"""咨询: the unit asks about its paper, the office answers within days; each row stays as it was."""

from django.db import transaction

from applications.models import Application
from records.audit import record
from records.mail import write
from records.witnesses import witness
from registry.calendars import calendar
from registry.news import send_news
from registry.permissions import holders
from registry.roles import words_with
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields

from ..models import Question
from ..policies.questions import (
    ANSWER_DAYS,
    ANSWERS,
    reasons_against_answering,
    reasons_against_asking,
)

SUBJECT = "有申请单位提出咨询"
BODY = "有申请单位就申请提出咨询。请登录后台“待办”查看并答复。\n（本邮件由系统发出，请勿回复）"


@transaction.atomic
def ask(application, *, office, text, by, at):
    """The unit asks ``office``, which has :data:`ANSWER_DAYS` working days; it is told."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse_fields(reasons_against_asking(application, office=office, text=text, by=by))
    today = local_day(at)
    due = calendar().planned_after(today, ANSWER_DAYS)
    question = Question.objects.create(
        application=application,
        office=office,
        text=text.strip(),
        asked_at=at,
        asked_by=by,
        due_on=due.day,
        due_is_provisional=due.provisional,
    )
    record("workflow.ask_office", question, by=by, at=at, office=office.code)
    duties = (f"{role}@{office.code}" for role in words_with(*ANSWERS))
    people = {person for duty in duties for person in holders(duty, today)}
    addresses = [person.email for person in people if person.mail_notices]
    write(addresses, SUBJECT, BODY, key=f"question:{question.pk}")
    return question


@transaction.atomic
def answer(question, *, text, by, at):
    """The one answer, in the name of the office; the unit hears that there is one."""
    question = _locked(question)
    refuse_fields(reasons_against_answering(question, text=text, by=by))
    question.answer, question.answered_at, question.answered_by = text.strip(), at, by
    question.seen_at = question.seen_at or at
    question.save(update_fields=["answer", "answered_at", "answered_by", "seen_at"])
    record("workflow.answer_question", question, by=by, at=at)
    unit, number = question.application.applicant, question.application.number
    path = f"applications/{question.application_id}/questions/"
    send_news(unit, f"申请 {number} 的咨询已有答复", key=f"answer:{question.pk}", path=path)
    return question


@transaction.atomic
def note_seen(question, *, by, at):
    """Somebody who may answer has opened it: the unit sees that it arrived. Once."""
    if Question.objects.filter(pk=question.pk, seen_at=None).update(seen_at=at):
        record("workflow.see_question", question, by=by, at=at)


@transaction.atomic
def note_read(application, *, by, at):
    """The unit has read every answer about this paper; how many were new."""
    if by.applicant_id != application.applicant_id:
        raise Refused(["只能阅知本单位的答复"])
    rows = Question.objects.select_for_update().filter(application=application, read_at=None)
    fresh = list(rows.filter(answered_at__isnull=False))
    for question in fresh:
        question.read_at = at
        question.save(update_fields=["read_at"])
        record("workflow.read_answer", question, by=by, at=at)
    return len(fresh)


@witness("questions", "逾期未答复的咨询", remedy="由答复单位在“待办—咨询”中答复")
def late_questions(at):
    """One line for each question whose day for an answer has passed."""
    late = Question.objects.late(local_day(at)).select_related("application", "office")
    return [f"{each}（{each.office}）" for each in late]


def _locked(question):
    rows = Question.objects.select_for_update(of=("self",)).select_related(
        "application__applicant", "office"
    )
    return rows.get(pk=question.pk)
