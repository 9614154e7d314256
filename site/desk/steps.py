"""The steps that officers take at the desk: each is a node of a flow, which says all about it."""

from django.urls import reverse

from rules.duties import Duty
from workflow.positions import CHANGE_STEPS, DESK_STEPS

STEPS = DESK_STEPS

__all__ = ["CHANGE_STEPS", "STEPS", "duty_of", "page_of", "step_of"]


def step_of(task):
    """The node of a task, or None when it is the applicant's to take."""
    return STEPS.get(task.flow_task.name)


def duty_of(step, item):
    """The duty that taking ``step`` makes the taker's own (an absent upper office is recorded)."""
    if step.duty in (Duty.CITY, Duty.PROVINCE):
        office = getattr(item.application.ruleset, step.duty)
        return step.duty if office.works_in_system else Duty.RECORD
    return step.duty


def page_of(step, item):
    """The address of the page on which ``step`` of ``item`` is taken."""
    if step.about == "application":
        return reverse(step.page, args=[item.application_id])
    if step.about == "item":
        return reverse(step.page, args=[item.pk])
    return f"{reverse(step.page)}?application={item.application_id}"
