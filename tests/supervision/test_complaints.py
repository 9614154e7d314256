"""The life of a complaint: every way of its flow and no other, in time, and never silently."""

from itertools import pairwise

import pytest

from records.models import AuditEvent
from registry import ties
from registry.models import DishonestyEntry
from rules.lifecycle import ComplaintState
from rules.refusal import Refused
from rules.vocabulary import COMPLAINT_SOURCES
from supervision.models import Complaint, ComplaintStep
from supervision.policies import COMPLAINT_ACTS, complaint_acts
from supervision.services import complaints, joining, replies
from workflow import complaint_states
from workflow.services import findings

from .conftest import SAID

S = ComplaintState
#: What an act leads to from each state, by the flow's own steps.
WAYS = complaint_states.ways()


def every_act(officer, office, now):
    """State → the act that leads there."""
    who = {"by": officer, "at": now}
    return {
        S.ACCEPTED: lambda case: complaints.accept(case, unit=office, handler=officer, **who),
        S.NOT_ACCEPTED: lambda case: complaints.not_accept(case, because="不属本单位职责", **who),
        S.TRANSFERRED: lambda case: complaints.transfer(
            case, to="区市场监督管理局", reference="章测函〔2020〕1号", **who
        ),
        S.INVESTIGATING: lambda case: complaints.investigate(case, **who),
        S.DECIDED: lambda case: complaints.decide(
            case,
            findings="经走访核实，反映的情况属实。",
            action="none",
            public_summary="经核查，情况不属实。",
            **who,
        ),
        S.FED_BACK: lambda case: complaints.feed_back(
            case, channel="web", text="见公开答复。", **who
        ),
        S.CLOSED: lambda case: complaints.close(case, **who),
        S.JOINED: lambda case: joining.join(case, leading=leading_of(case, now), **who),
    }


def leading_of(case, now):
    """Another complaint about the same entry or product."""
    about = {"certificate": case.certificate, "item": case.item}
    return complaints.receive(source="visit", at=now, **about, **SAID)


def ways(state=S.RECEIVED, path=()):
    """Every path of the flow from the start, shortest first."""
    path = (*path, state)
    yield path
    for new in WAYS[state]:
        yield from ways(new, path)


def test_from_every_state_exactly_the_ways_of_the_flow_are_open(complain, officer, office_of, now):
    acts = every_act(officer, office_of, now)
    reached = {}
    for path in ways():
        reached.setdefault(path[-1], path)
    assert set(reached) == set(S)
    for state, path in reached.items():
        case = complain()
        for step in path[1:]:
            case = acts[step](case)
        for new, act in acts.items():
            if new in WAYS[state]:
                continue
            with pytest.raises(Refused, match=r"不能(再变更|变更|办结)|已经是"):
                act(case)
            case.refresh_from_db()
            assert case.state == state, (state, new)


def test_nothing_is_closed_but_through_a_feedback():
    for path in ways():
        if path[-1] is S.CLOSED:
            assert (S.FED_BACK, S.CLOSED) in set(pairwise(path))


def test_the_limits_are_working_days_and_can_be_extended_once(complain, bring, officer, now):
    case = complain()
    assert (case.accept_due_on - now.date()).days >= 5
    case = bring(case, "investigating")
    before = case.finish_due_on
    case = complaints.extend(case, because="需要送检等待结果", by=officer, at=now)
    assert case.finish_due_on > before
    assert "送检" in case.steps.last().public_text
    with pytest.raises(Refused, match="已经延期一次"):
        complaints.extend(case, because="还需要时间核实", by=officer, at=now)


def test_the_track_calls_who_handles_it_by_its_one_official_name(
    complain, officer, head, certificate, now
):
    unit = certificate.ruleset.office
    unit.full_name = "示例区扶贫开发办公室"
    unit.save()
    case = complaints.accept(complain(), unit=unit, handler=officer, by=officer, at=now)
    complaints.hand_over(case, unit=unit, handler=head, by=head, at=now)
    told = [step.public_text for step in case.steps.order_by("pk") if step.public_text]
    assert told == ["已受理，由示例区扶贫开发办公室承办", "由示例区扶贫开发办公室承办"]


