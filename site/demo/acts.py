"""The district's people at work: one believable act for each step of the flow.

Everything goes through the real services, by the person who holds the step's duty. The demo, the
simulation and the tests all walk with these feet.
"""

from files.intake import examine, take
from publicity.states import running_entry
from records.prepared import NUMBER, SECOND_TEXT, TEXT, Prepared
from registry.models import Membership, Organisation, User
from rules.duties import CRITERIA, Duty
from rules.periods import local_day
from workflow.mending import Mended, points
from workflow.models import OpinionProposal, UpperReview
from workflow.policies.countersigning import head_permission
from workflow.policies.opinions import returned_before
from workflow.positions import NODE_OF, open_task
from workflow.services import (
    countersigning,
    listing,
    notices,
    opinions,
    submissions,
    upper,
)

from .papers import pdf

OPINIONS = {
    "pass": "经现场核实和材料审核，情况属实，符合认定条件，同意。",
    "return": "营业执照复印件不清晰，带贫成效没有说明，请一次性补正所列事项。",
    "refuse": "经核实，带贫减贫成效不能证实，不符合认定条件，不同意认定。",
}
EXPLANATION = "已对照原件核对，提交的内容无误，原件可以随时查验。"
DEMANDS = ["清晰的营业执照复印件", "带贫成效说明"]
STEPS = {node: duty for duty, node in NODE_OF.items()}
#: Asked for every act: who holds a role somewhere the longest, and who acts for a unit.
HOLDERS = Prepared(
    lambda role, code: (
        Membership.objects.select_related("user")
        .filter(role=role, organisation__code=code)
        .order_by("pk")[:1]
    ),
    TEXT,
    SECOND_TEXT,
)
AGENTS = Prepared(lambda unit: User.objects.filter(applicant_id=unit).order_by("pk")[:1], NUMBER)
REFUSED_FOR = {"endorse": "benefit_unproven", "review_benefit": "benefit_unproven"}


def perform(item, node, *, at, choice="pass", dated=None):
    """Do the step of ``item`` at ``node`` with ``choice`` (pass, return, refuse, restart).

    ``dated`` is the day that its paper bears, where that is not the day of the act.
    """
    task, day = open_task(item, node), dated or local_day(at)
    return _act(node)(item, node, holder(task.owner_permission), choice, at, day)


def holder(permission):
    """The person who holds ``role@organisation`` or ``applicant@id``."""
    role, where = permission.split("@", 1)
    if role == "applicant":
        return agent(int(where))
    return _there(HOLDERS.first(role, where), Membership).user


def agent(applicant_id):
    """The first of a unit's people."""
    return _there(AGENTS.first(applicant_id), User)


def _there(row, model):
    if row is None:
        raise model.DoesNotExist
    return row


def _act(node):
    if node.startswith("mend_for"):
        return _mend
    return _ACTS[node]


def _sign(item, node, by, choice, at, day):
    kind = STEPS[node]
    met = {name: {"met": True, "evidence": "见材料和现场核实记录"} for name, _ in CRITERIA[kind]}
    opinion = {"result": choice, "text": OPINIONS[choice], "criteria": met}
    if choice == "refuse":
        opinion["reason_code"] = REFUSED_FOR.get(node, "quality_fail")
    if choice == "return":
        opinion["demands"] = DEMANDS
        if returned_before(item, kind):
            opinion["supervisor_reason"] = "首次补正的材料仍不完整"
    if kind == Duty.ENDORSE:
        opinion |= {
            "verified_households": item.households,
            "verified_persons": item.persons,
            "verified_income_fen": item.average_income_fen,
            "visited_on": day,
            "visited_by": "示例甲、示例乙",
        }
    done = countersigning.submit(item, kind, by=by, at=at, **opinion)
    if isinstance(done, OpinionProposal):
        head = holder(head_permission(done.task))
        return countersigning.approve(done, by=head, at=at)
    return done


def _mend(item, node, by, choice, at, day):
    return submissions.resubmit(item, answers=answers(item), by=by, at=at)


def answers(item):
    """What the applicant says to each point: what it has mended is told, the rest explained."""
    mended = Mended(item)
    return {point.key: _answer(point, mended) for point in points(item)}


def _answer(point, mended):
    if mended.file_for(point) is not None:
        return {"kind": "file", "text": ""}
    if mended.is_changed(point):
        return {"kind": "changed", "text": ""}
    return {"kind": "explanation", "text": EXPLANATION}


def _assign(item, node, by, choice, at, day):
    station = Organisation.objects.filter(kind="work_station").in_force(day).first()
    return opinions.assign_station(item, station=station, by=by, at=at)


def _report(item, node, by, choice, at, day):
    number = f"章测扶办报〔{day.year}〕{day.timetuple().tm_yday}号"
    return upper.report_to_city([item], document_no=number, reported_on=day, by=by, at=at)


def _outcome(level, agency):
    def act(item, node, by, choice, at, day):
        outcome = {
            "result": choice,
            "document_no": f"{agency}〔{day.year}〕{day.timetuple().tm_yday}号",
            "decided_on": day,
            "scan": evidence("扫描件.pdf", f"{agency}{day}", by=by, at=at),
        }
        if choice != "pass":
            outcome |= {"reasons": OPINIONS[choice], "reason_code": "benefit_unproven"}
        if choice == "return":
            outcome["demands"] = DEMANDS
        return upper.record_outcome(item, level, by=by, at=at, **outcome)

    return act


def _national(item, node, by, choice, at, day):
    url = f"https://platform.example.gov.cn/notices/{item.uid.hex[:12]}"
    return notices.record_national(
        item,
        published_on=day,
        external_url=url,
        evidence=evidence("截图.pdf", url, by=by, at=at),
        by=by,
        at=at,
    )


def evidence(name, title, *, by, at):
    """A stored file of one page with that title."""
    return take(examine(name, pdf(title)), by=by, at=at)


DECISIONS = {"pass": "resume", "restart": "restart", "return": "return", "refuse": "refuse"}


def _investigate(item, node, by, choice, at, day):
    entry = running_entry(item)
    finding = "upheld" if choice == "refuse" else "rejected"
    answer = (finding, "经查阅材料并现场走访，核查情况如下，特此答复。")
    findings = dict.fromkeys(entry.objections.open(), answer)
    return notices.investigate(
        item,
        decision=DECISIONS[choice],
        text="经调阅材料、走访核实，形成上述核查结论。",
        reason_code="benefit_unproven" if choice == "refuse" else "",
        demands=DEMANDS if choice == "return" else [],
        findings=findings,
        by=by,
        at=at,
    )


def _list(item, node, by, choice, at, day):
    return listing.list_item(
        item,
        listed_on=day,
        evidence="全国平台公示期满，未收到异议（截图存档）",
        by=by,
        at=at,
    )


_ACTS = {
    "assign_station": _assign,
    **dict.fromkeys(STEPS, _sign),
    "investigate_district": _investigate,
    "investigate_national": _investigate,
    "report_to_city": _report,
    "city_review": _outcome(UpperReview.Level.CITY, "市测扶办字"),
    "province_review": _outcome(UpperReview.Level.PROVINCE, "省测扶办字"),
    "record_national": _national,
    "list_item": _list,
}
