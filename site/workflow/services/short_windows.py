"""A window that had closed when the calendar changed: noted by the clock, decided by the head."""

from django.db import transaction

from records.audit import record
from rules.refusal import refuse_fields, refuse_if

from .. import letters
from ..flows import Certification
from ..models import ShortWindow
from ..moment import acting
from ..policies import short_windows as policies
from .steps import locked
from .submissions import stop

Decision = ShortWindow.Decision


@transaction.atomic
def decide(item, *, decision, because, by, at, on_page=None):
    """The window stands again from its beginning, or it was long enough, with the head's reason.

    It stands again only where nothing was decided on it; the round and what was signed stay.
    ``on_page``: the keys of the windows that whoever decides has read; None where they are asked
    for in this moment.
    """
    with acting(at=at, by=by), locked(item) as item:
        rows = list(ShortWindow.objects.undecided().about(item).select_related("entry__publicity"))
        short = rows[-1] if rows else None
        refuse_fields(
            policies.reasons_against_deciding(
                item, short, decision=decision, because=because, by=by
            )
        )
        refuse_if(policies.reasons_against_unseen(rows, on_page))
        for each in rows:
            each.decision, each.text = decision, because.strip()
            each.decided_at, each.decided_by = at, by
            each.save(update_fields=["decision", "text", "decided_at", "decided_by"])
        record("workflow.decide_short_window", item, by=by, at=at, decision=decision)
        if decision == Decision.AGAIN:
            _stand_again(item, short, at=at)
    return short


def _stand_again(item, short, *, at):
    stop(item, at)
    if short.entry.publicity.level == "national":
        Certification.stand_nationally_again.run(item=item)
    else:
        Certification.stand_again.run(item=item)
    letters.send(item, "again", at=at, short=short)
