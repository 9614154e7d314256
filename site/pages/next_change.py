"""Until when the public site says what it says now, if nobody writes anything.

What is public is asked of dates, to the second. Here stand all moments that may lie ahead; whatever
goes by days changes at midnight.
"""

from datetime import timedelta

from django.db.models import Min
from wagtail.models import Page, Revision

from catalog.models import CertificateEvent
from publicity.models import Publicity, PublicityEntry
from rules.periods import day_ends, local_day
from supervision.models import InspectionDraw

from .models import DocumentVersion

#: ``(model, column)`` of every moment by which something appears, changes or ends.
AHEAD = (
    (Page, "go_live_at"),
    (Page, "expire_at"),
    (Page, "first_published_at"),
    (Revision, "approved_go_live_at"),
    (DocumentVersion, "published_at"),
    (Publicity, "published_at"),
    (Publicity, "ends_at"),
    (PublicityEntry, "ends_at"),
    (PublicityEntry, "closed_at"),
    (CertificateEvent, "effective_at"),
    (InspectionDraw, "fixed_at"),
)
#: Nothing is kept longer, whatever the dates say.
LONGEST = timedelta(minutes=10)


def next_change(at):
    """The first moment after ``at`` at which an answer made now may be wrong."""
    firsts = [_first(model, column, at) for model, column in AHEAD]
    return min(at + LONGEST, day_ends(local_day(at)), *filter(None, firsts))


def _first(model, column, at):
    ahead = model.objects.filter(**{f"{column}__gt": at})
    return ahead.aggregate(first=Min(column))["first"]
