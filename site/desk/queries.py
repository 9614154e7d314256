"""Whose tasks are whose: the inbox asked of our own tables, never of Viewflow's stock queue.

A task without a permission is nobody's, so there is no ``OR owner_permission IS NULL`` here; and
without that arm the database can walk the queue's index (DECISIONS.md).
"""

from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby

from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from viewflow.workflow.status import STATUS

from applications.models import Application, Item
from records.prepared import (
    DAY,
    KEYS,
    MORE_WORDS,
    NUMBER,
    SECOND_NUMBER,
    WORDS,
    Prepared,
    among,
    among_words,
    listed,
)
from registry.models import Applicant
from registry.permissions import duties, headed
from workflow.models import OpinionProposal, SignedDuty, Turn
from workflow.positions import reference

from .numbers import counted, duties_of, tied

RELATED = ("task__owner", "item__application__applicant", "item__application__production_township")
#: Of these, what a line of the inbox tells: naming a hundred columns more takes longer than to find
#: the rows.
LINE_COLUMNS = (
    *("arrived_at", "due_on", "due_is_provisional", "finished_at"),
    *("task__flow_task", "task__status", "task__owner_permission"),
    *("task__owner__username", "task__owner__last_name", "task__owner__first_name"),
    *("item__name", "item__round", "item__application__number"),
    *("item__application__applicant__name", "item__application__production_township__name"),
)


def open_turns():
    """Turns of people's tasks that wait to be taken or finished."""
    return Turn.objects.of_papers().filter(
        task__status__in=[STATUS.NEW, STATUS.ASSIGNED], finished_at__isnull=True
    )


def mine(user):
    """What ``user`` has taken and not finished; what lies before the head waits for the head."""
    return open_turns().filter(_mine(user))


def queue(user):
    """What waits for anybody of the duties that ``user`` holds; not where a tie bars."""
    return queue_of(user, duties(user))


def queue_of(person, theirs):
    return open_turns().filter(_queue(person, theirs))


def office(user):
    """What others have before them whose work ``user`` hands out, taken or not."""
    return _handed_out(user, headed(user) - duties(user))


def _handed_out(person, theirs):
    return open_turns().filter(_office(person, theirs))


def waiting(user):
    """What waits for somebody else in papers that ``user`` has had a part in."""
    return _with_others(user, duties(user), headed(user) - duties(user))


def _with_others(person, own, theirs):
    took_part = SignedDuty.objects.filter(application=OuterRef("item__application"), person=person)
    others = open_turns().filter(Exists(took_part))  # few turns are open, many papers were signed
    return (
        others.exclude(_mine(person))
        .exclude(_office(person, theirs))
        .exclude(task__status=STATUS.NEW, task__owner_permission__in=own)
    )


def done(user):
    """What ``user`` has finished, latest first."""
    return Turn.objects.of_papers().filter(done_by=user).order_by("-finished_at", "-pk")


def actionable(user):
    """Everything that ``user`` can act on now: taken, or waiting in the queue."""
    return open_turns().filter(_mine(user) | _queue(user, duties(user)))


def at_steps(user, *names):
    """What ``user`` can act on at the named nodes."""
    return actionable(user).filter(task__flow_task__in=[reference(name) for name in names])


def waiting_at(user, name):
    """The same at one node, the most urgent first, with what a row of a batch shows."""
    return _waiting_at(name)(user.pk, duties_of(user))


def ticked_at(user, name, items):
    """Those of them whose items are among the keys ``items``."""
    return _ticked_at(name)(user.pk, duties_of(user), listed(items))


def waits_at(user, name):
    """Whether anything waits there."""
    return bool(_waiting_at(name).part(user.pk, duties_of(user), limit=1))


def next_paper(user, name, *, than):
    """The key of the application, another ``than`` this one, of the most urgent; or None."""
    return _next_paper(name).first(user.pk, duties_of(user), than.pk)


@cache
def _waiting_at(name):
    return Prepared(partial(_lines_at, name), NUMBER, WORDS)


@cache
def _ticked_at(name):
    return Prepared(
        lambda person, own, items: _lines_at(name, person, own).filter(item__in=among(items)),
        *(NUMBER, WORDS, KEYS),
    )


def _lines_at(name, person, own):
    turns = by_urgency(_of_step(name, person, own))
    return turns.select_related(*RELATED, "item__application__ruleset")


@cache
def _next_paper(name):
    return Prepared(
        lambda person, own, paper: (
            by_urgency(_of_step(name, person, own))
            .exclude(item__application=paper)
            .values_list("item__application", flat=True)[:1]
        ),
        *(NUMBER, WORDS, SECOND_NUMBER),
    )


