"""督办提醒 at the desk: what one was reminded of; looking at the list reads it."""

from django.core.paginator import Paginator

from workflow.models import Reminder
from workflow.policies.acceptance import limits
from workflow.services import reminders

from .access import DeskView


def unread(user):
    return Reminder.objects.filter(recipient=user, read_at=None)


class Reminders(DeskView):
    """One's reminders, latest first; those not read before stand out this one time."""

    template_name = "desk/reminders.html"
    page_title = "督办提醒"
    header_icon = "time"

    def get_context_data(self, **kwargs):
        rows = Reminder.objects.filter(recipient=self.request.user).select_related(
            "urging__urged_by",
            "turn__task__process__complaintprocess__complaint__applicant",
            "turn__task__process__dishonestyprocess__entry__applicant",
            "turn__item__application__applicant",
            "turn__item__acceptance",
        )
        page = Paginator(rows, 30).get_page(self.request.GET.get("p"))
        page.object_list = _with_limits(page.object_list)
        reminders.read(self.request.user, self.at)
        return super().get_context_data(page=page, **kwargs)


def _with_limits(reminders):
    """The reminders, each with the ``limit`` that it is of; None where that does not run any more.

    The limit for accepting is counted by the calendar of the day, and for the whole page at once.
    """
    rows = list(reminders)
    items = {each.turn.item_id for each in rows if each.is_of_acceptance}
    of_acceptance = limits(items) if items else {}
    for each in rows:
        each.limit = each.turn
        if each.is_of_acceptance:
            is_open = each.turn.finished_at is None
            each.limit = of_acceptance.get(each.turn.item_id) if is_open else None
    return rows