def uphold(case, action="dishonesty", cause="quality_safety", **who):
    return complaints.decide(
        case,
        findings="经检验，产品质量不合格，情节严重。",
        action=action,
        cause=cause,
        public_summary="经核查属实，已暂停并提请清理。",
        **who,
    )


@pytest.mark.parametrize("source", dict(COMPLAINT_SOURCES))
def test_whatever_way_a_complaint_came_its_finding_opens_a_case(
    complain, bring, officer, certificate, now, source
):
    case = bring(complain(source=source), "investigating")
    uphold(case, action="suspend", by=officer, at=now)
    certificate.refresh_from_db()
    assert certificate.status == "suspended"
    origin = "media" if source == "media" else "complaint"
    assert certificate.changes.get().origin == origin


def test_a_confirmed_finding_stops_the_entry_at_once_and_removal_needs_the_province(
    complain, bring, officer, certificate, now
):
    case = bring(complain(), "investigating")
    with pytest.raises(Refused, match="请选择查实的原因"):
        uphold(case, cause="", by=officer, at=now)
    uphold(case, by=officer, at=now)
    certificate.refresh_from_db()
    assert certificate.status == "suspended"
    assert DishonestyEntry.objects.get().state == "proposed"
    [change] = certificate.changes.all()
    assert (change.decision, change.origin, change.reported_by) == ("remove", "complaint", officer)
    letter = certificate.item.letters.get(kind="suspended")
    assert "已暂停并提请清理" in letter.text
    assert "情节严重" not in letter.text
    assert not hasattr(complaints, "remove_on_decision")


def test_a_second_complaint_upheld_joins_the_case_that_holds_the_entry(
    complain, bring, officer, certificate, now
):
    for action in ("suspend", "remove"):
        uphold(bring(complain(), "investigating"), action=action, by=officer, at=now)
    [change] = certificate.changes.all()
    answers = list(change.proposals.order_by("pk").values_list("answer", flat=True))
    assert answers == ["confirmed", "joined"]


def test_what_a_bureau_upholds_waits_for_who_may_suspend(complain, officer, user, certificate, now):
    reviewer = user("agri_reviewer@nyncj")
    case = complaints.accept(
        complain(source="media"),
        unit=certificate.ruleset.bureau,
        handler=reviewer,
        by=officer,
        at=now,
    )
    case = complaints.investigate(case, by=reviewer, at=now)
    uphold(case, action="suspend", by=reviewer, at=now)
    certificate.refresh_from_db()
    assert (certificate.status, certificate.changes.count()) == ("active", 0)
    assert case.proposal.answered_at is None
    with pytest.raises(Refused, match="权限"):
        findings.confirm_proposal(case.proposal, by=reviewer, at=now)
    with pytest.raises(Refused, match="理由"):
        findings.decline_proposal(case.proposal, because="", by=officer, at=now)
    [change] = findings.confirm_proposal(case.proposal, by=officer, at=now)
    certificate.refresh_from_db()
    assert (certificate.status, change.decision, change.origin) == ("suspended", "suspend", "media")
    assert (change.reported_by, change.registered_by) == (reviewer, officer)
    with pytest.raises(Refused, match="已由"):
        findings.confirm_proposal(case.proposal, by=officer, at=now)


def test_a_proposal_is_declined_with_a_reason_and_the_entry_stays(
    complain, officer, user, certificate, now
):
    reviewer = user("agri_reviewer@nyncj")
    case = complaints.accept(
        complain(), unit=certificate.ruleset.bureau, handler=reviewer, by=officer, at=now
    )
    case = complaints.investigate(case, by=reviewer, at=now)
    uphold(case, by=reviewer, at=now)
    findings.decline_proposal(case.proposal, because="检验报告不足以认定", by=officer, at=now)
    certificate.refresh_from_db()
    case.proposal.refresh_from_db()
    assert (certificate.status, case.proposal.answer) == ("active", "declined")


