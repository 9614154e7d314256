"""May a change be reported, assessed, sent up, decided? The reasons, at their fields."""

from django.core.exceptions import ValidationError

from applications.models import Item
from applications.policies.facts import reasons_against_facts
from registry.permissions import organisations
from registry.roles import Permission
from rules import typed_dates
from rules.changes import proofs_demanded
from rules.identifiers import check_credit_code
from rules.lifecycle import CertificateStatus
from rules.numbers import normalise_document_number
from rules.periods import local_day
from rules.vocabulary import CHANGE_KINDS

from ..facts import COLUMNS, merged
from ..models import ChangeReport
from ..models.changes import HOLDING
from ..models.figures import FIGURES
from .acting import reasons_against_taking, reasons_against_ties

Decision = ChangeReport.Decision
LIVE = (CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED)
#: Step → who took an earlier one and may not take it too, with the reason (R67).
_APART = {
    "check_figures": {"registered_by_id": "您已登记该变更报告，同一人不得登记又核实"},
    "assess_change": {
        "registered_by_id": "您已登记该变更报告，同一人不得登记又核查",
        "checked_by_id": "您已核实该变更的数字，同一人不得核实又核查",
    },
    "record_ruling": {
        "assessed_by_id": "您已核查该变更报告，同一人不得核查又登记省级决定",
        "reported_by_id": "该问题由您查实，同一人不得查实又登记省级决定",
        "registered_by_id": "您已登记该案件，同一人不得登记案件又登记省级决定",
        "sent_by_id": "您已办理上报，同一人不得上报又登记省级决定",
    },
    "recheck": {
        "reported_by_id": "该问题由您查实，应由他人复核",
        "registered_by_id": "您已登记该案件，应由他人复核",
    },
}


def reasons_against_reporting(certificate, *, by, on, kinds, after, text, changed_on, files=0):
    """Why this change cannot be reported, ``[(field, reason)]`` (办法四（三）, A19).

    ``files``: how many come along; what another authority has written down must be shown.
    """
    reasons = []
    if by.applicant_id != certificate.applicant_id:
        reasons.append(("", "只有持证单位可以报告变更"))
    reasons += _about_entry(certificate, on)
    change_kinds = [kind for kind, _ in CHANGE_KINDS]
    if not kinds or any(kind not in change_kinds for kind in kinds):
        reasons.append(("kinds", "请选择变更事项"))
    reasons += about_day(changed_on, on, certificate.valid_from)
    if len(text.strip()) < 10:
        reasons.append(("text", "请说明变更的情况，不少于10个字"))
    if not files:
        reasons += [("evidence", text) for text in proofs_demanded(kinds)]
    reasons += _about_unchanged(kinds, after)
    return reasons + _about_facts(certificate, after)


def reasons_against_withdrawing(change, *, by):
    """Why the holder cannot take its report back: the office has acted on it already."""
    if by.applicant_id is None or by.applicant_id != change.certificate.applicant_id:
        return ["只有持证单位可以撤回变更报告"]
    if change.withdrawn_at:
        return ["该变更报告已撤回"]
    if change.is_office_finding or change.registered_at or change.closed_at:
        return ["该变更报告已办理登记，不能撤回"]
    return []


def reasons_against_taking_step(change, task, *, by):
    """Why ``by`` may not take the open ``task`` of ``change``: duty, ties, separate steps (R67)."""
    if task is None:
        return ["该环节已由他人办理，或尚未到达该环节"]
    reasons = reasons_against_taking(task, by=by)
    reasons += reasons_against_ties(change.certificate.item, by=by)
    earlier = _APART.get(task.flow_task.name, {})
    return reasons + [text for who, text in earlier.items() if getattr(change, who) == by.pk]


def reasons_against_checking(change, *, figures, text):
    """What is missing of the station's check of raised figures, as ``(field, reason)`` (R45)."""
    reasons = [
        (name, "请填写核实的数字")
        for name in FIGURES
        if name in change.after and figures.get(name) is None
    ]
    if len(text.strip()) < 10:
        reasons.append(("text", "请写明核实情况，不少于10个字"))
    facts = {**change.after, **{name: value for name, value in figures.items() if value}}
    return reasons or _about_facts(change.certificate, facts)


