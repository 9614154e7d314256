"""May this product be accepted by this officer now, and until when must something be said?"""

from registry.calendars import calendar
from registry.permissions import duties
from rules.periods import local_day

from ..models import Acceptance, Turn
from ..positions import OPEN, REVIEWS, open_tasks, reference
from .acting import reasons_against_ties


def is_accepted(item):
    return Acceptance.objects.filter(item=item).exists()


def due_on(item):
    """The last day for accepting ``item`` or asking to mend; None where it is not at the district.

    The days of earlier rounds count; while the applicant mended, the time stood still.
    """
    turns = Turn.objects.filter(item=item, task__flow_task__in=[reference(n) for n in REVIEWS])
    waiting = turns.filter(finished_at=None, task__status__in=OPEN).order_by("pk").first()
    if waiting is None:
        return None
    earlier = turns.filter(task__flow_task=waiting.task.flow_task, finished_at__isnull=False)
    work_calendar = calendar()
    used = sum(
        work_calendar.planned_between(local_day(each.arrived_at), local_day(each.finished_at))
        for each in earlier
    )
    days = item.application.ruleset.acceptance_days - used
    return work_calendar.planned_after(local_day(waiting.arrived_at), max(1, days)).day


def reasons_against_accepting(item, *, by):
    """Why ``by`` may not say that ``item`` is accepted."""
    if is_accepted(item):
        return ["该产品已经受理"]
    permissions = open_tasks(*REVIEWS).filter(process=item.process_id)
    if not set(permissions.values_list("owner_permission", flat=True)) & duties(by):
        return ["该产品不在您所在单位的区级审核环节"]
    return reasons_against_ties(item, by=by)
