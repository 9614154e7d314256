"""The days of an item's way to the catalogue, as the public may know them (R24)."""

from catalog.models import Milestone
from rules.duties import Duty
from rules.periods import local_day

from .. import positions
from ..models import Opinion, UpperReview
from ..positions import DESK_STEPS

Step = Milestone.Step
#: The duties of the district's reviewers, side by side.
REVIEWS = [DESK_STEPS[name].duty for name in positions.REVIEWS]


def milestones(item):
    """``{step: day}`` of what was done on ``item``; the last round counts, no person appears."""
    days = {
        Step.SUBMITTED: _submitted(item),
        Step.ENDORSED: _signed(item, Duty.ENDORSE),
        Step.REVIEWED: _signed(item, *REVIEWS),
        **_upper(item),
    }
    return {step: day for step, day in days.items() if day is not None}


def _submitted(item):
    at = item.application.submitted_at
    return at and local_day(at)


def _signed(item, *steps):
    """The day of the last opinion in favour among ``steps``."""
    signed = item.opinions.filter(step__in=steps, result=Opinion.Result.PASS)
    last = signed.order_by("signed_at").last()
    return last and local_day(last.signed_at)


def _upper(item):
    passed = item.upper_reviews.filter(result=UpperReview.Result.PASS).order_by("round")
    days = {}
    for review in passed:
        if review.level == UpperReview.Level.CITY:
            days[Step.REPORTED] = review.reported_on
        days[Step(review.level)] = review.decided_on
    return days
