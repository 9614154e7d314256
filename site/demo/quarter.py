"""One quarter of the story told to its end: reported, closed, and every bulletin of it issued."""

from datetime import date, timedelta

from ledger.bulletins import recommended_text
from ledger.models import Bulletin, PeriodClose, TaskUnit
from ledger.services import close_quarter, tasks
from registry.models import User
from workflow.services import bulletins

from .timetables import moment

QUARTER = "2020Q2"
REPORTED_AT, CLOSED_AT = moment(date(2020, 7, 2)), moment(date(2020, 7, 3))
ISSUED_AT = moment(date(2020, 7, 8))
TEXT = "按照方案分工推进，召开协调会一次，组织经营主体和采购单位对接（虚构）。"


def tell_quarter():
    """Report, close and issue once; harmless afterwards, and where there is no plan."""
    if PeriodClose.objects.exists() or not TaskUnit.objects.exists():
        return
    for unit in TaskUnit.objects.select_related("task", "organisation"):
        _report(unit)
    close = close_quarter(QUARTER, by=_person("manager"), at=CLOSED_AT)
    bulletins.begin(close, at=CLOSED_AT)
    for bulletin in close.bulletins.filter(kind=Bulletin.Kind.LEAD_UNIT).select_related("unit"):
        code = bulletin.unit.code
        _issue(bulletin, f"{code}-bao", f"{code}-fu", is_public=False)
    bulletins.take_up(ISSUED_AT)
    _issue(close.bulletins.get(kind=Bulletin.Kind.DISTRICT), "clerk", "manager", is_public=True)


def _report(unit):
    """All but one unit in time: the district's bulletin has somebody to urge."""
    if unit.organisation.code == "gxs":
        return
    code, words = unit.organisation.code, {"status": "on_track", "text": TEXT}
    reporter, head = _person(f"{code}-bao"), _person(f"{code}-fu")
    progress = tasks.report_progress(unit, QUARTER, by=reporter, at=REPORTED_AT, **words)
    tasks.sign_progress(progress, by=head, at=REPORTED_AT + timedelta(hours=1))


def _issue(bulletin, drafter, signer, *, is_public):
    text = recommended_text(bulletin)
    bulletins.hand_in(bulletin, text=text, by=_person(drafter), at=ISSUED_AT)
    bulletins.check(bulletin, is_passed=True, by=_person("reviewer"), at=ISSUED_AT)
    bulletins.sign(bulletin, is_passed=True, by=_person(signer), at=ISSUED_AT)
    bulletins.publish(bulletin, is_public=is_public, by=_person("manager"), at=ISSUED_AT)


def _person(login):
    return User.objects.get(username=login)
