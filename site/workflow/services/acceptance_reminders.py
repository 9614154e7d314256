"""Reminding who is to accept a product of the limit for it, and past the limit their heads.

It goes the road of the other reminders, as stages of its own of the turn at the review.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef

from records.jobs import job
from records.prepared import among, listed
from registry.calendars import calendar
from rules.periods import local_day
from rules.reminders import stage_of_acceptance

from ..models import Reminder
from ..policies.acceptance import is_accepted, limits, review_turns, waiting
from .reminders import give, limited


@job("acceptance_reminders", "受理时限提醒", order=111, every=timedelta(hours=1))
def remind_of_acceptance(at):
    """Give every such reminder that is due at ``at`` and was not given; the number given."""
    stages = _stages(local_day(at))

    def attempt(turn):
        return 0 if is_accepted(turn.item) else give(turn, stages[turn.item_id], at)

    return sum(remind_of_acceptance.each(_waiting(stages), attempt, at=at, atomic=False).done)


def _stages(on):
    """``{item key: stage}`` of the products whose limit for accepting has reached one."""
    working_days = calendar()
    reached = {
        item: stage_of_acceptance(limit.arrived_on, limit.due_on, on, working_days)
        for item, limit in limits(waiting()).items()
    }
    return {item: stage for item, stage in reached.items() if stage}


def _waiting(stages):
    """Open turns at the reviews of those products of whose stage nobody was reminded."""
    items = defaultdict(list)
    for item, stage in stages.items():
        items[stage].append(item)
    at_reviews = limited().filter(pk__in=review_turns())
    for stage, keys in items.items():
        reminders = Reminder.objects.filter(turn=OuterRef("pk"), stage=stage)
        yield from at_reviews.filter(~Exists(reminders), item__in=among(listed(keys)))
