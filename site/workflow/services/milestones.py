"""The days of an item's way to the catalogue, as the public may know them (R24)."""

from catalog.models import Milestone
from records.prepared import NUMBER, Prepared
from rules.duties import Duty
from rules.periods import local_day

from .. import positions
from ..models import Opinion, UpperReview
from ..positions import DESK_STEPS

Step = Milestone.Step
#: What was signed in favour of an item, and what the upper levels passed, in the order of rounds.
SIGNED = Prepared(
    lambda item: (
        Opinion.objects.filter(item=item, result=Opinion.Result.PASS)
        .order_by()
        .values_list("step", "signed_at")
    ),
    NUMBER,
)
PASSED = Prepared(
    lambda item: (
        UpperReview.objects.filter(item=item, result=UpperReview.Result.PASS)
        .order_by("round")
        .values_list("level", "reported_on", "decided_on")
    ),
    NUMBER,
)
#: The duties of the district's reviewers, side by side.
REVIEWS = [DESK_STEPS[name].duty for name in positions.REVIEWS]


def milestones(item):
    """``{step: day}`` of what was done on ``item``; the last round counts, no person appears."""
    signed = list(SIGNED(item.pk))
    days = {
        Step.SUBMITTED: _submitted(item),
        Step.ENDORSED: _last(signed, Duty.ENDORSE),
        Step.REVIEWED: _last(signed, *REVIEWS),
        **_upper(item),
    }
    return {step: day for step, day in days.items() if day is not None}


def _submitted(item):
    at = item.application.submitted_at
    return at and local_day(at)


def _last(signed, *steps):
    """The day of the last opinion in favour among ``steps``."""
    return max((local_day(at) for step, at in signed if step in steps), default=None)


def _upper(item):
    days = {}
    for level, reported_on, decided_on in PASSED(item.pk):
        if level == UpperReview.Level.CITY:
            days[Step.REPORTED] = reported_on
        days[Step(level)] = decided_on
    return days
