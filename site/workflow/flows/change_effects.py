"""What the engine does by itself in a change report, and the questions at its gateways."""

from datetime import timedelta

from catalog import services as catalog
from catalog.models import Certificate
from pages.notices.services import open_removal_notice
from records.mail import write
from registry.models import User
from registry.particulars import PARTICULARS, change_particulars
from registry.roles import Clerk
from rules.lifecycle import CertificateStatus
from rules.periods import day_starts, local_day

from .. import facts, letters, moment, permissions
from ..models import ChangeReport

Decision = ChangeReport.Decision


def begin(activation, change):
    """Bind the new process to its report."""
    activation.process.save()
    change.process_id = activation.process.pk
    change.save(update_fields=["process"])
    activation.process.change = change
    return activation.process


def _change(activation):
    return activation.process.change


def is_registered(activation):
    return _change(activation).registered_at is not None


def adjusts(activation):
    return _change(activation).decision == Decision.ADJUST


def suspends(activation):
    return _change(activation).decision in (Decision.SUSPEND, Decision.REMOVE)


def proposes_removal(activation):
    return _change(activation).decision == Decision.REMOVE


def passes_recheck(activation):
    return _change(activation).recheck == ChangeReport.Recheck.RESUME


def is_removed(activation):
    return _change(activation).ruling == ChangeReport.Ruling.REMOVE


def due(activation):
    """``(day, provisional)``: the last working day for reporting upward (A20)."""
    change = _change(activation)
    return change.due_on, change.due_is_provisional


def reminder_moment(activation):
    return reminder_moment_of(_change(activation))


def reminder_moment_of(change):
    """The morning of the day before the last one for reporting upward."""
    return day_starts(change.due_on - timedelta(days=1)) + timedelta(hours=8)


def remind(activation):
    """Tell the clerks once, by mail; nobody's name and none of the facts are in it."""
    change, at = _change(activation), moment.current().at
    if not ChangeReport.objects.filter(pk=change.pk, reminded_at=None).update(reminded_at=at):
        return
    clerks = User.objects.filter(
        is_active=True,
        mail_notices=True,
        memberships__role=Clerk.word,
        memberships__organisation__code=permissions.clerk(activation).split("@", 1)[1],
    )
    subject = f"变更报告{change.number}上报期限将满"
    text = f"变更报告{change.number}须于{change.due_on:%Y-%m-%d}前上报，请登录系统办理。"
    addresses = clerks.values_list("email", flat=True)
    write(addresses, subject, text, key=f"change-limit:{change.pk}")


def adjust_entry(activation):
    """Give the entry its new facts; the holder's particulars change for all its live entries."""
    change, now = _change(activation), moment.current()
    act = {"by": now.by, "at": now.at, "because": f"变更报告{change.number}"}
    particulars = {name: change.after[name] for name in PARTICULARS if name in change.after}
    certificate = change.certificate
    others = []
    if particulars:
        change_particulars(certificate.applicant, particulars, **act)
        live = Certificate.objects.live().filter(applicant=certificate.applicant_id)
        others = live.exclude(pk=certificate.pk).select_related("version", "product")
    catalog.adjust(certificate, facts.merged(certificate.version, change.after), **act)
    for other in others:
        catalog.adjust(other, other.version.facts(), **act)
    _tell(change, "change")


def suspend_entry(activation):
    """Take the entry out of use at once (A21, A22); one that is out of use already stays so."""
    change, now = _change(activation), moment.current()
    certificate = change.certificate
    was = certificate.status_on(local_day(now.at))
    if was is CertificateStatus.ACTIVE:
        catalog.suspend(
            certificate,
            by=now.by,
            at=now.at,
            because=f"变更报告{change.number}",
            reason=change.reason_code or "change_report",
            basis_doc_no=change.basis if change.origin == "superior" else "",
        )
    letters.send(certificate.item, "suspended", at=now.at, change=change, was=was)


def remove_entry(activation):
    """The province has decided: the entry is removed for good, here and in public (R71)."""
    change, now = _change(activation), moment.current()
    event = catalog.remove(
        change.certificate,
        by=now.by,
        at=now.at,
        because=f"变更报告{change.number}",
        reason=change.reason_code or "no_longer_qualified",
        basis_doc_no=change.ruling_no,
    )
    open_removal_notice(event, ruled_on=change.ruled_on, by=now.by, at=now.at)
    _tell(change, "removed")


def resume_entry(activation):
    """The province decided against a removal, or the re-check was passed; what still runs is in
    force again.
    """
    change, now = _change(activation), moment.current()
    certificate = change.certificate
    if certificate.status_on(local_day(now.at)) is CertificateStatus.SUSPENDED:
        catalog.resume(
            certificate,
            by=now.by,
            at=now.at,
            because=f"变更报告{change.number}",
            reason=change.reason_code or "change_report",
            basis_doc_no=change.ruling_no,
        )
    _tell(change, "reinstated")


def reject(activation):
    """Not registered: the holder is told why, in writing."""
    _close(activation)
    _tell(_change(activation), "change")


def close(activation):
    change = _change(activation)
    _close(activation)
    if change.decision == Decision.RECORD:
        _tell(change, "change")


def _close(activation):
    change = _change(activation)
    change.closed_at = moment.current().at
    change.save(update_fields=["closed_at"])


def _tell(change, kind):
    letters.send(change.certificate.item, kind, at=moment.current().at, change=change)
