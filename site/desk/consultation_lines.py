"""What is asked of one person or office as a source of the inbox: questions, papers to read."""

from itertools import chain

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item, Outcome
from records.prepared import NUMBER, WORDS, Prepared, among_words
from registry.receipts import codes_of
from workflow.models import CircularCopy, Consultation

from .deadlines import Deadline, days_left
from .lines import Line, key
from .numbers import counted, offices_of, tied

KIND, CIRCULAR = "consultation", "circular"


def questions_to(user):
    """What ``user`` may answer and nobody has: of papers that go on, and never past a tie (R67)."""
    return _asked_of(user, codes_of(user))


def _asked_of(person, codes):
    barred = Item.objects.filter(pk=OuterRef("item"), application__applicant__in=tied(person))
    return _of_papers_that_go_on().asked_of(person, codes).exclude(Exists(barred))


def _asked_by(person):
    return _of_papers_that_go_on().filter(asked_by=person)


def _of_papers_that_go_on():
    """Open questions, each with a look at its paper; never papers with a look for questions."""
    ended = Outcome.objects.filter(item=OuterRef("item"))
    return Consultation.objects.open().exclude(Exists(ended))


def _to_read(person):
    return CircularCopy.objects.unread().filter(reader=person)


def mine(user):
    return questions_to(user).filter(person=user), _to_read(user)


def queue(user):
    return questions_to(user).filter(person=None), CircularCopy.objects.none()


def waiting(user):
    return _asked_by(user), CircularCopy.objects.none()


def done(user):
    copies = CircularCopy.objects.filter(reader=user, read_at__isnull=False)
    return Consultation.objects.filter(answered_by=user), copies


TABS = {"mine": mine, "queue": queue, "waiting": waiting, "done": done}
#: ``(who asked, person who is asked, last day)`` of all that :func:`tally` counts.
QUESTIONS = Prepared(
    lambda person, codes: (
        (_asked_of(person, among_words(codes)) | _asked_by(person))
        .order_by()
        .values_list("asked_by", "person", "due_on")
    ),
    *(NUMBER, WORDS),
)
TO_READ = Prepared(lambda person: counted(_to_read(person), papers=Count("pk")), NUMBER)


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user`` on day ``on``, in two queries."""
    rows = QUESTIONS(user.pk, offices_of(user))
    put_to = [(person, due) for asker, person, due in rows if asker != user.pk]
    own = sum(person == user.pk for person, _due in put_to)
    return {
        "mine": own + TO_READ.first(user.pk)["papers"],
        "queue": len(put_to) - own,
        "late": sum(due < on for _person, due in put_to),
        "waiting": len(rows) - len(put_to),
    }


class ConsultationLines:
    """A line per question that waits for an answer, and per paper that waits to be read."""

    kinds = {KIND: "征求意见与委派", CIRCULAR: "传阅"}
    tally = staticmethod(tally)
    done_by = (lambda person: done(person)[0], lambda person: done(person)[1])

    def __init__(self, search):
        self.search = search

    @cached_property
    def sources(self):
        """``(questions, copies)`` that the search finds."""
        search = self.search
        questions, copies = TABS[search.tab](search.user)
        if search.kind not in ("", KIND) or search.step or search.township:
            questions = questions.none()
        if search.kind not in ("", CIRCULAR) or search.step or search.township:
            copies = copies.none()
        if search.text:
            questions = questions.filter(_naming(search.text, "item__application__"))
            copies = copies.filter(_naming(search.text, "circular__application__"))
        return self._due(questions), copies if search.due in ("", "none") else copies.none()

    def _due(self, questions):
        search = self.search
        if not search.due:
            return questions
        if search.due == "none" or search.tab == "done":
            return questions.none()
        last = search.calendar.planned_after(search.on, 2).day
        conditions = {
            "late": Q(due_on__lt=search.on),
            "today": Q(due_on=search.on),
            "soon": Q(due_on__gt=search.on, due_on__lte=last),
        }
        return questions.filter(conditions[search.due])

    def count(self):
        return sum(rows.count() for rows in self.sources)

    def lines(self, start, stop):
        """Both kinds in one order; each gives no more than could be shown."""
        questions, copies = self.sources
        questions = questions.select_related(
            "item__application__applicant", "person", "office", "answered_by"
        ).order_by("due_on", "pk")
        copies = copies.select_related("circular__application__applicant", "circular__sent_by")
        lines = chain(map(self._question, questions), map(self._copy, copies))
        return sorted(lines, key=key(self.search), reverse=self.search.is_descending)[start:stop]

    def _question(self, row):
        url = reverse("desk:consultation", args=[row.pk])
        is_answering = self.search.tab in ("mine", "queue")
        return Line(
            kind=self.kinds[KIND],
            paper=f"{row.item}",
            number=row.item.application.number,
            url=url,
            applicant=f"{row.item.application.applicant}",
            step=f"{row.get_kind_display()}：{row.addressee}",
            arrived_at=row.asked_at,
            due_on=row.due_on,
            deadline=None if row.answered_at else self._deadline(row.due_on),
            finished_at=row.answered_at,
            owner=row.person,
            act_url=url if is_answering else "",
            concluded=row.get_stance_display(),
        )

    def _deadline(self, due_on):
        return Deadline(*days_left(due_on, self.search.on, self.search.calendar))

    def _copy(self, copy):
        circular = copy.circular
        url = reverse("desk:application", args=[circular.application_id])
        return Line(
            kind=self.kinds[CIRCULAR],
            paper=f"{circular.application}",
            number=circular.application.number,
            url=url,
            applicant=f"{circular.application.applicant}",
            step=f"传阅：{circular.sent_by}",
            arrived_at=circular.sent_at,
            deadline=Deadline("不限期", "none"),
            finished_at=copy.read_at,
            act_url="" if copy.read_at else url,
            concluded="已阅" if copy.read_at else "",
        )


def _naming(text, path):
    return Q(**{f"{path}number__icontains": text}) | Q(
        **{f"{path}applicant__name__icontains": text}
    )
