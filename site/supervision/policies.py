"""May a complaint go on, may it be answered so, may this be inspected: the reasons against."""

from datetime import timedelta

from publicity.policies import reasons_against_words
from registry.names import fill
from registry.permissions import held_by, organisations
from registry.roles import Permission, words_with
from rules import typed_dates
from rules.lifecycle import ComplaintState, reasons_against_way
from rules.official_dates import official_date
from rules.privacy import scan
from rules.vocabulary import COMPLAINT_ACTIONS, FINDING_REASONS, INTENT_STATES

from . import above
from .models import CaseProposal, Complaint
from .models.complaints import BEING_LOOKED_INTO, JOINED, UNDECIDED

#: Measures that take a catalogue entry out of use.
STOPPING = ("suspend", "remove", "dishonesty")
#: What can be done about a complaint, in the order of the work, and the state that it leads to.
COMPLAINT_ACTS = {
    "accept": ComplaintState.ACCEPTED,
    "refuse": ComplaintState.NOT_ACCEPTED,
    "investigate": ComplaintState.INVESTIGATING,
    "ask": None,
    "extend": None,
    "transfer": ComplaintState.TRANSFERRED,
    "join": ComplaintState.JOINED,
    "separate": None,
    "decide": ComplaintState.DECIDED,
    "feedback": ComplaintState.FED_BACK,
    "close": ComplaintState.CLOSED,
    "hand_over": None,
    "person": None,
}


def reasons_against_receiving(fields):
    """Why a complaint with these ``fields`` cannot be registered, as ``(field, reason)``."""
    if fields.get("late_entry") is not None:  # its words were asked for as those of an objection
        for reason in reasons_against_words(fields["content"]):
            yield "content", reason
        return
    content = fields.get("content", "").strip()
    if not fields.get("about_text", "").strip():
        yield "about_text", "请写明反映的产品、单位、场所或人员"
    if len(content) < 10:
        yield "content", "请说明反映的内容（至少10个字）"
    if len(content) > 4000:
        yield "content", "内容不得超过4000字"
    if fields.get("person_contact") and not fields.get("person_name"):
        yield "person_name", "留有联系方式的，请同时填写称呼；匿名反映的两项都不填"


def reasons_against_marking(intent, *, state, sale, is_free, by):
    """Why ``by`` cannot say so what came of a purchase intent, as ``(field, reason)``."""
    if by.applicant_id != intent.applicant_id:
        yield "", "只有该产品的申请单位可以处理"
    if state not in dict(INTENT_STATES):
        yield "state", "请选择处理情况"
    elif sale is not None and state != "closed":
        yield "state", "已经成交的，处理情况应为“已结束”"
    if not is_free:
        yield "sale", "请从本单位该产品收到意向以后的销售记录中选择，一条记录只能对应一条意向"


def reasons_against_handling(complaint, *, by):
    """Why ``by`` may do nothing about ``complaint`` at all (R67, §2.8)."""
    reasons = []
    if complaint.about_user_id and complaint.about_user_id == by.pk:
        reasons.append("该件反映的是您本人，您不得办理")
    if complaint.applicant_id and by.ties.filter(applicant=complaint.applicant_id).exists():
        reasons.append("您与被投诉单位有利害关系，应当回避")
    return reasons


def reasons_against_giving(complaint, *, unit, handler, on):
    """Why ``handler`` of ``unit`` cannot be given ``complaint`` on day ``on``: they must see it."""
    duties = duties_for(complaint, unit=unit, handler=handler, on=on)
    reasons = [] if duties else [f"{handler}在{unit}没有办理该件的职责"]
    if not unit.is_in_force(on + timedelta(days=1)):
        reasons.append(f"{unit}今天是最后一天，明天起不再办理，请选择承接它的单位")
    return reasons + reasons_against_handling(complaint, by=handler)


