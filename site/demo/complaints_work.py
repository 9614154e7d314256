"""Complaints in a simulation: of products in the catalogue and on their way, and their handling."""

from registry.rulesets import in_force
from rules.lifecycle import ComplaintState
from rules.periods import local_day
from rules.refusal import Refused
from supervision.models import Complaint
from supervision.services import complaints
from workflow.services.submissions import terminate

from .acts import holder

#: How likely anyone complains of a product in an evening.
ANGER = 0.002
FINDINGS = "经走访核实并查阅台账，已查明有关情况（模拟）。"
SUMMARY = "经核查，已作出处理（模拟）。"


class ComplaintsWork:
    """Receives complaints and has each handled with some diligence, by chance of ``random``."""

    def __init__(self, random, diligence):
        self.random, self.diligence = random, diligence
        self.received = self.refused = 0

    def receive(self, items, entries, at):
        """An evening: anyone may complain of an item on its way or of an entry."""
        for item in items:
            self._perhaps_receive(at, item=item, applicant=item.application.applicant)
        for entry in entries:
            self._perhaps_receive(at, certificate=entry)

    def _perhaps_receive(self, at, **about):
        if self.random.random() >= ANGER:
            return
        complaints.receive(
            source="web",
            subject_kind="product",
            about_text="示例产品",
            category=self.random.choice(("quality", "price", "benefit_false")),
            content="所售产品与公示的情况不一致，请核实处理（模拟）。",
            at=at,
            **about,
        )
        self.received += 1

    def work(self, at):
        """One working day of those who handle what is open."""
        for complaint in Complaint.objects.open().order_by("pk"):
            if self.random.random() < self.diligence:
                self._step(complaint, at)

    def _step(self, complaint, at):
        try:
            _STEPS[ComplaintState(complaint.state)](complaint, self.random, at)
        except Refused:
            self.refused += 1


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
    """Upheld or not; what is upheld of a product on its way ends it, by the office's head."""
    on_its_way = complaint.item is not None and not complaint.item.is_ended
    stopping = ("none", "no_listing") if on_its_way else ("none", "correct", "suspend", "remove")
    action = random.choice(stopping)
    complaints.decide(
        complaint,
        findings=FINDINGS,
        action=action,
        cause="quality_safety",
        public_summary=SUMMARY,
        by=_officer(at),
        at=at,
    )
    if action == "no_listing":
        because = f"投诉举报{complaint.number}查实，不予列入目录"
        terminate(complaint.item, by=_office("manager", at), at=at, because=because)


def _feed_back(complaint, random, at):
    complaints.feed_back(
        complaint, channel="web", text="已在查询页公布结果。", by=_officer(at), at=at
    )


def _close(complaint, random, at):
    complaints.close(complaint, by=_officer(at), at=at)


def _officer(at):
    return _office("complaint_officer", at)


def _office(role, at):
    return holder(f"{role}@{in_force(local_day(at)).office.code}")


_STEPS = {
    ComplaintState.RECEIVED: _accept,
    ComplaintState.ACCEPTED: _investigate,
    ComplaintState.INVESTIGATING: _decide,
    ComplaintState.NOT_ACCEPTED: _feed_back,
    ComplaintState.TRANSFERRED: _feed_back,
    ComplaintState.DECIDED: _feed_back,
    ComplaintState.FED_BACK: _close,
}
