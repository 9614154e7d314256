"""When a notice must be looked at next: at its opening, at set intervals, at a change, at its end.

Asked of the rows, never remembered elsewhere: a watch that was stopped in the middle goes on where
the rows end. What was missed is not made up for; that nobody looked, the rows show.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Max, Q

from records.prepared import NUMBER, Prepared

from .models import Observation

#: The last look, so long before the window's end.
BEFORE_THE_END = timedelta(minutes=1)
#: A notice that nobody looked at for so many intervals is overdue.
PATIENCE = 3
Occasion = Observation.Occasion


def interval():
    """How long lies between two looks; None where nobody watches."""
    minutes = settings.WATCH_MINUTES
    return timedelta(minutes=minutes) if minutes else None


def next_look(publicity, *, ends_at, facts_sha256, at):
    """``(occasion, when it was due)`` of the look that ``publicity`` is due at ``at``, or None.

    ``ends_at`` is the end of all that runs; ``facts_sha256`` the digest of what must be read.
    """
    rows = publicity.observations.order_by("-sequence")
    last = rows.first()
    if last is None:
        return Occasion.OPENING, publicity.published_at
    if last.facts_sha256 != facts_sha256:
        return Occasion.CHANGE, last.observed_at
    closing = ends_at - BEFORE_THE_END
    if closing <= at < ends_at and not rows.filter(occasion=Occasion.CLOSING, due_at=closing):
        return Occasion.CLOSING, closing
    slot = at - (at - publicity.published_at) % interval()
    return (Occasion.INTERVAL, slot) if last.observed_at < slot else None


def too_long_ago(at):
    """A notice at which nobody has looked since then is overdue."""
    return at - PATIENCE * interval()


def looks_at(publicity):
    """``{"count", "good", "last_at"}``: how often it was seen, and as it should be."""
    return LOOKS.first(publicity.pk) or {"count": 0, "good": 0, "last_at": None}


def _looks(publicity):
    is_good = Q(outcome=Observation.Outcome.GOOD)
    rows = Observation.objects.filter(publicity=publicity).order_by().values("publicity")
    sums = {"good": Count("pk", filter=is_good), "last_at": Max("observed_at")}
    return rows.annotate(count=Count("pk"), **sums).values("count", "good", "last_at")


LOOKS = Prepared(_looks, NUMBER)