def duties_for(complaint, *, unit, handler, on):
    """The memberships by which ``handler`` may handle ``complaint`` for ``unit`` on day ``on``."""
    needed = Permission.HANDLE_COMPLAINTS
    if complaint.subject_kind == "person":
        needed = Permission.HANDLE_COMPLAINTS_OF_PEOPLE
    return held_by(handler, on).filter(organisation=unit, role__in=words_with(needed))


def complaint_acts(complaint, *, by):
    """``[(act, reasons against)]``: all that can be done about ``complaint``, now or not now."""
    barred = reasons_against_handling(complaint, by=by)
    ways = [COMPLAINT_ACTS[act] for act in above.open_acts(complaint)]
    return [(act, barred or _against_act(complaint, act, by, ways)) for act in COMPLAINT_ACTS]


def reasons_against_act(complaint, act, *, by):
    """Why ``by`` may not do ``act`` (of :data:`COMPLAINT_ACTS`) now, whatever they would write."""
    ways = [COMPLAINT_ACTS[each] for each in above.open_acts(complaint)]
    barred = reasons_against_handling(complaint, by=by)
    return barred or _against_act(complaint, act, by, ways)


def _against_act(complaint, act, by, ways):
    """``ways``: the states that the complaint's place in the flow leads to."""
    state, to = ComplaintState(complaint.state), COMPLAINT_ACTS[act]
    reasons = _OF_THE_ACT[act](complaint, by) if act in _OF_THE_ACT else []
    return list(dict.fromkeys([*(reasons_against_way(state, to, ways) if to else []), *reasons]))


def _against_handing_over(complaint, by):
    if complaint.handler_id is None or complaint.state == ComplaintState.CLOSED:
        return ["该件没有承办人，或者已经办结"]
    return []


def _against_asking(complaint, by):
    reasons = []
    if complaint.applicant_id is None:
        reasons.append("该件没有关联申请单位，不能要求答复")
    if complaint.state not in BEING_LOOKED_INTO:
        reasons.append("该件不在办理中，不能要求答复")
    return reasons


def _against_extending(complaint, by):
    if complaint.finish_due_on is None or complaint.due_on is None:
        return ["该件不在办理中，不能延期"]
    return ["该件已经延期一次，不能再次延期"] if complaint.is_extended else []


def _against_joining(complaint, by):
    if complaint.joined.exists():
        return ["已有其他件并入该件，不能再并入他件"]
    return []


def _against_separating(complaint, by):
    return [] if complaint.state == JOINED else ["该件没有并入他件，或者主件已经处理"]


def _against_closing(complaint, by):
    reasons = [] if complaint.feedbacks.exists() else ["尚未反馈，不能办结"]
    if CaseProposal.objects.waiting().filter(complaint=complaint).exists():
        reasons.append("处置建议尚未确认，不能办结")
    return reasons


def _against_naming(complaint, by):
    reasons = [] if complaint.subject_kind == "person" else ["该件反映的不是人员"]
    if not organisations(by, Permission.LEAD_COMPLAINTS):
        reasons.append(fill("由{office}负责人指明被反映人"))
    return reasons


_OF_THE_ACT = {
    "ask": _against_asking,
    "extend": _against_extending,
    "join": _against_joining,
    "separate": _against_separating,
    "close": _against_closing,
    "hand_over": _against_handing_over,
    "person": _against_naming,
}


def reasons_against_leading(complaint, leading, *, by):
    """Why ``leading`` cannot lead ``complaint``: about something else, decided, or hidden."""
    if leading is None or not Complaint.objects.scope(by).filter(pk=leading.pk).exists():
        return ["请选择您可以办理的主件"]
    reasons = []
    if leading.pk == complaint.pk or leading.leading_id is not None:
        reasons.append("主件须是另一件没有并入他件的投诉举报")
    if leading.state not in UNDECIDED:
        reasons.append("主件已经处理，不能再并入")
    if not Complaint.objects.about_the_same(complaint).filter(pk=leading.pk).exists():
        reasons.append("两件反映的对象不同，不能并案")
    return reasons


