"""What must be true of every case, and of every entry that a case took out of use.

Each function yields one Chinese sentence for each breach; :mod:`workflow.invariants` runs them.
"""

from django.db.models import Exists, OuterRef

from catalog.models import Certificate, CertificateEvent
from pages.models import RemovalPage
from rules.duties import Duty
from rules.lifecycle import CertificateStatus

from .models import ChangeReport, Letter
from .models.changes import HOLDING
from .models.figures import FIGURES

AT_ONCE = 1000
FIGURE_TITLES = dict(zip(FIGURES, ("带动户数", "带动人数", "户均年增收"), strict=True))
#: Where the station's endorsement holds each.
VERIFIED = {
    "households": "verified_households",
    "persons": "verified_persons",
    "average_income_fen": "verified_income_fen",
}


def unlawful_removals():
    """R71: each removal rests on a recorded ruling of that number, and was announced here."""
    rulings = ChangeReport.objects.filter(
        certificate=OuterRef("certificate"),
        ruling=ChangeReport.Ruling.REMOVE,
        ruling_no=OuterRef("basis_doc_no"),
        recorded_at__isnull=False,
    )
    removals = CertificateEvent.objects.filter(op="remove").select_related("certificate")
    for event in removals.filter(~Exists(rulings)):
        yield f"{event.certificate} 没有省级决定却已清理"
    pages = RemovalPage.objects.filter(event=OuterRef("pk"))
    for event in removals.filter(~Exists(pages)):
        yield f"{event.certificate} 已清理却没有清理公告"


def suspensions_without_case():
    """What is out of use has a case that ends it: nobody stays suspended for ever."""
    cases = ChangeReport.objects.holding().filter(certificate=OuterRef("pk"))
    suspended = Certificate.objects.filter(status=CertificateStatus.SUSPENDED)
    for certificate in suspended.filter(~Exists(cases)):
        yield f"{certificate} 暂停中却没有办理中的案件"


def cases_without_letters():
    """Whoever loses an entry, for a while or for good, or gets it back, is told in writing."""
    for case in ChangeReport.objects.filter(decision__in=HOLDING).select_related("certificate"):
        for kind, at in _letters_due(case):
            letters = Letter.objects.filter(item__certificate=case.certificate, kind=kind)
            if at is not None and not letters.filter(sent_at=at).exists():
                yield f"{case} 没有{Letter.Kind(kind).label}"


def _letters_due(case):
    """``[(kind, when)]`` of the letters that a case must have sent by now."""
    yield Letter.Kind.SUSPENDED, _begins(case)
    if case.ruling == ChangeReport.Ruling.REMOVE:
        yield Letter.Kind.REMOVED, case.closed_at
    elif case.ruling or case.recheck == ChangeReport.Recheck.RESUME:
        yield Letter.Kind.REINSTATED, case.closed_at


def endings_past_an_open_case():
    """F6: no entry gives way to its renewal, and no holder leaves, while a case is open."""
    ends = ("renewal", "voluntary_exit")
    events = CertificateEvent.objects.filter(op="expire", reason__in=ends)
    cases = ChangeReport.objects.filter(
        decision__in=HOLDING, certificate__in=events.values("certificate")
    )
    for case in cases.select_related("certificate"):
        for event in events.filter(certificate=case.certificate_id):
            if _was_open(case, event.effective_at):
                yield f"{case.certificate} 在案件{case}办结前{event.title}"


def _was_open(case, at):
    begins = _begins(case)
    return begins is not None and begins < at and (case.closed_at is None or at < case.closed_at)


def _begins(case):
    """When a case took its entry out of use; None where it has not."""
    return case.registered_at if case.is_office_finding else case.assessed_at


def figures_above_the_verified():
    """R45: no entry in force shows more than a station found, at first or when it was raised."""
    entries = Certificate.objects.live().filter(item__isnull=False).select_related("version")
    entries = entries.prefetch_related("item__opinions", "changes__figure_check")
    for entry in entries.iterator(AT_ONCE):
        for name in FIGURES:
            figures = _verified_by_stations(entry, name)
            if figures and (getattr(entry.version, name) or 0) > max(figures):
                yield f"{entry} 的{FIGURE_TITLES[name]}高于工作站核实的"


def _verified_by_stations(entry, name):
    """Every figure ``name`` that a station verified of ``entry``."""
    endorsed = [each for each in entry.item.opinions.all() if each.step == Duty.ENDORSE]
    figures = [getattr(each, VERIFIED[name]) for each in endorsed if each.result == "pass"]
    checks = [getattr(each, "figure_check", None) for each in entry.changes.all()]
    figures += [getattr(check, name) for check in checks if check is not None]
    return [figure for figure in figures if figure is not None]


CHECKS = (
    figures_above_the_verified,
    unlawful_removals,
    suspensions_without_case,
    cases_without_letters,
    endings_past_an_open_case,
)