def reasons_against_assessing(change, *, decision, assessment):
    reasons = []
    if decision not in (*Decision.values[1:],):
        reasons.append(("decision", "请选择处理决定"))
    if len(assessment.strip()) < 10:
        reasons.append(("assessment", "请写明核查意见，不少于10个字"))
    if decision in HOLDING:
        reasons += [("decision", text) for text in reasons_from_other_case(change)]
    if decision == Decision.ADJUST and not change.after:
        reasons.append(("decision", "该报告没有可调整的目录内容，请选择其他决定"))
    if decision == Decision.ADJUST:
        reasons += [
            ("decision", text)
            for _, text in _about_facts(change.certificate, change.facts_to_enter)
        ]
    return reasons


def reasons_from_other_case(change):
    """Why ``change`` may not suspend or propose removal: another case does already."""
    other = change.certificate.changes.holding().exclude(pk=change.pk).first()
    return [f"该条目已有暂停或者报请清理的案件{other}在办理，请选择其他决定"] if other else []


def reasons_against_sending(change, *, report_no, reported_up_on, on):
    """Why the upward report cannot be noted (办法四（三）, R69)."""
    reasons = [("report_no", reason) for reason in about_number(report_no)]
    floor = local_day(change.registered_at)
    return reasons + typed_dates.CHANGE_REPORT.reasons_against(reported_up_on, on=on, floor=floor)


def reasons_against_forwarding(change, *, city_on, province_on, by, on):
    """Why the days on which it reached city and province cannot be noted (A20: not enforced)."""
    office = change.certificate.ruleset.office.successor(on) or change.certificate.ruleset.office
    if office.code not in organisations(by, Permission.RECORD_CHANGES):
        return ["您没有登记上级结果的权限"]
    if change.sent_at is None:
        return ["该变更报告尚未上报"]
    days = [change.reported_up_on, city_on, province_on, change.ruled_on]
    if city_on is None:
        return ["请填写市级转报日期"]
    dates = [day for day in days if day is not None]
    if dates != sorted(dates) or dates[-1] > on:
        return ["市级转报、省级收到的日期应依次不早于上报日期，且不晚于省级决定日期和今天"]
    return []


def reasons_against_ruling(change, *, ruling, ruling_no, ruled_on, on):
    """R71: no removal without the province's document and its day."""
    reasons = [("ruling_no", reason) for reason in about_number(ruling_no)]
    if ruling not in ChangeReport.Ruling.values:
        reasons.append(("ruling", "请选择省级决定"))
    floor = change.province_on or change.reported_up_on
    return reasons + typed_dates.RULING.reasons_against(ruled_on, on=on, floor=floor)


def _about_entry(certificate, on):
    if certificate.status_on(on) in LIVE:
        return []
    return [("", f"该目录条目{certificate.status_text(on)}，不需要报告变更")]


def about_day(day, on, since):
    return typed_dates.CHANGE.reasons_against(day, on=on, floor=since)


def _about_unchanged(kinds, after):
    """Each kind that is ticked changes something, but where it is told in words alone."""
    for kind, label in CHANGE_KINDS:
        columns = COLUMNS[kind] if kind in kinds else ()
        if columns and not any(name in after for name in columns):
            yield (
                columns[0],
                f"“{label}”的内容与目录现有内容相同：请改成变更后的内容；没有变化的，请重新选择事项",
            )


def _about_facts(certificate, after):
    """The facts as they would stand, each reason at the field it names."""
    reasons = []
    try:
        facts = merged(certificate.version, after)
    except (ArithmeticError, ValueError, ValidationError):
        return [("annual_output", "年产量应为数字")]
    changed = [pair for pair in reasons_against_facts(Item(**facts)) if pair[0] in after]
    code = after.get("holder_credit_code")
    if code is not None:
        terms = certificate.ruleset
        checked = check_credit_code(
            code,
            home_region=terms.local_region,
            require_legal_person=terms.require_legal_person,
        )
        reasons += [("holder_credit_code", error) for error in checked.errors]
    for name in ("holder_name", "holder_domicile"):
        if name in after and len(after[name].strip()) < 2:
            reasons.append((name, "请填写变更后的内容"))
    return changed + reasons


def about_number(text):
    try:
        normalise_document_number(text or "")
    except ValueError as error:
        return str(error).split("；")
    return []
