"""Who proposes, tells, defends and decides about the dishonesty register in a simulation."""

from registry.models import Applicant, DishonestyEntry
from workflow.services import dishonesty

from .actors import Actor, officer
from .acts import agent

#: How likely a unit is proposed on a working day.
TROUBLE = 0.002
TEXT = "经核查，所提交的证明与事实不符，情况属实（模拟）。"
State = DishonestyEntry.State


class DishonestyActor(Actor):
    """Proposes units by chance of ``random`` and walks each entry on with some diligence."""

    def work(self, at):
        """One working day: new proposals, then each open entry."""
        for unit in self.some_of(Applicant.objects.order_by("pk"), TROUBLE):
            self.attempt("proposed", _propose, unit, at, self.random)
        for entry in DishonestyEntry.objects.open().order_by("pk"):
            if self.chance(self.diligence):
                self._walk(entry, at)

    def _walk(self, entry, at):
        if entry.state == State.PROPOSED:
            self.attempt("told", _tell, entry, at, self.random)
        elif entry.state == State.NOTICED and at < entry.defence_ends_at:
            self.attempt("defended", _defend, entry, at, self.random)
        elif entry.state == State.NOTICED:
            self.attempt("decided", _decide, entry, at, self.random)
        elif self.chance(0.1):
            self.attempt("repaired", _repair, entry, at, self.random)


def _propose(unit, at, random):
    dishonesty.propose(
        unit,
        cause=random.choice(("false_material", "illegal", "serious_quality")),
        facts=TEXT,
        basis="虚构文号，仅用于模拟",
        by=officer("complaint_officer", at),
        at=at,
    )


def _tell(entry, at, random):
    dishonesty.send_notice(entry, by=officer("fpb_clerk", at), at=at)


def _defend(entry, at, random):
    text = "材料系经办人员填写失误，并非故意，现附更正说明（模拟）。"
    dishonesty.defend(entry, text=text, by=agent(entry.applicant_id), at=at)


def _decide(entry, at, random):
    dishonesty.decide(
        entry,
        is_registered=random.random() < 0.7,
        months=random.randint(1, 36),
        because=TEXT,
        by=officer("manager", at),
        at=at,
    )


def _repair(entry, at, random):
    text = "已更正材料并组织学习，请求修复信用（模拟）。"
    dishonesty.apply_for_repair(entry, text=text, by=agent(entry.applicant_id), at=at)
    dishonesty.answer_repair(
        entry, is_accepted=random.random() < 0.8, because=TEXT, by=officer("manager", at), at=at
    )
