"""The fictional register of dishonesty: one entry in force, one in its defence."""

from datetime import timedelta

from registry.models import Applicant, DishonestyEntry
from registry.rulesets import in_force
from rules.periods import local_day
from workflow.services import dishonesty, timers

from .acts import agent, holder

FACTS = "经核查，所提交的带贫成效证明与事实不符（虚构）。"


def create_dishonesty_cases(at):
    """Once, of units without anything in the catalogue, so that nothing else is held up."""
    spotless = Applicant.objects.filter(dishonesty=None, certificates=None, agents__isnull=False)
    units = list(spotless.distinct().order_by("-pk")[:2])
    if DishonestyEntry.objects.filter(facts=FACTS).exists() or len(units) < 2:
        return
    decided, defended = units
    entry = _tell(decided, at=at - timedelta(days=20))
    timers.fire_due_timers(entry.defence_ends_at + timedelta(minutes=1))
    dishonesty.decide(
        entry,
        is_registered=True,
        months=12,
        because="事实清楚，证据充分，期限内没有陈述申辩（虚构）。",
        by=_officer("manager", at),
        at=at - timedelta(days=1),
    )
    entry = _tell(defended, at=at - timedelta(days=1))
    text = "证明由村委会出具，现附原件和台账，请予核实（虚构）。"
    dishonesty.defend(entry, text=text, by=agent(defended.pk), at=at)


def _tell(unit, *, at):
    entry = dishonesty.propose(
        unit,
        cause="false_material",
        facts=FACTS,
        basis="虚构文号，仅用于演示",
        by=_officer("complaint_officer", at),
        at=at,
    )
    return dishonesty.send_notice(entry, by=_officer("fpb_clerk", at), at=at + timedelta(hours=1))


def _officer(role, at):
    return holder(f"{role}@{in_force(local_day(at)).office.code}")
