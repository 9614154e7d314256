"""Where a product went that somebody meant to act on: who took the step and when, or its end."""

from applications.models import Outcome
from rules.official_dates import iso_moment
from rules.periods import SHANGHAI
from workflow.models import Turn

from .positions import reference


def whereabouts(item, nodes, *, by):
    """Why ``item`` does not wait at any of ``nodes`` now, in a sentence for ``by``."""
    return ended(item.outcome) if item.is_ended else taken(item.process_id, nodes, by=by)


def taken(process, nodes, *, by):
    """Who took one of ``nodes`` of the process last, and when; that nobody did, otherwise."""
    tasks = {"task__process": process, "task__flow_task__in": [reference(node) for node in nodes]}
    turn = (
        Turn.objects.filter(**tasks, done_by__isnull=False)
        .select_related("done_by")
        .order_by("-finished_at", "-pk")
        .first()
    )
    if turn is None:
        return "该环节尚未到达，或已不在本环节"
    who = "您" if turn.done_by_id == by.pk else turn.done_by
    return f"该环节已由{who}于{when(turn.finished_at)}办理"


def ended(outcome):
    """How and when a product ended; an applicant's withdrawing is told as theirs."""
    if outcome.kind == Outcome.Kind.WITHDRAWN:
        return f"申请单位已于{when(outcome.at)}撤回该产品，不能再办理"
    return f"该产品{outcome.get_kind_display()}（{when(outcome.at)}），不能再办理"


def when(moment):
    """Minutes in China; the day too, as a form may have stood open over night."""
    return iso_moment(moment.astimezone(SHANGHAI))
