"""Delivered documents as a source of the inbox: opening one is its receipt."""

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property

from records.prepared import WORDS, Prepared, among_words
from registry.receipts import unread_in
from workflow.models import DocumentRecipient
from workflow.services import deliveries

from .lines import Line, key
from .numbers import counted, offices_of

KIND = "received"
UNREAD = Prepared(
    lambda codes: counted(
        unread_in(DocumentRecipient.objects.all(), among_words(codes)), queue=Count("pk")
    ),
    WORDS,
)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user``: what was given waits in the queue."""
    return {"mine": 0, "late": 0, "waiting": 0} | UNREAD.first(offices_of(user))


def _opened_by(person):
    return DocumentRecipient.objects.filter(read_by=person)


class ReceivedLines:
    """What waits to be opened, and what ``user`` was the first to open: drawn whole, cut later."""

    kind, title = KIND, "收文"
    kinds = {KIND: title}
    tally = staticmethod(tally)
    done_by = (_opened_by,)

    def __init__(self, search):
        self.search = search

    @cached_property
    def rows(self):
        search, none = self.search, DocumentRecipient.objects.none()
        if search.kind not in ("", KIND) or search.step or search.township or search.due:
            return none
        if search.tab == "queue":
            rows = deliveries.unread_by(search.user)
        elif search.tab == "done":
            rows = deliveries.with_names(_opened_by(search.user))
        else:
            return none
        return rows.filter(version__page__title__icontains=search.text) if search.text else rows

    @cached_property
    def every(self):
        lines = [self._line(row) for row in self.rows]
        return sorted(lines, key=key(self.search), reverse=self.search.is_descending)

    def count(self):
        return len(self.every)

    def lines(self, start, stop):
        return self.every[start:stop]

    def _line(self, row):
        page = row.version.page
        return Line(
            kind=self.title,
            paper=page.title,
            number=page.doc_no,
            url=reverse("desk:received_document", args=[page.pk]),
            step=f"{row.organisation}签收",
            arrived_at=row.delivered_at,
            finished_at=row.read_at,
            owner=row.read_by,
            deadline=None,
        )