def reasons_against_decision(complaint, *, findings, action, cause, public_summary):
    """What is missing of a decision, or may not be said in it, as ``(field, reason)``."""
    if len(findings.strip()) < 10:
        yield "findings", "请写明调查情况（至少10个字）"
    if action not in dict(COMPLAINT_ACTIONS):
        yield "action", "请选择处理措施"
    if action == "no_listing" and (complaint.item is None or complaint.item.is_ended):
        yield "action", "该件没有关联在办的申请产品，不能作出不予列入目录的处理"
    if action in STOPPING[:2] and complaint.certificate_id is None:
        yield "action", "该件没有关联目录条目，不能暂停或清理"
    if action in STOPPING and complaint.certificate_id and cause not in dict(FINDING_REASONS):
        yield "cause", "暂停或清理的，请选择查实的原因"
    if action == "dishonesty" and complaint.applicant_id is None:
        yield "action", "该件没有关联申请单位，不能提请失信登记"
    for reason in reasons_against_publishing(complaint, public_summary):
        yield "public_summary", reason


def reasons_against_publishing(complaint, text):
    """Why ``text`` may not be read by whoever has the query code: no personal data (§5.7)."""
    reasons = []
    if len(text.strip()) < 5:
        reasons.append("请写明公开答复（至少5个字）")
    if scan(text):
        reasons.append("公开答复含有身份证号、银行卡号或手机号，请删去")
    if "person_name" in details_given_away(complaint, text):
        reasons.append("公开答复含有反映人的姓名，请删去")
    return reasons


def details_given_away(complaint, text):
    """Which of person_name and person_contact of any of its complainants stand in ``text``.

    They are its own, and those of the complaints that its answer answers too.
    """
    people = [complaint, *complaint.joined.all()]
    return {
        name
        for each in people
        for name in ("person_name", "person_contact")
        if getattr(each, name) and getattr(each, name) in text
    }


def reasons_against_asking(complaint, *, question):
    """Why the applicant cannot be asked so, as ``(field, reason)``."""
    if len(question.strip()) < 10:
        yield "question", "请写明需要说明的问题（至少10个字）"
    given_away = details_given_away(complaint, question)
    if "person_name" in given_away:
        yield "question", "不得向被投诉单位透露反映人的姓名"
    if "person_contact" in given_away:
        yield "question", "不得向被投诉单位透露反映人的联系方式"


def reasons_against_replying(request, *, by, answer, on):
    """Why the applicant cannot answer ``request`` so on day ``on``."""
    reasons = []
    if by.applicant_id != request.applicant_id:
        reasons.append("只有被询问的单位可以答复")
    if request.answered_at is not None:
        reasons.append("已经答复")
    elif request.complaint.state not in BEING_LOOKED_INTO:
        reasons.append("该件已经作出处理，不再接收答复")
    if on > request.due_on:
        reasons.append(f"答复期限（{official_date(request.due_on)}）已过，请与承办人联系")
    if len(answer.strip()) < 10:
        reasons.append("请写明情况（至少10个字）")
    return reasons


def reasons_against_inspecting(certificate, *, by):
    """R67: who is tied to the holder neither plans, records nor follows up a check of its entry."""
    if by.ties.filter(applicant=certificate.applicant_id).exists():
        return ["您与该条目的申请单位有利害关系，应当回避"]
    return []


def reasons_against_result(inspection, *, results, conclusion, findings, done_on, on):
    """What is missing of an inspection's result, as ``(field, reason)``."""
    if inspection.done_on is not None:
        yield "", "该次检查的结果已经登记"
    for name, value in results.items():
        if value not in inspection.Finding.values:
            yield name, "请选择"
    if conclusion not in inspection.Conclusion.values:
        yield "conclusion", "请选择结论"
    if conclusion == "passed" and "problem" in results.values():
        yield "conclusion", "有问题的检查不能定为合格"
    floor = inspection.certificate.valid_from
    yield from typed_dates.INSPECTION.reasons_against(done_on, on=on, floor=floor)
    if len(findings.strip()) < 10:
        yield "findings", "请写明检查情况（至少10个字）"