def _of_step(name, person, own):
    theirs = _mine(person) | _queue(person, among_words(own))
    return open_turns().filter(theirs, task__flow_task=reference(name))


def tally(user, on):
    """``{mine, queue, late, waiting, office}`` of ``user`` on day ``on``, in three queries."""
    own, theirs = duties_of(user), listed(sorted(headed(user) - duties(user)))
    handed_out = HANDED_OUT.first(user.pk, theirs) if headed(user) else {"office": 0}
    return TO_DO.first(user.pk, own, on) | WITH_OTHERS.first(user.pk, own, theirs) | handed_out


def by_urgency(turns):
    """Earliest due first, the unlimited last, with what a row shows."""
    return turns.select_related(*RELATED).order_by(
        F("due_on").asc(nulls_last=True), "arrived_at", "pk"
    )


def in_township(turns, code):
    """Only those whose place of production has the division code ``code``."""
    return turns.filter(item__application__production_township__gb_code=code) if code else turns


def due(rows, when, *, on, calendar, column="due_on"):
    """Only those due ``when``: late, today, soon (within two working days) or none."""
    if when == "late":
        return rows.filter(**{f"{column}__lt": on})
    if when == "today":
        return rows.filter(**{column: on})
    if when == "soon":
        until = calendar.planned_after(on, 2).day
        return rows.filter(**{f"{column}__gt": on, f"{column}__lte": until})
    return rows.filter(**{f"{column}__isnull": True}) if when == "none" else rows


def paper_url(item):
    return reverse("desk:application", args=[item.application_id])


@dataclass
class Hits:
    """What the words of a search find: keys of products and of papers, as :func:`among` has them.

    Every paper and product is looked through once, whatever is asked of them afterwards.
    """

    items: str
    papers: str


def find(text):
    """:class:`Hits`: whose product, applicant or number has ``text``; papers without products,
    too.
    """
    applicants = Applicant.objects.filter(holding("name", text)).values("pk")
    of_number = Q(number__contains=text.upper())
    papers = Application.objects.filter(of_number | Q(applicant__in=applicants))
    papers = set(papers.values_list("pk", flat=True))
    named = Item.objects.filter(holding("name", text) | Q(application__in=among(listed(papers))))
    items = dict(named.values_list("pk", "application"))
    return Hits(listed(items), listed(papers.union(items.values())))


def matching(turns, *, step="", hits=None):
    """Only those at ``step``, and only those of a product that was found."""
    if step:
        turns = turns.filter(task__flow_task=reference(step))
    if hits:
        # within a function, no plan begins with what was found: each turn of the tab is looked up
        is_found = Q(item__in=among(hits.items))
        turns = turns.filter(Coalesce(is_found, False, output_field=BooleanField()))
    return turns


def holding(column, text):
    """``text`` somewhere in ``column``, in either case.

    Its longest part without case, of Chinese or of figures, is looked for as it stands: PostgreSQL
    takes four times as long to fold every row first.
    """
    parts = groupby(text, lambda each: each.lower() == each.upper())
    plain = max(("".join(part) for has_none, part in parts if has_none), key=len, default="")
    as_it_stands = Q(**{f"{column}__contains": plain}) if plain else Q()
    return as_it_stands if plain == text else as_it_stands & Q(**{f"{column}__icontains": text})


def is_proposed():
    """Whether a turn's task lies before the head as a proposal."""
    return Exists(OpinionProposal.objects.open().filter(task=OuterRef("task_id")))


def _mine(user):
    return Q(task__owner=user, task__status=STATUS.ASSIGNED) & ~Q(is_proposed())


def _office(user, theirs):
    return Q(task__owner_permission__in=theirs) & ~Q(task__owner=user)


def _queue(user, permissions):
    waiting = Q(task__status=STATUS.NEW, task__owner_permission__in=permissions)
    return waiting & ~Q(item__application__applicant__in=tied(user))


#: What :func:`tally` asks: of a person's key, own duties and those of whom the person heads.
TO_DO = Prepared(
    lambda person, own, on: counted(
        open_turns().filter(_mine(person) | _queue(person, among_words(own))),
        mine=Count("pk", filter=_mine(person)),
        queue=Count("pk", filter=~_mine(person)),
        late=Count("pk", filter=Q(due_on__lt=on)),
    ),
    *(NUMBER, WORDS, DAY),
)
WITH_OTHERS = Prepared(
    lambda person, own, theirs: counted(
        _with_others(person, among_words(own), among_words(theirs)), waiting=Count("pk")
    ),
    *(NUMBER, WORDS, MORE_WORDS),
)
HANDED_OUT = Prepared(
    lambda person, theirs: counted(_handed_out(person, among_words(theirs)), office=Count("pk")),
    *(NUMBER, WORDS),
)
