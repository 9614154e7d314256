"""Who asks others beside the steps in a simulation: 征求意见, 委派, 传阅, and 更正登记 of slips."""

import re
from datetime import timedelta

from applications.models import Application
from records.models import OutgoingMail
from registry.models import Membership
from rules.periods import local_day
from rules.refusal import refuse_if
from workflow.models import CircularCopy, Consultation, UpperCorrection, UpperReview
from workflow.policies.consultations import last_possible_day
from workflow.positions import NODE_OF, items_at, open_task
from workflow.services import circulars, consultations, corrections

from .actors import Actor, officer
from .acts import holder

#: How likely something of the kind happens on a working day, for each thing it could happen to.
ASKING, REVOKING, CIRCULATING, WITHDRAWING, SLIP = 0.04, 0.05, 0.06, 0.05, 0.06
#: Of what is asked: how much is lent to a colleague, and how much goes to an office or an expert.
WHOM = (("lent", 3), ("person", 4), ("office", 2), ("expert", 1))
#: How often a correction says that the result itself is wrong, and how often the head agrees.
RESULT_WRONG, AGREED = 0.3, 0.8
#: How long after an outcome was typed somebody notices the slip, and by how many days it was wrong.
NOTICED_WITHIN, SHIFTS = timedelta(days=5), (-40, -1, 0, 1, 40)
#: How many days beyond the last possible one an answer is asked for; some of these days cannot be.
BEYOND = (-2, 0, 0, 0, 1)
KINDS, STANCES = Consultation.Kind, Consultation.Stance.values
ADDRESS = re.compile(r"/([^/\s]+)/\s")


class ConsultationsActor(Actor):
    """Who signs asks a colleague, an office or an expert; some answer, some are not waited for."""

    def work(self, at):
        """One working day of who asks and of who is asked."""
        for item in self.some_of(items_at(*NODE_OF.values()).order_by("pk"), ASKING):
            whom = self._one_of(WHOM)
            name = "entrusted" if whom == "lent" else "consulted"
            self.attempt(name, _ask, item, whom, self.random, at)
        waiting = Consultation.objects.open().filter(item__outcome=None)
        for row in waiting.select_related("item", "asked_by", "person", "office").order_by("pk"):
            if self.chance(REVOKING):
                self.attempt("consultations_revoked", _revoke, row, at)
            elif self.chance(self.diligence):
                self.attempt("consultations_answered", _answer, row, self.random, at)

    def _one_of(self, table):
        words, weights = zip(*table, strict=True)
        return self.random.choices(words, weights)[0]


def _ask(item, whom, random, at):
    nodes = [node for node in NODE_OF.values() if open_task(item, node)]
    task = open_task(item, random.choice(nodes))
    by = task.owner or holder(task.owner_permission)
    last = last_possible_day(task, local_day(at))
    consultations.ask(
        item,
        kind=KINDS.PREPARATION if whom == "lent" else KINDS.OPINION,
        question="请就该产品的带动情况提出意见（模拟）。",
        due_on=last + timedelta(days=random.choice(BEYOND)),
        by=by,
        at=at,
        **_addressee(whom, task, random, at),
    )


def _addressee(whom, task, random, at):
    """Anybody at all: the rules refuse who may not be asked."""
    members = Membership.objects.in_force(local_day(at)).select_related("user", "organisation")
    if whom == "lent":
        colleagues = members.filter(organisation__code=task.owner_permission.partition("@")[2])
        refuse_if([] if colleagues else ["该机构的人员次日起任职"])  # it took over this very day
        return {"person": random.choice(colleagues.order_by("pk")).user}
    if whom == "expert":
        return {
            "expert_name": "示例专家",
            "expert_unit": "示例农业大学",
            "expert_email": "expert@example.org",
        }
    member = random.choice(members)
    return {"person": member.user} if whom == "person" else {"office": member.organisation}


