"""Whatever hands out tasks, and what waits for an officer in all of it: counted once per request,
so that the tabs, the menu and the home page say the same numbers.
"""

from django.db.models import Exists
from django.utils import timezone

from records.prepared import NUMBER, Prepared
from registry.calendars import calendar
from registry.models import User
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


#: ``(source, what a person did there, as rows of a key)``; no row of a source is no line of it.
DONE = [(source, rows) for source in SOURCES for rows in source.done_by]
#: Which of them a person has: for all in one statement.
HAS_DONE = Prepared(
    lambda person: (
        User.objects.filter(pk=person)
        .order_by()
        .values_list(*(Exists(rows(person)) for _source, rows in DONE))
    ),
    NUMBER,
)


def _with_done(user):
    """The sources in which ``user`` has done anything: no other has a line that a filter leaves."""
    has = zip(DONE, HAS_DONE.first(user.pk), strict=True)
    busy = {source for (source, _rows), is_there in has if is_there}
    return [source for source in SOURCES if source in busy]


def lines(request, *, on, **conditions):
    """The lines that were asked for; nothing is counted anew where no filter narrows them.

    A source that has nothing in a tab has nothing there that any filter leaves: it is not asked.
    """
    search = Search(request.user, on, calendar(), **conditions)
    if search.tab == "office":  # heads hand out the work of the flows
        return Merged([Certifications(search)], search)
    if search.tab not in COUNTED:
        return Merged([source(search) for source in _with_done(request.user)], search)
    numbers = [numbers.get(search.tab, 0) for numbers in tallies(request)]
    busy = [each for each in zip(SOURCES, numbers, strict=True) if each[1]]
    counts = None if search.is_narrowed else [number for _, number in busy]
    return Merged([source(search) for source, _ in busy], search, counts)
