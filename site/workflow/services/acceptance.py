"""Accepting a product at the district within five working days, or by time (一次性告知)."""

from applications.models import Item
from records.audit import record
from records.jobs import job
from records.prepared import among, listed
from registry.permissions import duties
from rules.periods import local_day
from rules.refusal import refuse_if

from .. import letters
from ..models import Acceptance
from ..policies.acceptance import counted, due_on, long_waiting, reasons_against_accepting
from ..policies.acting import bars_of
from ..positions import REVIEWS, open_tasks
from .steps import locked


def accept(item, *, by, at):
    """Say that the paper is complete: from now on only the head asks to mend."""
    with locked(item) as item:
        refuse_if(reasons_against_accepting(item, by=by))
        return _accept(item, local_day(at), by=by, at=at)


@job("acceptance", "逾期视为受理", order=105)
def deem_accepted(at):
    """Accept what the district let pass, where the rule set says so; how many were accepted."""
    on = local_day(at)
    silent = long_waiting(on).filter(application__ruleset__deems_accepted=True)
    limits, unable = counted(silent)
    over = [*(item for item, limit in limits.items() if limit.due_on < on), *unable]
    items = Item.objects.filter(pk__in=among(listed(over))).order_by("pk") if over else []
    return sum(deem_accepted.each(items, lambda item: _deem(item, at), at=at).done)


def _deem(item, at):
    """Nothing where its last day is not over, or somebody was quicker."""
    with locked(item) as item:
        last = due_on(item)
        if last is None or last >= local_day(at):
            return False
        _accept(item, last, by=None, at=at)
        return True


def _accept(item, day, *, by, at):
    acceptance = Acceptance.objects.create(
        item=item, accepted_on=day, accepted_at=at, officer=by, is_deemed=by is None
    )
    record("workflow.accept", item, by=by, at=at, deemed=by is None)
    letters.send(item, "accepted", at=at, acceptance=acceptance)
    return acceptance


def acceptable(application, user):
    """The keys of the products of ``application`` that ``user`` may accept now."""
    items = Item.objects.under_way().filter(application=application, acceptance=None)
    own = open_tasks(*REVIEWS).filter(owner_permission__in=duties(user))
    keys = set(items.filter(process__in=own.values("process")).values_list("pk", flat=True))
    return set() if keys and bars_of(application, user).is_tied else keys
