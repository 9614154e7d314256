"""Complaints as a source of the inbox: what waits for an act of the officer who sees the case."""

from functools import cache

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from viewflow.workflow.status import STATUS

from records.prepared import DAY, MORE_WORDS, NUMBER, WORDS, Prepared, among_words, listed
from registry.permissions import duties, organisations
from registry.roles import Permission
from supervision.models import Complaint, ComplaintStep
from supervision.models.complaints import CLOSED, JOINED, breadth_of_sight
from workflow.models import ComplaintTask

from .access import may
from .complaints import complaint_deadline
from .lines import Line
from .numbers import counted, duties_of
from .queries import due

KIND = "complaint"
#: Orders of the inbox → columns of a complaint; what is decided has no limit any more.
COLUMNS = {
    "due": "limit",
    "arrived": "received_at",
    "paper": "number",
    "applicant": "applicant__name",
    "finished": "finished_at",
}
CLOSING = ComplaintStep.objects.filter(complaint=OuterRef("pk"), state=CLOSED)


def complaints_of(user):
    """What ``user`` may handle; nobody else's inbox asks for complaints at all."""
    if not may(user, Permission.HANDLE_COMPLAINTS):
        return Complaint.objects.none()
    return Complaint.objects.scope(user)


def waits(user):
    """What waits for an act; one joined to another waits for that one."""
    return _waits(complaints_of(user))


def _waits(complaints):
    return complaints.open().exclude(state=JOINED)


def is_new(user):
    """What nobody has been given, or whose handler is away and ``user`` stands in."""
    return _is_new(user, duties(user))


def _is_new(person, theirs):
    released = ComplaintTask.objects.filter(
        process__complaintprocess__complaint=OuterRef("pk"),
        status=STATUS.NEW,
        owner_permission__in=theirs,
    )
    return Q(handler__isnull=True) | Exists(released) & ~Q(handler=person)


def mine(user):
    return waits(user).filter(handler=user)


def queue(user):
    return waits(user).filter(is_new(user))


def waiting(user):
    """What ``user`` took down or had a part in, and somebody else handles."""
    return _with_others(complaints_of(user), user)


def _with_others(complaints, person):
    part = ComplaintStep.objects.filter(complaint=OuterRef("pk"), person=person)
    return complaints.open().filter(Exists(part), handler__isnull=False).exclude(handler=person)


def done(user):
    """What ``user`` closed."""
    return complaints_of(user).filter(Exists(CLOSING.filter(person=user)), state=CLOSED)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user`` on day ``on``."""
    if not may(user, Permission.HANDLE_COMPLAINTS):
        return {"mine": 0, "queue": 0, "late": 0, "waiting": 0}
    bureaus = organisations(user, Permission.SEE_COMPLAINTS_OF_UNIT)
    counts, with_others = _questions(breadth_of_sight(user), bool(bureaus))
    bureaus = listed(sorted(bureaus))
    before = counts.first(user.pk, bureaus, duties_of(user), on)
    return before | with_others.first(user.pk, bureaus)


@cache
def _questions(breadth, has_bureaus):
    """What :func:`tally` asks for those who see so much."""

    def in_sight(person, bureaus):
        codes = among_words(bureaus) if has_bureaus else ()
        return Complaint.objects.seen_by(person, breadth, codes)

    def before(person, bureaus, theirs, on):
        is_mine, is_queued = Q(handler=person), _is_new(person, among_words(theirs))
        return counted(
            _waits(in_sight(person, bureaus)).with_limit(),
            mine=Count("pk", filter=is_mine),
            queue=Count("pk", filter=is_queued),
            late=Count("pk", filter=(is_mine | is_queued) & Q(limit__lt=on)),
        )

    def with_others(person, bureaus):
        return counted(_with_others(in_sight(person, bureaus), person), waiting=Count("pk"))

    return (
        Prepared(before, NUMBER, WORDS, MORE_WORDS, DAY),
        Prepared(with_others, NUMBER, WORDS),
    )


TABS = {"mine": mine, "queue": queue, "waiting": waiting, "done": done}


class ComplaintLines:
    """A complaint is shown by its number: what it is about may name a person."""

    kind, title = KIND, "投诉举报"
    kinds = {KIND: title}
    tally = staticmethod(tally)
    done_by = (lambda person: ComplaintStep.objects.filter(state=CLOSED, person=person),)

    def __init__(self, search):
        self.search = search

    @cached_property
    def complaints(self):
        search = self.search
        if search.kind not in ("", KIND) or search.step or search.township:
            return Complaint.objects.none()
        complaints = TABS[search.tab](search.user).with_limit()
        if search.text:
            complaints = complaints.filter(number__icontains=search.text) | complaints.filter(
                applicant__name__icontains=search.text
            )
        return due(complaints, search.due, on=search.on, calendar=search.calendar, column="limit")

    def count(self):
        return self.complaints.count()

    def lines(self, start, stop):
        column = F(COLUMNS[self.search.column])
        down = self.search.is_descending
        order = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
        arrived = "-received_at" if down else "received_at"
        complaints = self.complaints.select_related("applicant", "handler").order_by(
            order, arrived, "pk"
        )
        if self.search.tab == "done":
            complaints = complaints.annotate(finished_at=Subquery(CLOSING.values("at")[:1]))
        return [self._line(complaint) for complaint in complaints[start:stop]]

    def _line(self, complaint):
        search, url = self.search, reverse("desk:complaint", args=[complaint.pk])
        return Line(
            kind=self.title,
            paper=complaint.number,
            url=url,
            applicant=f"{complaint.applicant or ''}",
            step=complaint.step,
            arrived_at=complaint.received_at,
            due_on=complaint.due_on,
            deadline=complaint_deadline(complaint, search.on, search.calendar),
            finished_at=getattr(complaint, "finished_at", None),
            owner=complaint.handler,
            act_url=url if search.tab in ("mine", "queue") else "",
        )
