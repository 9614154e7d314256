"""Asking an applicant about a complaint, and its answer with files before a day."""

from django.db import transaction

from doors.evidence import examined, keep_evidence
from records.audit import record
from registry.calendars import calendar
from registry.news import send_news
from registry.rulesets import in_force
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from ..models import Complaint, ReplyRequest
from ..policies import reasons_against_act, reasons_against_asking, reasons_against_replying


@transaction.atomic
def ask(complaint, *, question, by, at):
    """Ask the applicant in the handler's own words; it has the rule set's days to answer."""
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    refuse_if(reasons_against_act(complaint, "ask", by=by))
    refuse_fields(reasons_against_asking(complaint, question=question))
    today = local_day(at)
    planned = calendar().planned_after(today, in_force(today).reply_days)
    request = ReplyRequest.objects.create(
        complaint=complaint,
        applicant=complaint.applicant,
        question=question.strip(),
        due_on=planned.day,
        due_is_provisional=planned.provisional,
        asked_at=at,
        asked_by=by,
    )
    record("supervision.ask", request, by=by, at=at, due_on=f"{request.due_on}")
    send_news(
        request.applicant,
        "有一件需要你单位说明的事项",
        key=f"reply:{request.pk}",
        path="complaints/",
        before=request.due_on,
    )
    return request


def reply(request, *, answer, by, at, evidence=()):
    """The applicant's answer; once, and in time."""
    files = examined(evidence)
    with transaction.atomic():
        request = ReplyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        refuse_if(reasons_against_replying(request, by=by, answer=answer, on=local_day(at)))
        keep_evidence(request, files, by=by, at=at)
        request.answer, request.answered_at, request.answered_by = answer.strip(), at, by
        request.save(update_fields=["answer", "answered_at", "answered_by"])
        record("supervision.reply", request, by=by, at=at)
        return request
