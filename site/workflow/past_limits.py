"""Answers that somebody should have had by a day and has not; each as one sentence."""

from publicity.models import Objection
from supervision.models import Complaint

from .models import ChangeReport


def past_limits(on):
    """Every answer that is late on day ``on``, as Chinese sentences (A10, R26, R69)."""
    return [*_objections(on), *_complaints(on), *_cases(on)]


def _objections(on):
    for objection in Objection.objects.open().filter(answer_due_on__lt=on):
        yield f"异议{objection.number} 应于{objection.answer_due_on}前答复，尚未答复"


def _complaints(on):
    for case in Complaint.objects.late(on):
        yield f"{case} 应于{case.due_on}前{case.step}，尚未办理"


def _cases(on):
    for case in ChangeReport.objects.overdue(on):
        yield f"{case} 应于{case.due_on}前上报，尚未上报"
