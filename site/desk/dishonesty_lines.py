"""The dishonesty register as a source of the inbox: the office's steps at an entry."""

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from viewflow.workflow.status import STATUS

from records.prepared import DAY, NUMBER, WORDS, Prepared, among_words
from registry.models import DishonestyEntry
from registry.permissions import duties
from registry.roles import Permission
from workflow.models import Turn

from .access import may
from .lines import Line, deadline_of
from .numbers import counted, duties_of, tied
from .queries import due

KIND = "dishonesty"
ENTRY = "task__process__dishonestyprocess__entry"
#: Orders of the inbox → columns of a turn.
COLUMNS = {
    "due": "due_on",
    "arrived": "arrived_at",
    "paper": f"{ENTRY}__number",
    "applicant": f"{ENTRY}__applicant__name",
    "finished": "finished_at",
}


def turns():
    """None is at a paper: so they are found among the few, not among all that somebody did."""
    return Turn.objects.filter(item=None, task__process__dishonestyprocess__isnull=False)


def open_turns(person):
    """Steps that wait, but never at a unit that ``person`` is tied to (R67)."""
    waiting = turns().filter(task__status__in=[STATUS.NEW, STATUS.ASSIGNED], finished_at=None)
    return waiting.exclude(**{f"{ENTRY}__applicant__in": tied(person)})


def mine(user):
    """Nobody takes such a step before doing it."""
    return Turn.objects.none()


def queue(user):
    """What ``user`` may do now: notices for the clerk, decisions for the head who proposed none."""
    return _steps_of(user, duties(user))


def _steps_of(person, theirs):
    steps = open_turns(person).filter(task__owner_permission__in=theirs)
    noticed = DishonestyEntry.State.NOTICED
    return steps.exclude(**{f"{ENTRY}__proposed_by": person, f"{ENTRY}__state": noticed})


def waiting(user):
    """What ``user`` proposed and others have to deal with."""
    return _with_others(user, duties(user))


def _with_others(person, theirs):
    proposed = open_turns(person).filter(**{f"{ENTRY}__proposed_by": person})
    return proposed.exclude(pk__in=_steps_of(person, theirs).values("pk"))


def done(user):
    return turns().filter(done_by=user)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user`` on day ``on``."""
    if not may(user, Permission.READ_DISHONESTY):
        return {"mine": 0, "queue": 0, "late": 0, "waiting": 0}
    theirs = duties_of(user)
    return {"mine": 0} | STEPS.first(user.pk, theirs, on) | WITH_OTHERS.first(user.pk, theirs)


#: What :func:`tally` asks.
STEPS = Prepared(
    lambda person, theirs, on: counted(
        _steps_of(person, among_words(theirs)),
        queue=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=on)),
    ),
    *(NUMBER, WORDS, DAY),
)
WITH_OTHERS = Prepared(
    lambda person, theirs: counted(_with_others(person, among_words(theirs)), waiting=Count("pk")),
    *(NUMBER, WORDS),
)

TABS = {"mine": mine, "queue": queue, "waiting": waiting, "done": done}


class DishonestyLines:
    """A line per step that waits at an entry of the register."""

    kind, title = KIND, "失信登记"
    kinds = {KIND: title}
    tally = staticmethod(tally)
    done_by = (done,)

    def __init__(self, search):
        self.search = search

    @cached_property
    def turns(self):
        search = self.search
        if search.kind not in ("", KIND) or search.step or search.township:
            return Turn.objects.none()
        rows = TABS[search.tab](search.user)
        if search.text:
            number = Q(**{f"{ENTRY}__number__icontains": search.text})
            rows = rows.filter(number | Q(**{f"{ENTRY}__applicant__name__icontains": search.text}))
        return due(rows, search.due, on=search.on, calendar=search.calendar)

    def count(self):
        return self.turns.count()

    def lines(self, start, stop):
        column, down = F(COLUMNS[self.search.column]), self.search.is_descending
        order = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
        rows = self.turns.select_related(f"{ENTRY}__applicant", "task__owner")
        rows = rows.order_by(order, "-arrived_at" if down else "arrived_at", "pk")
        return [self._line(turn) for turn in rows[start:stop]]

    def _line(self, turn):
        entry = turn.task.process.dishonestyprocess.entry
        url = reverse("desk:dishonesty_entry", args=[entry.pk])
        return Line(
            kind=self.title,
            paper=entry.number,
            url=url,
            applicant=f"{entry.applicant}",
            step=turn.task.flow_task.task_title,
            arrived_at=turn.arrived_at,
            due_on=turn.due_on,
            deadline=deadline_of(turn, self.search),
            finished_at=turn.finished_at,
            owner=turn.task.owner,
            act_url=url if self.search.tab == "queue" else "",
        )
