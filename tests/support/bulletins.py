"""Bulletins of the plan's first closed quarter, through their hands."""

from datetime import timedelta

from tests.support import plan

from ledger import bulletins as words
from ledger.models import Bulletin
from workflow.services import bulletins

AT = plan.CLOSED_AT + timedelta(hours=1)
LEADS = {"czj", "fpb", "gsl", "gxj", "gxq", "jdbf", "nyncj", "swj"}


def of(code, kind="lead_unit"):
    return Bulletin.objects.select_related("close", "unit").get(unit__code=code, kind=kind)


def draft(bulletin, by, text=None, at=AT):
    text = text or words.recommended_text(bulletin)
    return bulletins.hand_in(bulletin, text=text, by=plan.person(by), at=at)


def issue(code, *, at=AT):
    """The bulletin of a lead unit through its three hands."""
    bulletin = of(code)
    draft(bulletin, f"{code}-bao", at=at)
    bulletins.check(bulletin, is_passed=True, by=plan.person("reviewer"), at=at)
    return bulletins.sign(bulletin, is_passed=True, by=plan.person(f"{code}-fu"), at=at)


def issue_of_district(at=AT, text=None):
    bulletin = of("fpb", "district")
    draft(bulletin, "clerk", text, at=at)
    bulletins.check(bulletin, is_passed=True, by=plan.person("reviewer"), at=at)
    return bulletins.sign(bulletin, is_passed=True, by=plan.person("manager"), at=at)
