"""The head's decision about a product on its way after a complaint was upheld (A11)."""

from django.db import transaction

from publicity.models import PublicityEntry
from records.audit import record
from rules.refusal import refuse_fields, refuse_if

from .. import letters
from ..flows import Certification
from ..models import ListingDecision
from ..moment import acting
from ..policies import listing as policies
from .steps import locked
from .submissions import leave_publicity, stop, terminate

Decision = ListingDecision.Decision


@transaction.atomic
def decide(item, *, decision, because, by, at, on_page=None):
    """Send ``item`` back to the district's review, let it go on, or end it; all complaints at once.

    ``on_page``: the keys of the complaints that whoever decides has read; None where they are asked
    for in this moment. One that was upheld since is decided by nobody who has not read it.

    A new round begins with the review: what was signed before stands, and counts no more.
    """
    with acting(at=at, by=by), locked(item) as item:
        refuse_fields(
            policies.reasons_against_deciding(item, decision=decision, because=because, by=by)
        )
        refuse_if(policies.reasons_against_unseen(item, on_page))
        for complaint in policies.upheld(item):
            ListingDecision.objects.create(
                complaint=complaint,
                item=item,
                decision=decision,
                text=because.strip(),
                decided_at=at,
                decided_by=by,
            )
        record("workflow.decide_listing", item, by=by, at=at, decision=decision)
        if decision == Decision.REVIEW:
            _review_anew(item, because.strip(), by=by, at=at)
        elif decision == Decision.TERMINATE:
            terminate(item, by=by, at=at, because=because)
    return item


def _review_anew(item, because, *, by, at):
    """End what waits, and begin another process of the product at the district's review."""
    stop(item, at)
    leave_publicity(item, ending=PublicityEntry.Ending.RETURNED, by=by, at=at)
    item.round += 1
    item.save(update_fields=["round"])
    Certification.review_anew.run(item=item)
    letters.send(item, "review", at=at, because=because)
