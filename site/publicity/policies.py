"""May a notice open, a national one be recorded, a window run on, the public object: reasons."""

from urllib.parse import urlsplit

from registry.names import fill
from registry.permissions import organisations
from registry.roles import Permission
from rules import typed_dates
from rules.periods import local_day

from .states import OPEN_TO_OBJECTION, EntryState, entry_state

#: How many characters an objection has; its form asks the same.
SHORTEST, LONGEST = 5, 4000
TOO_SHORT = f"请说明异议内容（至少{SHORTEST}个字）"
TOO_LONG = f"异议内容不得超过{LONGEST}字"
SHUT = {
    EntryState.NOT_YET: "公示尚未开始",
    EntryState.DUE: "公示期已满；公示期后的问题请作为投诉举报反映",
}


def reasons_against_opening(items, *, by):
    """Why these items cannot share one notice; ``by`` is None when the clock opens it."""
    reasons = []
    if len({item.application.ruleset_id for item in items}) > 1:
        reasons.append("一份公示只能包含适用同一规则版本的产品")
    office = items[0].application.ruleset.office.code
    if by is not None and office not in organisations(by, Permission.PROCESS_PAPERS):
        reasons.append(fill("只有{office}受理人员可以提前发布公示"))
    return reasons


def reasons_against_national(*, published_on, not_before, url, evidence, at):
    """Why the national publicity cannot be recorded so (A08), as ``[(field, reason)]``.

    ``not_before`` is the day of the province's review, or the end of an interrupted national
    notice; None when there is neither.
    """
    reasons = typed_dates.NATIONAL.reasons_against(published_on, on=local_day(at), floor=not_before)
    if urlsplit(url or "").scheme not in ("http", "https"):
        reasons.append(("external_url", "请填写公示网址（http 或 https 开头）"))
    if evidence is None:
        reasons.append(("evidence", "请上传公示页面截图或文件作为证据"))
    return reasons


def is_too_late(entry, *, at):
    """Whether an objection to ``entry`` received at ``at`` comes after its end, whatever that was.

    Such an objection is no objection any more, and is handled as a complaint (A11).
    """
    states = (*OPEN_TO_OBJECTION, EntryState.NOT_YET)
    return entry.closed_at is not None or entry_state(entry, at) not in states


def reasons_against_objecting(entry, *, at, content):
    """Why no objection to ``entry`` can be received at ``at`` (A11)."""
    reasons = []
    if entry.closed_at is not None:  # also when it was closed while the objection was on its way
        reasons.append("该产品的公示已结束；发现问题请作为投诉举报反映")
    elif (state := entry_state(entry, at)) not in OPEN_TO_OBJECTION:
        reasons.append(SHUT[state])
    return reasons + reasons_against_words(content)


def reasons_against_words(content):
    """What is wrong with the words of an objection, whenever it comes."""
    reasons = [TOO_SHORT] if len(content.strip()) < SHORTEST else []
    return reasons + ([TOO_LONG] if len(content) > LONGEST else [])


def reasons_against_answering(objection, *, answer):
    """Why ``objection`` cannot be answered so."""
    reasons = []
    if objection.answered_at is not None:
        reasons.append("该异议已答复")
    if len(answer.strip()) < 10:
        reasons.append("请写明核查情况和结论（至少10个字）")
    return reasons


def reasons_against_knowing(objection, *, by):
    """Why ``by`` may neither learn who made ``objection`` nor see its evidence (R67)."""
    reasons = []
    if not organisations(by, Permission.INVESTIGATE_OBJECTIONS):
        reasons.append("只有异议与投诉核查人员可以查看")
    if by.ties.filter(applicant=objection.entry.applicant_id).exists():
        reasons.append("您与该申请单位有利害关系，应当回避")
    return reasons


def reasons_against_resuming(entry):
    """Why a held entry may not run on."""
    reasons = []
    if entry.closed_at is not None or not entry.is_held:
        reasons.append("该产品的公示没有中止")
    if entry.objections.open().exists():
        reasons.append("还有未答复的异议")
    return reasons
