"""Whatever hands out tasks, and what waits for an officer in all of it: counted once per request,
so that the tabs, the menu and the home page say the same numbers.
"""

from django.utils import timezone

from registry.calendars import calendar
from rules.periods import local_day

from .answer_lines import RatingLines, SiteReportLines
from .certifications import Certifications
from .complaint_lines import ComplaintLines
from .consultation_lines import ConsultationLines
from .correction_lines import CorrectionLines
from .dishonesty_lines import DishonestyLines
from .exchange_lines import ExchangeLines
from .lines import Merged, Search
from .moderation import Moderation
from .quarter_lines import QuarterLines
from .question_lines import QuestionLines
from .received_lines import ReceivedLines

#: Another flow's tasks join the inbox by another line here.
SOURCES = (
    Certifications,
    ComplaintLines,
    ConsultationLines,
    CorrectionLines,
    DishonestyLines,
    QuarterLines,
    ReceivedLines,
    QuestionLines,
    Moderation,
    ExchangeLines,
    RatingLines,
    SiteReportLines,
)
#: What the filter offers → its title.
KINDS = {kind: title for source in SOURCES for kind, title in source.kinds.items()}
#: The tabs that are counted, and what of them is late.
COUNTED = ("mine", "queue", "waiting", "late", "office")


def tallies(request):
    """``[{tab: number}]`` of the person who asks, a dictionary for each of ``SOURCES``."""
    if not hasattr(request, "_desk_tallies"):
        on = local_day(timezone.now())
        request._desk_tallies = [source.tally(request.user, on) for source in SOURCES]
    return request._desk_tallies


def tally(request):
    """``{tab: number}`` over all sources; ``late`` counts what is overdue of mine and the queue."""
    return {tab: sum(counts.get(tab, 0) for counts in tallies(request)) for tab in COUNTED}


def lines(request, *, on, **conditions):
    """The lines that were asked for; nothing is counted anew where no filter narrows them.

    A source that has nothing in a tab has nothing there that any filter leaves: it is not asked.
    """
    search = Search(request.user, on, calendar(), **conditions)
    if search.tab == "office":  # heads hand out the work of the flows
        return Merged([Certifications(search)], search)
    if search.tab not in COUNTED:
        return Merged([source(search) for source in SOURCES], search)
    numbers = [numbers.get(search.tab, 0) for numbers in tallies(request)]
    busy = [each for each in zip(SOURCES, numbers, strict=True) if each[1]]
    counts = None if search.is_narrowed else [number for _, number in busy]
    return Merged([source(search) for source, _ in busy], search, counts)
