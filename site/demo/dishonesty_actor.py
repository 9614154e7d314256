"""Who proposes, tells, defends and decides about the dishonesty register in a simulation."""

from registry.models import Applicant, DishonestyEntry
from registry.rulesets import in_force
from rules.periods import local_day
from rules.refusal import Refused
from workflow.services import dishonesty

from .acts import agent, holder

#: How likely a unit is proposed on a working day.
TROUBLE = 0.002
TEXT = "经核查，所提交的证明与事实不符，情况属实（模拟）。"
State = DishonestyEntry.State


class DishonestyActor:
    """Proposes units by chance of ``random`` and walks each entry on with some diligence."""

    def __init__(self, random, diligence):
        self.random, self.diligence = random, diligence
        self.counts = dict.fromkeys(("proposed", "told", "defended", "decided", "repaired"), 0)
        self.refused = 0

    def work(self, at):
        """One working day: new proposals, then each open entry."""
        for unit in Applicant.objects.order_by("pk"):
            if self.random.random() < TROUBLE:
                self._patiently("proposed", _propose, unit, at)
        for entry in DishonestyEntry.objects.open().order_by("pk"):
            if self.random.random() < self.diligence:
                self._walk(entry, at)

    def _walk(self, entry, at):
        if entry.state == State.PROPOSED:
            self._patiently("told", _tell, entry, at)
        elif entry.state == State.NOTICED and at < entry.defence_ends_at:
            self._patiently("defended", _defend, entry, at)
        elif entry.state == State.NOTICED:
            self._patiently("decided", _decide, entry, at)
        elif self.random.random() < 0.1:
            self._patiently("repaired", _repair, entry, at)

    def _patiently(self, name, act, row, at):
        """What the rules refuse is counted; that is their business."""
        try:
            act(row, at, self.random)
        except Refused:
            self.refused += 1
        else:
            self.counts[name] += 1


def _officer(role, at):
    return holder(f"{role}@{in_force(local_day(at)).office.code}")


def _propose(unit, at, random):
    dishonesty.propose(
        unit,
        cause=random.choice(("false_material", "illegal", "serious_quality")),
        facts=TEXT,
        basis="虚构文号，仅用于模拟",
        by=_officer("complaint_officer", at),
        at=at,
    )


def _tell(entry, at, random):
    dishonesty.send_notice(entry, by=_officer("fpb_clerk", at), at=at)


def _defend(entry, at, random):
    text = "材料系经办人员填写失误，并非故意，现附更正说明（模拟）。"
    dishonesty.defend(entry, text=text, by=agent(entry.applicant_id), at=at)


def _decide(entry, at, random):
    dishonesty.decide(
        entry,
        is_registered=random.random() < 0.7,
        months=random.randint(1, 36),
        because=TEXT,
        by=_officer("manager", at),
        at=at,
    )


def _repair(entry, at, random):
    text = "已更正材料并组织学习，请求修复信用（模拟）。"
    dishonesty.apply_for_repair(entry, text=text, by=agent(entry.applicant_id), at=at)
    dishonesty.answer_repair(
        entry, is_accepted=random.random() < 0.8, because=TEXT, by=_officer("manager", at), at=at
    )
