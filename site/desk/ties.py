"""Declaring a tie to an applicant from whatever page it comes up on (R67)."""

from functools import partial

from django.contrib import messages

from registry import ties
from workflow.services import desk
from workflow.services.batch import each

from . import queries
from .access import DeskButton, refuse_busy


class TieButton(DeskButton):
    """The officer says so; what they have taken of this ``applicant`` goes back to the queue."""

    success_message = "已申报利害关系；您不再办理该申请单位的事项，相应任务已退回。"

    def act(self):
        user, applicant = self.request.user, self.applicant
        ties.declare(user, applicant, at=self.at)
        turns = queries.mine(user).filter(item__application__applicant=applicant)
        tasks = [turn.task for turn in turns.select_related("task")]
        release = partial(refuse_busy(desk.release), by=user, at=self.at)
        for answer in each(tasks, release):
            for reason in answer.reasons:
                messages.error(self.request, reason)