def test_a_complaint_about_an_officer_does_not_exist_for_that_officer(
    complain, officer, head, office_of, now
):
    case = complain(
        subject_kind="person", about_text=f"区扶贫办{officer.get_full_name()}", certificate=None
    )
    assert case.about_user == officer
    assert case not in Complaint.objects.scope(officer)
    assert case in Complaint.objects.scope(head)
    with pytest.raises(Refused, match="您本人"):
        complaints.transfer(case, to="区纪委", reference="1号", by=officer, at=now)
    with pytest.raises(Refused, match="您本人"):
        complaints.accept(case, unit=office_of, handler=officer, by=head, at=now)


def test_whoever_is_tied_to_the_applicant_neither_sees_nor_handles_it(
    complain, officer, office_of, certificate, now
):
    case = complain()
    ties.declare(officer, certificate.applicant, at=now)
    assert case not in Complaint.objects.scope(officer)
    with pytest.raises(Refused, match="利害关系"):
        complaints.accept(case, unit=office_of, handler=officer, by=officer, at=now)


def test_a_head_who_also_works_for_a_bureau_still_knows_of_all_complaints(complain, head, user):
    things = complain()
    people = complain(subject_kind="person", about_text="某工作人员", certificate=None)
    bureau = user("agri_reviewer@nyncj").memberships.get().organisation
    head.memberships.create(organisation=bureau, role="agri_reviewer")
    assert {things, people} <= set(Complaint.objects.scope(user("manager@fpb")))


def test_who_complained_is_unreadable_in_the_database_and_every_look_is_on_the_record(
    complain, officer, now
):
    case = complain(person_name="王小示", person_contact="15400000001")
    stored = Complaint.objects.extra(select={"raw": "person_name"}).get().raw
    assert "王小示" not in stored
    with pytest.raises(Refused, match="查看目的"):
        complaints.reveal(case, purpose=" ", by=officer, at=now)
    seen = complaints.reveal(case, purpose="电话核实", by=officer, at=now)
    assert seen == ("王小示", "15400000001")
    trail = AuditEvent.objects.filter(subject_id=f"{case.pk}", action="supervision.reveal")
    assert [event.because for event in trail] == ["电话核实"]
    written = str(list(AuditEvent.objects.values())) + str(list(ComplaintStep.objects.values()))
    assert "王小示" not in written
    assert "15400000001" not in written


@pytest.mark.parametrize(
    ("text", "reason"),
    [("属实，联系人15412345678", "手机号"), ("王小示反映的属实。", "姓名"), ("好", "至少5个字")],
)
def test_the_public_answer_holds_no_personal_data(complain, bring, officer, now, text, reason):
    case = bring(complain(person_name="王小示"), "investigating")
    with pytest.raises(Refused, match=reason):
        complaints.decide(
            case,
            findings="经走访核实，反映的情况属实。",
            action="none",
            public_summary=text,
            by=officer,
            at=now,
        )


def test_the_applicant_answers_once_and_never_learns_who_complained(
    complain, bring, officer, certificate, user, now
):
    case = bring(complain(person_name="王小示"), "accepted")
    with pytest.raises(Refused, match="姓名"):
        replies.ask(case, question="王小示说产品有腐坏，请说明。", by=officer, at=now)
    asked = replies.ask(case, question="请说明该批产品的检验情况。", by=officer, at=now)
    agent = user(f"applicant@{certificate.applicant_id}")
    with pytest.raises(Refused, match="只有被询问的单位"):
        replies.reply(asked, answer="我们没有这种情况。", by=officer, at=now)
    replies.reply(asked, answer="该批产品检验合格，附检验报告。", by=agent, at=now)
    with pytest.raises(Refused, match="已经答复"):
        replies.reply(asked, answer="再补充一些情况说明。", by=agent, at=now)


