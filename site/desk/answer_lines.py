"""Bad ratings to call back about and reports of mistakes on the site, as sources of the inbox.

Nobody takes them: who may answer sees them all, and they are gone once one has.
"""

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from records.prepared import DAY, NUMBER, Prepared
from registry.roles import Permission
from supervision.models import Rating, SiteReport

from .access import may
from .deadlines import days_left, marked
from .lines import Line
from .numbers import counted
from .queries import due


def ratings_of(user):
    return Rating.objects.scope(user).bad()


def reports_of(user):
    if not may(user, Permission.ANSWER_SITE_REPORTS):
        return SiteReport.objects.none()
    return SiteReport.objects.all()


def time_left(row, on, calendar):
    """The deadline of what waits for an answer, in words that need no colour."""
    return marked(row, *days_left(row.due_on, on, calendar))


def _counts(rows_for):
    """How many of what ``rows_for`` gives to a person wait, and how many are late."""

    def rows(person, on):
        late = Count("pk", filter=Q(due_on__lt=on))
        return counted(rows_for(person).waiting(), queue=Count("pk"), late=late)

    return Prepared(rows, NUMBER, DAY)


class AnswerLines:
    """What both kinds share: a number, a limit, one answer."""

    kind = title = step = url_name = ""
    arrived = answered = ""
    permission = None
    answered_by = ""
    rows_of = None
    #: What :meth:`tally` asks.
    counts = None
    related = ()

    def __init__(self, search):
        self.search = search

    @classmethod
    def tally(cls, user, on):
        """``{mine, queue, late, waiting}`` of ``user`` on day ``on``."""
        if not may(user, cls.permission):
            return {"mine": 0, "queue": 0, "late": 0, "waiting": 0}
        return {"mine": 0, "waiting": 0} | cls.counts.first(user.pk, on)

    @cached_property
    def rows(self):
        search = self.search
        rows = type(self).rows_of(search.user)
        is_other = search.kind not in ("", self.kind) or search.step or search.township
        if is_other or search.tab not in ("queue", "done"):
            return rows.none()
        rows = rows.waiting() if search.tab == "queue" else self.done(rows)
        if search.text:
            rows = rows.filter(number__icontains=search.text)
        return due(rows, search.due, on=search.on, calendar=search.calendar)

    def done(self, rows):
        return rows.filter(**{self.answered_by: self.search.user})

    def count(self):
        return self.rows.count()

    def lines(self, start, stop):
        columns = {"arrived": self.arrived, "paper": "number", "finished": self.answered}
        column = F(columns.get(self.search.column, "due_on"))
        down = self.search.is_descending
        order = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
        arrived = f"-{self.arrived}" if down else self.arrived
        rows = self.rows.select_related(*self.related).order_by(order, arrived, "pk")
        return [self._line(row) for row in rows[start:stop]]

    def _line(self, row):
        search, url = self.search, reverse(f"desk:{self.url_name}", args=[row.pk])
        answered_at = getattr(row, self.answered)
        return Line(
            kind=self.title,
            paper=row.number,
            url=url,
            step=self.step,
            arrived_at=getattr(row, self.arrived),
            due_on=row.due_on,
            deadline=None if answered_at else time_left(row, search.on, search.calendar),
            finished_at=answered_at,
            act_url="" if answered_at else url,
        )


class RatingLines(AnswerLines):
    kind, title, step, url_name = "rating", "差评回访", "回访核实", "rating"
    kinds = {kind: title}
    arrived, answered, answered_by = "rated_at", "called_at", "called_by"
    permission, rows_of = Permission.CALL_BACK_RATERS, staticmethod(ratings_of)
    counts = _counts(lambda person: Rating.objects.of_others(person))
    done_by = (lambda person: Rating.objects.filter(called_by=person),)


class SiteReportLines(AnswerLines):
    kind, title, step, url_name = "site_report", "网站找错", "答复", "site_report"
    kinds = {kind: title}
    arrived, answered, answered_by = "received_at", "answered_at", "answered_by"
    permission, rows_of = Permission.ANSWER_SITE_REPORTS, staticmethod(reports_of)
    counts = _counts(lambda person: SiteReport.objects)
    done_by = (lambda person: SiteReport.objects.filter(answered_by=person),)
