"""Is this opinion complete, and may it be given? One list for the form and for the act (R12)."""

from applications.models import Material
from records.prepared import NUMBER, Prepared
from registry.listed_words import REFUSAL, is_offered
from rules import typed_dates
from rules.duties import CRITERIA, Duty
from rules.periods import local_day
from rules.visitors import names_in

from ..models import Opinion

SHORTEST_OPINION = 20
BENEFIT_PROOF = Prepared(
    lambda application: (
        Material.objects.current()
        .filter(application=application, kind="M3_benefit_proof")
        .order_by()
        .values_list("pk")[:1]
    ),
    NUMBER,
)


def reasons_against_opinion(item, step, opinion, *, on):
    """Why ``opinion`` (its values) cannot be signed on day ``on``, as ``[(field, reason)]``."""
    result = opinion.get("result")
    reasons = [*_about_text(opinion), *_about_figures(opinion), *_about_visit(item, opinion, on)]
    if result == Opinion.Result.PASS:
        reasons += _about_criteria(step, opinion.get("criteria") or {})
        reasons += _about_verification(item, step, opinion)
    elif result == Opinion.Result.RETURN:
        reasons += _about_returning_again(item, step, opinion)
    elif result == Opinion.Result.REFUSE:
        reasons += reasons_against_reason(opinion.get("reason_code"), "不同意必须选择理由", on=on)
    else:
        reasons.append(("result", "请选择结论"))
    return reasons


def reasons_against_reason(code, when_none, *, on):
    """Why a refusal on day ``on`` cannot be for the reason ``code``: it must be offered then."""
    if not code:
        return [("reason_code", when_none)]
    is_open = is_offered(REFUSAL, code, on=on)
    return [] if is_open else [("reason_code", "该理由没有施行或者已经停用，请重新选择")]


def _about_text(opinion):
    """Words of some length; where a product is sent back, the points to mend say it all."""
    if opinion.get("result") == Opinion.Result.RETURN and opinion.get("demands"):
        return []
    if len((opinion.get("text") or "").strip()) < SHORTEST_OPINION:
        return [("text", f"请写明意见（至少{SHORTEST_OPINION}个字）")]
    return []


def _about_criteria(step, criteria):
    """Every criterion concluded as met, each with what it rests on."""
    reasons = []
    for name, title in CRITERIA[step]:
        concluded = criteria.get(name) or {}
        if not concluded.get("met"):
            reasons.append((f"met_{name}", f"“{title}”未确认，不能同意"))
        if not (concluded.get("evidence") or "").strip():
            reasons.append((f"evidence_{name}", f"请写明“{title}”的依据"))
    return reasons


def _about_verification(item, step, opinion):
    """R64: the station endorses only what it has seen for itself, by two people (D002 第二条)."""
    if step != Duty.ENDORSE:
        return []
    reasons = []
    if not BENEFIT_PROOF.first(item.application_id):
        reasons.append(("result", "缺少带贫益贫成效证明，不能认可"))
    for field, reason in (
        ("verified_households", "请填写核实的带动户数"),
        ("verified_persons", "请填写核实的带动人数"),
        ("visited_on", "请填写现场核实日期"),
        ("visited_by", "请填写现场核实人（两人）"),
    ):
        if opinion.get(field) in (None, ""):
            reasons.append((field, reason))
    if item.average_income_fen is not None and opinion.get("verified_income_fen") is None:
        reasons.append(("verified_income_fen", "申请单位填报了户均年增收，请填写核实的数额"))
    return reasons


def _about_visit(item, opinion, on):
    visited_on, visited_by = opinion.get("visited_on"), opinion.get("visited_by")
    if visited_on is not None:
        floor = local_day(item.application.submitted_at)
        reasons = typed_dates.VISIT.reasons_against(visited_on, on=on, floor=floor)
        if reasons:
            return reasons
    if bool(visited_on) != bool(visited_by) and opinion.get("result") != Opinion.Result.PASS:
        return [("visited_by", "现场核实日期与核实人应同时填写")]
    if visited_by and len(names_in(visited_by)) < 2:
        return [("visited_by", "现场核实须由两人以上进行，请写明每个人的姓名，用顿号分开")]
    return []


def _about_figures(opinion):
    households, persons = opinion.get("verified_households"), opinion.get("verified_persons")
    if households is not None and persons is not None and persons < households:
        return [("verified_persons", "核实人数不得少于核实户数")]
    return []


def _about_returning_again(item, step, opinion):
    """R66: a request to supplement is one-time and itemised; a second needs a reason, and the
    head's signature (``policies/countersigning.py``).
    """
    reasons = reasons_against_demands(opinion.get("demands"))
    if returned_before(item, step) and not (opinion.get("supervisor_reason") or "").strip():
        reasons.append(
            ("supervisor_reason", "补正要求应一次性告知；再次退回须写明理由，由负责人审签")
        )
    return reasons


def reasons_against_demands(demands):
    """R66: whoever sends a product back says point by point what is to be mended."""
    return [] if demands else [("demands", "退回补正须逐项列明补正事项")]


def returned_before(item, step):
    """Whether this step has asked the applicant to mend this product before."""
    return item.opinions.filter(step=step, result=Opinion.Result.RETURN).exists()
