"""Units' questions as a source of the inbox: open ones wait for whoever answers for the office."""

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from records.prepared import DAY, NUMBER, WORDS, Prepared, among_words, listed
from registry.permissions import organisations
from workflow.models import Question
from workflow.policies.questions import ANSWERS, answerable, answerable_in

from .deadlines import deadline
from .lines import Line
from .numbers import counted
from .queries import due

KIND = "question"
COLUMNS = {
    "due": "due_on",
    "arrived": "asked_at",
    "paper": "application__number",
    "applicant": "application__applicant__name",
    "finished": "answered_at",
}


def queue(user):
    return answerable(user).open()


def done(user):
    return Question.objects.filter(answered_by=user)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user`` on day ``on``."""
    codes = organisations(user, *ANSWERS)
    counts = TO_ANSWER.first(user.pk, listed(sorted(codes)), on) if codes else {}
    return {"mine": 0, "queue": 0, "late": 0, "waiting": 0} | counts


TO_ANSWER = Prepared(
    lambda person, codes, on: counted(
        answerable_in(person, among_words(codes)).open(),
        queue=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=on)),
    ),
    *(NUMBER, WORDS, DAY),
)


class QuestionLines:
    """A line per question; whoever of the office comes first answers it."""

    kind, title = KIND, "咨询"
    kinds = {KIND: title}
    tally = staticmethod(tally)
    done_by = (done,)

    def __init__(self, search):
        self.search = search

    @cached_property
    def rows(self):
        search = self.search
        tabs = {"queue": queue, "done": done}
        other = search.kind not in ("", KIND) or search.step or search.township
        if other or search.tab not in tabs:
            return Question.objects.none()
        rows = tabs[search.tab](search.user)
        if search.text:
            unit = Q(application__applicant__name__icontains=search.text)
            rows = rows.filter(unit | Q(application__number__icontains=search.text))
        return due(rows, search.due, on=search.on, calendar=search.calendar)

    def count(self):
        return self.rows.count()

    def lines(self, start, stop):
        column, down = F(COLUMNS[self.search.column]), self.search.is_descending
        order = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
        rows = self.rows.select_related("application__applicant", "answered_by")
        rows = rows.order_by(order, "-asked_at" if down else "asked_at", "pk")
        return [self._line(row) for row in rows[start:stop]]

    def _line(self, row):
        url, is_open = reverse("desk:question", args=[row.pk]), row.answered_at is None
        search = self.search
        return Line(
            kind=self.title,
            paper=row.application.number,
            url=url,
            applicant=f"{row.application.applicant}",
            step="答复咨询",
            arrived_at=row.asked_at,
            due_on=row.due_on,
            deadline=deadline(row, on=search.on, calendar=search.calendar) if is_open else None,
            finished_at=row.answered_at,
            owner=row.answered_by,
            act_url=url if is_open else "",
        )
