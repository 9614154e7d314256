"""Whatever hands out tasks, and what waits for an officer in all of it: counted once per request,
so that the tabs, the menu and the home page say the same numbers.
"""

from django.utils import timezone

from registry.calendars import calendar
from rules.periods import local_day

from .cases import Cases
from .certifications import Certifications
from .lines import Asked, Merged
from .moderation import Moderation

#: Another flow's tasks join the inbox by another line here.
SOURCES = (Certifications, Cases, Moderation)
#: What the filter offers → its title.
KINDS = {kind: title for source in SOURCES for kind, title in source.kinds.items()}
#: The tabs that are counted, and what of them is late.
COUNTED = ("mine", "queue", "waiting", "late")


def tallies(request):
    """``[{tab: number}]`` of the person who asks, a dictionary for each of ``SOURCES``."""
    if not hasattr(request, "_desk_tallies"):
        on = local_day(timezone.now())
        request._desk_tallies = [source.tally(request.user, on) for source in SOURCES]
    return request._desk_tallies


def tally(request):
    """``{tab: number}`` over all sources; ``late`` counts what is overdue of mine and the queue."""
    return {tab: sum(found[tab] for found in tallies(request)) for tab in COUNTED}


def lines(request, *, on, **asked):
    """The lines that were asked for; nothing is counted anew where no filter narrows them."""
    asked = Asked(request.user, on, calendar(), **asked)
    counted = None
    if asked.tab in COUNTED and not asked.is_narrowed:
        counted = [found[asked.tab] for found in tallies(request)]
    return Merged([source(asked) for source in SOURCES], asked, counted)