def test_what_is_missing_of_a_complaint_is_said_all_at_once(office, at):
    with pytest.raises(Refused) as refused:
        complaints.receive(
            source="12345",
            at=at,
            **{**SAID, "about_text": " ", "content": "不好", "person_contact": "0797-1"},
        )
    assert set(refused.value.fields) == {"about_text", "content", "person_name"}


def test_what_the_page_greys_out_is_what_the_service_refuses(complain, officer, office_of, now):
    """One list: every act that is shut says why, and the act itself refuses for that reason."""
    moves, who = every_act(officer, office_of, now), {"by": officer, "at": now}
    acts = {name: moves[state] for name, state in COMPLAINT_ACTS.items() if state} | {
        "ask": lambda case: replies.ask(case, question="请说明该批产品的检验情况。", **who),
        "extend": lambda case: complaints.extend(case, because="需要送检等待结果", **who),
        "hand_over": lambda case: complaints.hand_over(
            case, unit=office_of, handler=officer, **who
        ),
        "person": lambda case: complaints.name_subject(case, person=officer, **who),
        "separate": lambda case: joining.separate(case, because="不是同一问题", **who),
    }
    assert set(acts) == set(COMPLAINT_ACTS)
    seen = set()
    for path in ways():
        case = complain()
        for step in path[1:]:
            case = moves[step](case)
        if case.state in seen:
            continue
        seen.add(case.state)
        for name, reasons in complaint_acts(case, by=officer):
            if reasons:
                with pytest.raises(Refused) as refused:
                    acts[name](case)
                assert set(reasons) <= set(refused.value.reasons), (case.state, name)
    assert seen == set(S)


def test_a_complaint_is_given_to_who_can_see_it_and_handed_on_when_they_cannot(
    complain, officer, head, office_of, user, now
):
    reviewer, who = user("agri_reviewer@nyncj"), {"by": head, "at": now}
    bureau = reviewer.memberships.get().organisation
    case = complain()
    with pytest.raises(Refused, match="没有办理该件的职责"):
        complaints.accept(case, unit=office_of, handler=reviewer, **who)
    case = complaints.accept(case, unit=bureau, handler=reviewer, **who)
    assert case in Complaint.objects.scope(reviewer)
    limit = case.finish_due_on
    with pytest.raises(Refused, match="没有办理该件的职责"):
        complaints.hand_over(case, unit=bureau, handler=officer, **who)
    case = complaints.hand_over(case, unit=office_of, handler=officer, **who)
    assert (case.handler, case.finish_due_on) == (officer, limit)
    assert case not in Complaint.objects.scope(reviewer)
    about_somebody = complain(subject_kind="person", about_text="某工作人员", certificate=None)
    with pytest.raises(Refused, match="没有办理该件的职责"):
        complaints.accept(about_somebody, unit=bureau, handler=reviewer, **who)


def test_who_is_tied_finds_every_act_shut_for_that_one_reason(complain, officer, certificate, now):
    case = complain()
    ties.declare(officer, certificate.applicant, at=now)
    shut = complaint_acts(case, by=officer)
    assert {tuple(reasons) for _name, reasons in shut} == {("您与被投诉单位有利害关系，应当回避",)}


def test_a_unit_without_an_entry_can_be_proposed_for_the_register_once(
    complain, bring, officer, certificate, now
):
    """冒用名义: who never was certified has nothing that could be suspended."""
    for _ in range(2):
        case = complain(
            certificate=None, applicant=certificate.applicant, category="misuse_of_name"
        )
        complaints.decide(
            bring(case, "investigating"),
            findings="经核查，该单位冒用名义销售，情况属实。",
            action="dishonesty",
            public_summary="经核查属实，已提请失信登记。",
            by=officer,
            at=now,
        )
    entry = DishonestyEntry.objects.get()
    assert (entry.cause, entry.state) == ("misuse_of_name", "proposed")
    assert "已提请失信登记" in entry.facts
    assert "冒用名义销售" not in entry.facts, "findings are the office's own, the unit reads facts"
    assert entry.source.startswith("投诉举报 TS")
    certificate.refresh_from_db()
    assert certificate.status == "active"
