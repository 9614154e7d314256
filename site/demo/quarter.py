"""One quarter of the story told to its end: reported, filed, closed, and every bulletin issued."""

from datetime import date, timedelta

from ledger import filings
from ledger.bulletins import recommended_text
from ledger.models import Bulletin, PeriodClose, TaskUnit
from ledger.services import close_quarter, tasks
from ledger.services import filings as filing_services
from registry.models import User
from workflow.services import bulletins

from .acts import holder
from .timetables import moment

QUARTER = "2020Q2"
REPORTED_AT, RETURNED_AT = moment(date(2020, 7, 2)), moment(date(2020, 7, 6))
LATE_AT = moment(date(2020, 7, 9))
CLOSED_AT = LATE_AT + timedelta(hours=2)
ISSUED_AT = moment(date(2020, 7, 10))
#: Who neither reports nor files, who files a day late, and whose filing is returned.
SILENT, LATE, RETURNED = "gxs", "gxj", "st-test-01"
RETURN_REASON = "6月采购的鸡蛋没有登记，请补记后重新报送（虚构）。"
TEXT = "按照方案分工推进，召开协调会一次，组织经营主体和采购单位对接（虚构）。"


def tell_quarter():
    """Report, close and issue once; harmless afterwards, and where there is no plan."""
    if PeriodClose.objects.exists() or not TaskUnit.objects.exists():
        return
    for unit in TaskUnit.objects.select_related("task", "organisation"):
        _report(unit)
    _file()
    close = close_quarter(QUARTER, by=_person("manager"), at=CLOSED_AT)
    bulletins.begin(close, at=CLOSED_AT)
    for bulletin in close.bulletins.filter(kind=Bulletin.Kind.LEAD_UNIT).select_related("unit"):
        code = bulletin.unit.code
        _issue(bulletin, f"{code}-bao", f"{code}-fu", is_public=False)
    bulletins.take_up(ISSUED_AT)
    _issue(close.bulletins.get(kind=Bulletin.Kind.DISTRICT), "clerk", "manager", is_public=True)


def _report(unit):
    """All but one unit in time: the district's bulletin has somebody to urge."""
    if unit.organisation.code == SILENT:
        return
    code, words = unit.organisation.code, {"status": "on_track", "text": TEXT}
    reporter, head = _person(f"{code}-bao"), _person(f"{code}-fu")
    progress = tasks.report_progress(unit, QUARTER, by=reporter, at=REPORTED_AT, **words)
    tasks.sign_progress(progress, by=head, at=REPORTED_AT + timedelta(hours=1))


def _file():
    """Of the ledgers the story has each state: in time, late, returned, missing."""
    for unit in filings.owing_units(QUARTER).exclude(code=SILENT):
        filing = file_ledgers(unit, QUARTER, at=LATE_AT if unit.code == LATE else REPORTED_AT)
        if unit.code == RETURNED:
            by = holder(f"unit_head@{unit.parent.code}")
            filing_services.return_filing(filing, reason=RETURN_REASON, by=by, at=RETURNED_AT)


def file_ledgers(unit, word, *, at):
    """The ledgers of ``unit`` as they are, by its reporter and whoever signs for it."""
    lines = filings.content(unit, word)
    filing = filing_services.prepare_filing(
        unit,
        word,
        empty=[ledger for ledger, line in lines.items() if not line["count"]],
        by=holder(f"unit_reporter@{unit.code}"),
        at=at,
    )
    office = filings.signed_in([unit], at.date())[unit.pk]
    signer = holder(f"unit_head@{office.code}")
    return filing_services.sign_filing(filing, by=signer, at=at + timedelta(hours=1))


def _issue(bulletin, drafter, signer, *, is_public):
    text = recommended_text(bulletin)
    bulletins.hand_in(bulletin, text=text, by=_person(drafter), at=ISSUED_AT)
    bulletins.check(bulletin, is_passed=True, by=_person("reviewer"), at=ISSUED_AT)
    bulletins.sign(bulletin, is_passed=True, by=_person(signer), at=ISSUED_AT)
    bulletins.publish(bulletin, is_public=is_public, by=_person("manager"), at=ISSUED_AT)


def _person(login):
    return User.objects.get(username=login)