def _answer(row, random, at):
    consultations.answer(
        row,
        stance=random.choice(STANCES),
        answer="经查阅材料，没有不同意见（模拟）。",
        by=_expert(row, at) if row.is_of_expert else _answerer(row, at),
        at=at,
    )


def _expert(row, at):
    """Nobody we know: whoever has the letter opens its address, while it opens anything."""
    key = f"consultation:{row.pk}:asked:"
    body = OutgoingMail.objects.filter(key__startswith=key).values_list("body", flat=True).first()
    match = ADDRESS.search(body or "")  # the outbox forgets the words of what it has sent
    address = consultations.find(match[1]) if match else row.address
    is_open = address is not None and address.is_open(at)
    refuse_if([] if is_open else ["答复期限已过，链接已经失效"])


def _answerer(row, at):
    """Who was asked; of an office the first of its people who did not ask."""
    if row.person_id:
        return row.person
    members = Membership.objects.in_force(local_day(at)).filter(organisation=row.office)
    others = members.exclude(user=row.asked_by).select_related("user").order_by("pk")
    return others.first().user if others else row.asked_by


def _revoke(row, at):
    consultations.revoke(row, because="情况已经查清（模拟）。", by=row.asked_by, at=at)


class CircularsActor(Actor):
    """Shows papers to colleagues, who confirm that they have read them, or never do."""

    def work(self, at):
        """One working day of who sends and of who reads."""
        papers = Application.objects.filter(items__in=_under_way()).distinct().order_by("pk")
        for application in self.some_of(papers, CIRCULATING):
            self.attempt("circulated", _circulate, application, self.random, at)
        unread = CircularCopy.objects.unread().select_related("circular__application", "reader")
        for copy in unread.order_by("pk"):
            if self.chance(WITHDRAWING):
                self.attempt("circulars_withdrawn", _withdraw, copy, at)
            elif self.chance(self.diligence):
                self.attempt("circulars_read", _read, copy, at)


def _under_way():
    return items_at(*NODE_OF.values()).values("pk")


def _circulate(application, random, at):
    rules = application.ruleset
    members = Membership.objects.in_force(local_day(at)).select_related("user").order_by("pk")
    there = members.filter(organisation__in=(rules.office, rules.bureau))
    readers = random.sample(list({member.user_id: member.user for member in there}.values()), 2)
    note = "请阅知该申请的办理情况（模拟）。"
    circulars.send(application, readers, note=note, by=officer("manager", at), at=at)


def _withdraw(copy, at):
    circulars.withdraw(copy.circular, by=copy.circular.sent_by, at=at)


def _read(copy, at):
    circulars.confirm_reading(copy, by=copy.reader, at=at)


class CorrectionsActor(Actor):
    """Notices slips in what was typed of upper outcomes; another person decides on each."""

    def work(self, at):
        """One working day: slips of the last days, then the decisions that wait."""
        fresh = UpperReview.objects.exclude(result="").filter(recorded_at__gt=at - NOTICED_WITHIN)
        for review in fresh.select_related("item", "organisation").order_by("pk"):
            if self.chance(SLIP):
                self.attempt("corrections_entered", _enter, review, self.random, at)
        waiting = UpperCorrection.objects.waiting().select_related("review__item")
        for correction in waiting.order_by("pk"):
            if self.chance(self.diligence):
                agreed = self.chance(AGREED)
                name = "corrections_approved" if agreed else "corrections_declined"
                self.attempt(name, _decide, correction, agreed, at)


def _enter(review, random, at):
    values = {"is_result_wrong": True}
    if random.random() >= RESULT_WRONG:
        shift = timedelta(days=random.choice(SHIFTS))
        number = f"测更字〔{review.decided_on.year}〕{review.pk}号"
        values = {"document_no": number, "decided_on": review.decided_on + shift}
    corrections.enter(
        review,
        because="录入有误，以原件为准（模拟）。",
        by=officer("upper_recorder", at),
        at=at,
        **values,
    )


def _decide(correction, agreed, at):
    corrections.decide(correction, is_approved=agreed, by=officer("manager", at), at=at)
