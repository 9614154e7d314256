"""Complaints in a simulation: of products in the catalogue and on their way, and their handling."""

from registry.rulesets import in_force
from rules.lifecycle import ComplaintState
from rules.periods import local_day
from supervision.models import Complaint
from supervision.models.complaints import UNDECIDED
from supervision.services import complaints, joining
from workflow.policies.listing import undecided
from workflow.services import listing_decisions

from .actors import Actor, officer

#: How likely anyone complains of a product in an evening, and another person with the same.
ANGER, COMPANY = 0.002, 0.3
JOINING, SEPARATING = 0.7, 0.05
FINDINGS = "经走访核实并查阅台账，已查明有关情况（模拟）。"
SUMMARY = "经核查，已作出处理（模拟）。"


class ComplaintsWork(Actor):
    """Receives complaints and has each handled with some diligence, by chance of ``random``."""

    def receive(self, items, entries, at):
        """An evening: anyone may complain of an item on its way or of an entry (two querysets)."""
        for item in self.some_of(items, ANGER):
            self._receive(at, item=item, applicant=item.application.applicant)
        for entry in self.some_of(entries, ANGER):
            self._receive(at, certificate=entry)

    def _receive(self, at, **about):
        self.attempt("received", _receive, self.random, at, about)
        if self.chance(COMPANY):
            self.attempt("received", _receive, self.random, at, about)

    def work(self, at):
        """One working day of those who handle what is open."""
        for complaint in Complaint.objects.open().order_by("pk"):
            if self.chance(self.diligence):
                self._step(complaint, at)
        for complaint in undecided():
            self.attempt("listing_decisions", _decide_listing, complaint.item, self.random, at)

    def _step(self, complaint, at):
        """The next act, unless it is joined to another one, which answers for it."""
        if complaint.state == ComplaintState.JOINED:
            if self.chance(SEPARATING):
                self.attempt("separated", _separate, complaint, at)
            return
        leading = _leading(complaint)
        if leading and self.chance(JOINING):
            self.attempt("joined", _join, complaint, leading, at)
        else:
            act = _STEPS[complaint.state]
            self.attempt(f"{complaint.state}_handled", act, complaint, self.random, at)


def _receive(random, at, about):
    complaints.receive(
        source="web",
        subject_kind="product",
        about_text="示例产品",
        category=random.choice(("quality", "price", "benefit_false")),
        content="所售产品与公示的情况不一致，请核实处理（模拟）。",
        at=at,
        **about,
    )


def _leading(complaint):
    """The oldest of the others about the same thing, while ``complaint`` itself is undecided."""
    older = Complaint.objects.could_lead(complaint).filter(pk__lt=complaint.pk)
    return older.order_by("pk").first() if complaint.state in UNDECIDED else None


def _join(complaint, leading, at):
    joining.join(complaint, leading=leading, by=_officer(at), at=at)


def _separate(complaint, at):
    joining.separate(complaint, because="另有新情况（模拟）", by=_officer(at), at=at)


def _decide_listing(item, random, at):
    """The head after an upheld complaint about a product on its way: anew, go on, or the end."""
    decision = random.choice(("review", "release", "terminate"))
    because = "投诉查实后复查该产品的情况，作出处置（模拟）。"
    listing_decisions.decide(
        item, decision=decision, because=because, by=officer("manager", at), at=at
    )


def _accept(complaint, random, at):
    officer = _officer(at)
    if random.random() < 0.1:
        complaints.not_accept(complaint, because="反映事项不属于本办受理范围。", by=officer, at=at)
    else:
        unit = in_force(local_day(at)).office
        complaints.accept(complaint, unit=unit, handler=officer, by=officer, at=at)


def _investigate(complaint, random, at):
    complaints.investigate(complaint, by=_officer(at), at=at)


def _decide(complaint, random, at):
    """Upheld or not; what is upheld of a product on its way keeps it out until the head decides."""
    on_its_way = complaint.item is not None and not complaint.item.is_ended
    stopping = ("no_listing", "no_listing") if on_its_way else ("suspend", "remove")
    action = random.choice(("none", "correct", *stopping))
    complaints.decide(
        complaint,
        findings=FINDINGS,
        action=action,
        cause="quality_safety",
        public_summary=SUMMARY,
        by=_officer(at),
        at=at,
    )


def _feed_back(complaint, random, at):
    complaints.feed_back(
        complaint, channel="web", text="已在查询页公布结果。", by=_officer(at), at=at
    )


def _close(complaint, random, at):
    complaints.close(complaint, by=_officer(at), at=at)


def _officer(at):
    return officer("complaint_officer", at)


_STEPS = {
    ComplaintState.RECEIVED: _accept,
    ComplaintState.ACCEPTED: _investigate,
    ComplaintState.INVESTIGATING: _decide,
    ComplaintState.NOT_ACCEPTED: _feed_back,
    ComplaintState.TRANSFERRED: _feed_back,
    ComplaintState.DECIDED: _feed_back,
    ComplaintState.FED_BACK: _close,
}
