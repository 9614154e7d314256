"""May a notice open, a national window be recorded, an objection be decided: reasons against."""

from urllib.parse import urlsplit

from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day
from rules.vocabulary import REFUSAL_REASONS

from ..models import Investigation
from .opinions import reasons_against_demands


def reasons_against_opening(items, *, by):
    """Why these items cannot share one notice; ``by`` is None when the clock opens it."""
    reasons = []
    if len({item.application.ruleset_id for item in items}) > 1:
        reasons.append("一份公示只能包含适用同一规则版本的产品")
    office = items[0].application.ruleset.office.code
    if by is not None and office not in organisations(by, Permission.PROCESS_PAPERS):
        reasons.append("只有区扶贫办受理人员可以提前发布公示")
    return reasons


def reasons_against_national(item, *, published_on, url, evidence, at):
    """Why the national publicity cannot be recorded so (A08), as ``[(field, reason)]``."""
    reasons = []
    passed = item.upper_reviews.filter(level="province", result="pass").last()
    if published_on is None:
        reasons.append(("published_on", "请填写全国公示发布日期"))
    elif published_on > local_day(at):
        reasons.append(("published_on", "发布日期不得晚于今天"))
    elif passed is not None and published_on < passed.decided_on:
        reasons.append(
            ("published_on", f"发布日期不得早于省级审核日期{passed.decided_on:%Y-%m-%d}")
        )
    if urlsplit(url or "").scheme not in ("http", "https"):
        reasons.append(("external_url", "请填写公示网址（http 或 https 开头）"))
    if len(evidence or "") != 64:
        reasons.append(("evidence", "请上传公示页面截图或文件作为证据"))
    return reasons


def reasons_against_decision(entry, *, decision, text, findings, reason_code, demands):
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
    if decision == Investigation.Decision.REFUSE and reason_code not in dict(REFUSAL_REASONS):
        reasons.append(("reason_code", "不予认定必须选择理由"))
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
