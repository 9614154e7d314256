"""Declaring a tie to an applicant from whatever page it comes up on (R67)."""

from wagtail.admin import messages

from registry import ties
from rules.refusal import Refused
from workflow.services import desk

from . import queries
from .access import patiently


def declare_tie(request, applicant, *, at):
    """The officer says so; what they have taken of this applicant goes back to the queue."""
    ties.declare(request.user, applicant, at=at)
    held = queries.mine(request.user).filter(item__application__applicant=applicant)
    for turn in held.select_related("task"):
        try:
            patiently(desk.release)(turn.task, by=request.user, at=at)
        except Refused as refused:
            messages.error(request, "；".join(refused.reasons))
    messages.success(request, "已申报利害关系；您不再办理该申请单位的事项，相应任务已退回。")
