"""Corrections as a source of the inbox: what one recorder entered waits for the head."""

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property

from records.prepared import NUMBER, WORDS, Prepared, among_words, listed
from registry.permissions import organisations
from registry.roles import Permission
from workflow.models import UpperCorrection

from .deadlines import Deadline
from .lines import Line, key
from .numbers import counted

KIND = "correction"


def waiting_for(user):
    """Corrections that ``user`` may decide: of their office, and entered by another."""
    offices = organisations(user, Permission.TERMINATE)
    if not offices:
        return UpperCorrection.objects.none()
    return _by_others(user, offices)


def _by_others(person, offices):
    rows = UpperCorrection.objects.waiting().exclude(entered_by=person)
    return rows.filter(review__item__application__ruleset__office__code__in=offices)


WAITING = Prepared(
    lambda person, offices: counted(_by_others(person, among_words(offices)), queue=Count("pk")),
    *(NUMBER, WORDS),
)


def tally(user, on):
    """``{mine, queue, late, waiting}``: nobody takes a correction, and it has no limit."""
    offices = organisations(user, Permission.TERMINATE)
    counts = WAITING.first(user.pk, listed(sorted(offices))) if offices else {"queue": 0}
    return {"mine": 0, "late": 0, "waiting": 0} | counts


class CorrectionLines:
    """A line per correction that waits for the head."""

    kinds = {KIND: "更正登记"}
    tally = staticmethod(tally)
    done_by = ()

    def __init__(self, search):
        self.search = search

    @cached_property
    def rows(self):
        search = self.search
        is_filtered = search.step or search.township or search.due not in ("", "none")
        if search.tab != "queue" or search.kind not in ("", KIND) or is_filtered:
            return UpperCorrection.objects.none()
        rows = waiting_for(search.user)
        if search.text:
            rows = rows.filter(review__item__application__number__icontains=search.text)
        return rows

    def count(self):
        return self.rows.count()

    def lines(self, start, stop):
        rows = self.rows.select_related("review__item__application__applicant", "entered_by")
        ordered = sorted(map(_line, rows), key=key(self.search), reverse=self.search.is_descending)
        return ordered[start:stop]


def _line(row):
    url = reverse("desk:correction", args=[row.pk])
    application = row.review.item.application
    return Line(
        kind=CorrectionLines.kinds[KIND],
        paper=f"{row.review.item}",
        number=application.number,
        url=url,
        act_url=url,
        applicant=f"{application.applicant}",
        step=f"更正{row.review.get_level_display()}",
        arrived_at=row.entered_at,
        deadline=Deadline("不限期", "none"),
    )
