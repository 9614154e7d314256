"""Answers that somebody should have had by a day and has not; each as one sentence."""

from applications.models import Item
from publicity.models import Objection
from records.prepared import among, listed
from supervision.models import Complaint

from .models import ChangeReport
from .policies import acceptance


def past_limits(on):
    """Every answer that is late on day ``on``, as Chinese sentences (A10, R26, R69)."""
    return [*_objections(on), *_complaints(on), *_cases(on), *late_acceptances(on)]


def _objections(on):
    for objection in Objection.objects.open().filter(answer_due_on__lt=on):
        yield f"异议{objection.number} 应于{objection.answer_due_on}前答复，尚未答复"


def _complaints(on):
    for case in Complaint.objects.late(on):
        yield f"{case} 应于{case.due_on}前{case.step}，尚未办理"


def _cases(on):
    for case in ChangeReport.objects.overdue(on):
        yield f"{case} 应于{case.due_on}前上报，尚未上报"


def late_acceptances(on):
    """Products that the district should have accepted, or asked to mend, before day ``on``."""
    limits = acceptance.late(on)
    for item in Item.objects.filter(pk__in=among(listed(limits))).select_related("application"):
        due_on = limits[item.pk].due_on
        yield f"{item.application.number} {item} 应于{due_on}前受理或者一次性告知补正，尚未受理"
