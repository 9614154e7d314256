"""May an objection's investigation be decided so: the reasons against."""

from ..models import Investigation
from .opinions import reasons_against_demands, reasons_against_reason


def reasons_against_decision(entry, *, decision, text, findings, reason_code, demands, on):
    """Why an investigation cannot be concluded so, as ``[(field, reason)]`` (A10)."""
    reasons = []
    if decision not in Investigation.Decision.values:
        reasons.append(("decision", "请选择核查决定"))
    if len((text or "").strip()) < 10:
        reasons.append(("text", "请写明核查情况（至少10个字）"))
    unanswered = entry.objections.open().exclude(pk__in=[each.pk for each in findings])
    if unanswered.exists():
        reasons.append(("findings", "每一件未答复的异议都要写明结论和答复"))
    reasons += _about_consistency(decision, findings)
    if decision == Investigation.Decision.REFUSE:
        reasons += reasons_against_reason(reason_code, "不予认定必须选择理由", on=on)
    if decision == Investigation.Decision.RETURN:
        reasons += reasons_against_demands(demands)
    return reasons


def _about_consistency(decision, findings):
    upheld = any(finding == "upheld" for finding, _answer in findings.values())
    if decision == Investigation.Decision.RESUME and upheld:
        return [("decision", "有异议成立，不能恢复公示")]
    if decision == Investigation.Decision.REFUSE and not upheld:
        return [("decision", "没有异议成立，不能据此不予认定")]
    return []
