"""Reminding who is to accept a product of the limit for it, and past the limit their heads.

It goes the road of the other reminders, as stages of its own of the turn at the review.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef
from viewflow.workflow.exceptions import FlowLockFailed

from records.jobs import job
from records.prepared import among, listed
from registry.calendars import calendar
from rules.periods import local_day
from rules.refusal import Refused
from rules.reminders import days_before_stages, stage_of_acceptance

from ..models import Reminder
from ..policies.acceptance import counted, limit_of, long_waiting, open_reviews
from .reminders import give, limited
from .steps import locked


@job("acceptance_reminders", "受理时限提醒", order=111, every=timedelta(hours=1))
def remind_of_acceptance(at):
    """Give every such reminder that is due at ``at`` and was not given; the number given."""

    def attempt(turn):
        with locked(turn.item) as item:  # whoever accepts meanwhile is reminded of nothing
            stage = _stage(limit_of(item), local_day(at), calendar())
            return give(turn, stage, at) if stage else 0

    turns, passing = _waiting(local_day(at)), (FlowLockFailed, Refused)
    sweep = remind_of_acceptance.each(turns, attempt, at=at, passing=passing, atomic=False)
    return sum(sweep.done)


def _waiting(on):
    """Open turns at the reviews of products that have reached a stage of which nobody was
    reminded; and of those whose days cannot be counted, which fail one by one.
    """
    limits, unable = counted(long_waiting(on, least=days_before_stages))
    items, working_days = defaultdict(list), calendar()
    for item, limit in limits.items():
        items[_stage(limit, on, working_days)].append(item)
    items.pop(None, None)
    at_reviews = limited().filter(pk__in=open_reviews())
    for stage, keys in items.items():
        reminders = Reminder.objects.filter(turn=OuterRef("pk"), stage=stage)
        yield from at_reviews.filter(~Exists(reminders), item__in=among(listed(keys)))
    if unable:
        yield from at_reviews.filter(item__in=unable)


def _stage(limit, on, working_days):
    """What the limit for accepting has reached; None where it does not run, or before half."""
    return limit and stage_of_acceptance(limit.arrived_on, limit.due_on, on, working_days)
