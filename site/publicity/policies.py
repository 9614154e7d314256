"""May the public object, may it be answered so, may a window run on: the reasons against."""

from registry.permissions import organisations


def reasons_against_objecting(entry, *, at, content):
    """Why no objection to ``entry`` can be received at ``at`` (A11)."""
    reasons = []
    if entry.closed_at is not None:
        reasons.append("该产品的公示已结束；发现问题请作为投诉举报反映")
    elif not entry.is_held and at >= entry.ends_at:
        reasons.append("公示期已满；公示期后的问题请作为投诉举报反映")
    elif at < entry.publicity.published_at:
        reasons.append("公示尚未开始")
    if len(content.strip()) < 5:
        reasons.append("请说明异议内容（至少5个字）")
    if len(content) > 4000:
        reasons.append("异议内容不得超过4000字")
    return reasons


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
    if not organisations(by, "complaint_officer"):
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
