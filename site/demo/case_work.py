"""What befalls listed products in a simulation: findings, changes, complaints, and the cases."""

from rules.periods import local_day
from supervision.models import CaseProposal
from supervision.services import complaints
from workflow.models import ChangeReport
from workflow.positions import open_change_task
from workflow.services import case_notes, changes, findings

from .actors import Actor
from .acts import agent, holder

#: How likely something is found, reported or complained of about an entry on a working day.
TROUBLE = 0.01
DECISIONS = ("record", "adjust", "suspend", "remove")
CAUSES = ("quality_safety", "no_longer_qualified", "illegal_act")
TEXT = "经核查，情况属实，已书面告知（模拟）。"


class CaseWork(Actor):
    """Opens cases about entries and walks them on, by chance of ``random``."""

    def work(self, entries, at):
        """One working day: new trouble with ``entries``, then a step of each open case, maybe."""
        for entry in self.some_of(entries, TROUBLE):
            name = self.random.choice(tuple(TROUBLES))
            self.attempt(name, TROUBLES[name], entry, at, self.random)
        for proposal in CaseProposal.objects.waiting().order_by("pk"):
            self.attempt("confirmed", _confirm, proposal, at)
        for case in ChangeReport.objects.open().order_by("pk"):
            if self.chance(self.diligence):
                step = open_change_task(case).flow_task.name
                self.attempt(step, _step, case, at, self.random)


def _officer(entry, role):
    office = entry.ruleset.bureau if role == "agri_reviewer" else entry.ruleset.office
    return holder(f"{role}@{office.code}")


def _find(entry, at, random):
    findings.confirm_finding(
        entry,
        reason_code=random.choice(CAUSES),
        text=TEXT,
        found_on=local_day(at),
        asks_removal=random.random() < 0.5,
        by=_officer(entry, "complaint_officer"),
        at=at,
    )


def _report(entry, at, random):
    changes.report_change(
        entry,
        kinds=["stop"],
        after={},
        text=f"设备检修，停产{random.randint(5, 90)}天后恢复（模拟）。",
        changed_on=local_day(at),
        by=agent(entry.applicant_id),
        at=at,
    )


def _raise(entry, at, random):
    """More households than the station verified: it goes back there before it is shown (R45)."""
    more = random.randint(1, 20)
    changes.report_change(
        entry,
        kinds=["benefit"],
        after={
            "households": entry.version.households + more,
            "persons": entry.version.persons + 3 * more,
        },
        text=f"新带动农户{more}户，已签订收购协议（模拟）。",
        changed_on=local_day(at),
        by=agent(entry.applicant_id),
        at=at,
    )


def _complain(entry, at, random):
    """Upheld within the day, by the office or by the bureau, which may not suspend."""
    by = _officer(entry, random.choice(("complaint_officer", "agri_reviewer")))
    unit = by.memberships.earliest("pk").organisation
    case = complaints.receive(
        source=random.choice(("visit", "media")),
        certificate=entry,
        subject_kind="product",
        about_text="示例产品",
        category="quality",
        content="买到的产品有腐坏，销售点不处理。",
        at=at,
    )
    case = complaints.accept(case, unit=unit, handler=by, by=by, at=at)
    case = complaints.investigate(case, by=by, at=at)
    complaints.decide(
        case,
        findings=TEXT,
        action=random.choice(("suspend", "remove")),
        cause="quality_safety",
        public_summary="经核查属实，要求整改（模拟）。",
        by=by,
        at=at,
    )


def _confirm(proposal, at):
    findings.confirm_proposal(
        proposal, by=_officer(proposal.certificate, "complaint_officer"), at=at
    )


def _step(case, at, random):
    task = open_change_task(case)
    _STEPS[task.flow_task.name](case, random, by=holder(task.owner_permission), at=at)


def _register(case, random, **who):
    accepted = random.random() < 0.9
    changes.register_change(case, is_accepted=accepted, reason="不属于变更事项", **who)


def _check_figures(case, random, **who):
    """The station finds some of them, or none."""
    share = random.choice((0, 0, 0.5, 1))
    figures = {
        name: case.before_of(name) + int(share * (case.after[name] - case.before_of(name)))
        for name in case.raised_figures
    }
    changes.check_figures(case, figures=figures, text=TEXT, **who)


def _assess(case, random, **who):
    decision = random.choice(DECISIONS)
    changes.assess_change(case, decision=decision, assessment=TEXT, **who)


def _send(case, random, *, by, at):
    day = local_day(at)
    number = f"章测扶办报〔{day.year}〕{300 + case.pk}号"
    changes.send_up(case, report_no=number, reported_up_on=day, by=by, at=at)


def _recheck(case, random, *, by, at):
    conclusion = random.choice(("resume", "remove"))
    day = local_day(at)
    case_notes.recheck(case, conclusion=conclusion, text=TEXT, rechecked_on=day, by=by, at=at)


def _rule(case, random, *, by, at):
    day, ruling = local_day(at), random.choice(("remove", "keep"))
    number = f"省测扶办字〔{day.year}〕{500 + case.pk}号"
    changes.record_ruling(case, ruling=ruling, ruling_no=number, ruled_on=day, by=by, at=at)


_STEPS = {
    "register_change": _register,
    "check_figures": _check_figures,
    "assess_change": _assess,
    "report_upward": _send,
    "recheck": _recheck,
    "record_ruling": _rule,
}
TROUBLES = {"found": _find, "reported": _report, "raised": _raise, "complained": _complain}
