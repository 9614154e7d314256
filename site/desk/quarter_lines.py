"""Bulletins and quarters as a source of the inbox: what waits for the person who asks, and what was
delivered to the person's unit and not receipted: opening it is its receipt.
"""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property

from ledger.models import Bulletin, BulletinRecipient, Reopening
from records.prepared import DAY, NUMBER, WORDS, Prepared, among_words
from registry.receipts import unread_in
from registry.roles import Permission
from workflow.services import bulletins

from .access import may
from .deadlines import Deadline, days_left
from .lines import Line, key
from .numbers import counted, duties_of, offices_of

BULLETIN, REOPENING = "bulletin", "reopening"
TO_DO = Prepared(
    lambda theirs, on: counted(
        bulletins.waiting_for_duties(among_words(theirs)),
        mine=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=on)),
    ),
    *(WORDS, DAY),
)
UNREAD = Prepared(
    lambda codes: counted(
        unread_in(BulletinRecipient.objects.all(), among_words(codes)), unread=Count("pk")
    ),
    WORDS,
)


def reopenings_for(user):
    """What another head asked for and ``user`` may answer."""
    if not may(user, Permission.REOPEN_QUARTERS):
        return Reopening.objects.none()
    return _by_others(user)


def _by_others(person):
    return Reopening.objects.filter(answered_at=None).exclude(proposed_by=person)


REOPENINGS = Prepared(lambda person: counted(_by_others(person), waiting=Count("pk")), NUMBER)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user`` on day ``on``, and ``bulletins`` without the
    questions about quarters.
    """
    counts = TO_DO.first(duties_of(user), on)
    unread = UNREAD.first(offices_of(user))["unread"]
    may_reopen = may(user, Permission.REOPEN_QUARTERS)
    reopenings = REOPENINGS.first(user.pk)["waiting"] if may_reopen else 0
    return {
        "mine": counts["mine"] + reopenings,
        "queue": unread,
        "late": counts["late"],
        "waiting": 0,
        "bulletins": counts["mine"] + unread,
    }


def _issued(person):
    return Bulletin.objects.filter(issued_by=person)


def _answered(person):
    return Reopening.objects.filter(answered_by=person)


def _receipted(person):
    return BulletinRecipient.objects.filter(read_by=person)


class QuarterLines:
    """A few rows at most: they are drawn whole and cut afterwards."""

    kind, title = BULLETIN, "季度通报"
    kinds = {BULLETIN: "季度通报", REOPENING: "重新开账"}
    tally = staticmethod(tally)
    done_by = (_issued, _answered, _receipted)

    def __init__(self, search):
        self.search = search

    @cached_property
    def every(self):
        search = self.search
        if search.step or search.township or search.due or search.tab == "waiting":
            return []
        lines = [*self._bulletins(), *self._reopenings(), *self._receipts()]
        if search.text:
            lines = [line for line in lines if search.text in line.paper]
        return sorted(lines, key=key(search), reverse=search.is_descending)

    def count(self):
        return len(self.every)

    def lines(self, start, stop):
        return self.every[start:stop]

    def _bulletins(self):
        search = self.search
        if search.kind not in ("", BULLETIN) or search.tab == "queue":
            return
        rows = bulletins.waiting_for(search.user)
        if search.tab == "done":
            rows = _issued(search.user)
        for bulletin in rows.select_related("unit", "close"):
            yield self._line(
                paper=f"{bulletin}",
                url=reverse("desk:bulletin", args=[bulletin.pk]),
                step=bulletin.state,
                kind=self.kinds[BULLETIN],
                arrived_at=bulletin.checked_at or bulletin.drafted_at or bulletin.close.frozen_at,
                due_on=bulletin.due_on,
                finished_at=bulletin.issued_at,
            )

    def _reopenings(self):
        search = self.search
        if search.kind not in ("", REOPENING) or search.tab == "queue":
            return
        rows = reopenings_for(search.user)
        if search.tab == "done":
            rows = _answered(search.user)
        for each in rows.select_related("close"):
            yield self._line(
                paper=f"{each}",
                url=reverse("desk:quarter", args=[each.close_id]),
                step="答复",
                kind=self.kinds[REOPENING],
                arrived_at=each.proposed_at,
                finished_at=each.answered_at,
            )

    def _receipts(self):
        search = self.search
        if search.kind not in ("", BULLETIN) or search.tab not in ("queue", "done"):
            return
        rows = bulletins.unread_by(search.user)
        if search.tab == "done":
            rows = _receipted(search.user)
        for row in rows.select_related("bulletin__unit", "bulletin__close", "organisation"):
            yield self._line(
                paper=f"{row.bulletin}",
                number=row.bulletin.number,
                url=reverse("desk:bulletin", args=[row.bulletin_id]),
                step=f"{row.organisation}签收",
                kind=self.kinds[BULLETIN],
                arrived_at=row.delivered_at,
                finished_at=row.read_at,
            )

    def _line(self, *, due_on=None, finished_at, url, **facts):
        search, is_open = self.search, finished_at is None or self.search.tab == "mine"
        left = due_on and is_open and Deadline(*days_left(due_on, search.on, search.calendar))
        return Line(
            url=url,
            due_on=due_on,
            deadline=left or None,
            finished_at=None if is_open else finished_at,
            owner=None if search.tab == "queue" else search.user,
            act_url=url if search.tab == "mine" else "",
            **facts,
        )
