"""The numbers in the desk's menu: what waits behind each door for the person who asks.

They stand on every page of the desk, so most are questions that are written to SQL once.
"""

from django.db.models import Count, Q
from django.utils import timezone

from applications.models import Authorisation
from records.prepared import NUMBER, WORDS, Prepared, among_words, listed
from registry.models import ListedWord
from registry.permissions import headed
from registry.roles import Permission
from rules.periods import local_day
from supervision.models import CaseProposal, Complaint
from workflow.models import Disposal, LetterWording, Preservation
from workflow.services import dishonesty as register

from .access import may
from .changes import proposals as of_cases
from .countersigning import waiting_for_heads
from .numbers import counted, duties_of
from .quarter_lines import QuarterLines
from .reminders import unread
from .sources import SOURCES, tallies, tally
from .unit_work import waiting as lines_of_units


def tasks(request):
    counts = tally(request)
    return counts["mine"] + counts["queue"]


def reminders(request):
    return REMINDERS.first(request.user.pk)["waiting"]


def unit_lines(request):
    return len(lines_of_units(request, local_day(timezone.now())))


def in_queue(source):
    """What the inbox has counted of ``source`` already."""
    return lambda request: tallies(request)[SOURCES.index(source)]["queue"]


def bulletins(request):
    return tallies(request)[SOURCES.index(QuarterLines)]["bulletins"]


def countersigning(request):
    theirs = headed(request.user)
    return PROPOSALS.first(listed(sorted(theirs)))["waiting"] if theirs else 0


def complaints(request):
    return Complaint.objects.scope(request.user).open().count()


def dishonesty(request):
    user = request.user
    entries = ENTRIES[may(user, Permission.DECIDE_DISHONESTY)]
    return entries.first(user.pk, duties_of(user))["waiting"]


def case_proposals(request):
    may_answer = may(request.user, Permission.CONFIRM_FINDINGS)
    is_any = may_answer and UNANSWERED.first()
    return of_cases(request.user).waiting().count() if is_any else 0


def wordings(request):
    """Those of others: nobody approves their own."""
    return WORDINGS.first(request.user.pk)["waiting"]


def words(request):
    """Those of others, too."""
    return LISTED_WORDS.first(request.user.pk)["waiting"]


def disposals(request):
    return _to_decide(request.user, DISPOSALS)


def preservations(request):
    return _to_decide(request.user, PRESERVATIONS)


def _to_decide(user, question):
    return question.first(user.pk)["waiting"] if may(user, Permission.TERMINATE) else 0


def authorisations(request):
    return AUTHORISATIONS.first()["waiting"]


def _number(rows_of, *kinds):
    """How many ``rows_of`` some values are, as a prepared question."""
    return Prepared(lambda *values: counted(rows_of(*values), waiting=Count("pk")), *kinds)


def _by_others(model):
    return _number(lambda person: model.objects.waiting().exclude(entered_by=person), NUMBER)


def _preserved_by_others(person):
    """What others entered, or asked to lift."""
    own = Q(decided_at=None, entered_by=person) | Q(lift_asked_by=person)
    return Preservation.objects.waiting().exclude(own)


def _entries(decides):
    def rows(person, theirs):
        return register.waiting_for_duties(person, among_words(theirs), decides=decides)

    return _number(rows, NUMBER, WORDS)


#: By whether one decides about repairs.
ENTRIES = {decides: _entries(decides) for decides in (False, True)}
REMINDERS = _number(unread, NUMBER)
PROPOSALS = _number(lambda theirs: waiting_for_heads(among_words(theirs)), WORDS)
#: Whether any case was proposed at all: whose papers one may see is asked for only then.
UNANSWERED = Prepared(lambda: CaseProposal.objects.waiting().order_by().values_list("pk")[:1])
AUTHORISATIONS = _number(Authorisation.objects.waiting)
WORDINGS, LISTED_WORDS = _by_others(LetterWording), _by_others(ListedWord)
DISPOSALS, PRESERVATIONS = _by_others(Disposal), _number(_preserved_by_others, NUMBER)
