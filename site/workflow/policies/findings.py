"""May a finding be confirmed, a suspension re-checked, a case handed over or published?"""

from registry.permissions import organisations
from registry.roles import Permission
from rules.lifecycle import CertificateStatus
from rules.vocabulary import CASE_ORIGINS, FINDING_REASONS

from ..models import ChangeReport
from .acting import reasons_against_ties
from .changes import about_day, about_number


def reasons_against_finding(
    certificate, *, by, on, reason_code, text, found_on, since, origin, basis, asks_removal
):
    """Why the office cannot open this case about this entry, ``[(field, reason)]`` (任务4, A22).

    ``since`` is the first day on which it can have been found: that of the entry it is about.
    """
    reasons = [("", reason) for reason in reasons_against_confirming(certificate, by=by, on=on)]
    reasons += [("", reason) for reason in _about_standing(certificate, on, asks_removal)]
    if case := certificate.changes.holding().first():
        reasons.append(("", f"该条目已有暂停或者报请清理的案件{case}在办理，请在该案件中办理"))
    if reason_code not in dict(FINDING_REASONS):
        reasons.append(("reason_code", "请选择查实的原因"))
    if len(text.strip()) < 10:
        reasons.append(("text", "请写明查实的情况，不少于10个字"))
    return reasons + _about_origin(origin, basis) + about_day(found_on, on, since)


def reasons_against_confirming(certificate, *, by, on):
    """Why ``by`` may confirm nothing about this entry: duty and ties (R67)."""
    reasons = (
        [] if may_confirm(certificate, by=by, on=on) else ["您没有查实问题并暂停目录条目的权限"]
    )
    return reasons + reasons_against_ties(certificate.item, by=by)


def may_confirm(certificate, *, by, on):
    """Whether ``by`` has the duty of confirming findings in the entry's office."""
    return _office(certificate, on).code in organisations(by, Permission.CONFIRM_FINDINGS)


def reasons_against_declining(proposal, *, because, by, on):
    """Why ``by`` cannot decline a proposal so, ``[(field, reason)]``."""
    reasons = [
        ("", reason) for reason in reasons_against_confirming(proposal.certificate, by=by, on=on)
    ]
    if len(because.strip()) < 5:
        reasons.append(("because", "请写明不予立案的理由（至少5个字）"))
    return reasons


def reasons_against_answering(proposal):
    """Why a proposal waits for no answer any more."""
    if proposal.answered_at is None:
        return []
    return [f"该建议已由{proposal.answered_by}办理：{proposal.get_answer_display()}"]


def reasons_against_recheck(change, *, conclusion, text, rechecked_on, on):
    """Why a re-check cannot be recorded so, ``[(field, reason)]``."""
    reasons = []
    if conclusion not in ChangeReport.Recheck.values:
        reasons.append(("conclusion", "请选择复核结论"))
    if len(text.strip()) < 10:
        reasons.append(("text", "请写明复核情况，不少于10个字"))
    return reasons + _within("rechecked_on", "复核日期", rechecked_on, change.reported_up_on, on)


def reasons_against_transferring(change, *, receiver, document_no, sent_on, by, on):
    """Why the hand-over to an authority cannot be recorded so, ``[(field, reason)]`` (R23)."""
    certificate = change.certificate
    reasons = [("", reason) for reason in reasons_against_confirming(certificate, by=by, on=on)]
    if change.registered_at is None:
        reasons.append(("", "该变更报告尚未登记，不能移送"))
    if len(receiver.strip()) < 4:
        reasons.append(("receiver", "请填写接收机关的全称"))
    reasons += [("document_no", reason) for reason in about_number(document_no)]
    return reasons + _within("sent_on", "移送日期", sent_on, change.changed_on, on)


def _office(certificate, on):
    office = certificate.ruleset.office
    return office.successor(on) or office


def _about_standing(certificate, on, asks_removal):
    status = certificate.status_on(on)
    if status is CertificateStatus.REMOVED:
        return ["该目录条目已清理，不再立案"]
    if status is CertificateStatus.EXPIRED and not asks_removal:
        return ["该目录条目已到期，不能暂停，只能报请清理"]
    return []


def _about_origin(origin, basis):
    if origin not in dict(CASE_ORIGINS) or origin == "holder":
        return [("origin", "请选择来源")]
    if origin == "superior" and about_number(basis):
        return [("basis", f"上级要求的来文：{reason}") for reason in about_number(basis)]
    if origin == "media" and len(basis.strip()) < 4:
        return [("basis", "请写明媒体名称和报道日期")]
    return []


def _within(field, name, day, earliest, on):
    if day is None:
        return [(field, f"请填写{name}")]
    if day > on:
        return [(field, f"{name}不得晚于今天")]
    if earliest is not None and day < earliest:
        return [(field, f"{name}不得早于{earliest:%Y-%m-%d}")]
    return []
