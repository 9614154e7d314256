"""Several complaints about one thing: handled as one, and every complainant is answered."""

import pytest

from records.models import AuditEvent
from registry import ties
from rules.refusal import Refused
from supervision.models import Complaint
from supervision.policies import complaint_acts
from supervision.services import complaints, joining, replies
from supervision.views import find_with_code


@pytest.fixture
def two(complain, bring, officer, now):
    """``(leading, joined)``: the second came while the first was being looked into."""
    leading = bring(complain(), "investigating")
    later = complain(person_name="王小示", person_contact="15400000001")
    return leading, joining.join(later, leading=leading, by=officer, at=now)


def decide(case, *, by, at, action="none", public_summary="经核查属实，已责令整改。"):
    return complaints.decide(
        case,
        findings="经走访核实，反映的情况属实。",
        action=action,
        public_summary=public_summary,
        by=by,
        at=at,
    )


def again(case):
    return Complaint.objects.get(pk=case.pk)


def test_the_leading_ones_decision_answers_whoever_else_reported_it(two, officer, now):
    leading, joined = two
    assert joined.finish_due_on is not None, "the promise to its own complainant runs on"
    decide(leading, by=officer, at=now)
    joined = again(joined)
    assert (joined.state, joined.decided_by) == ("decided", None)
    read = find_with_code(joined.number, joined.query_code)
    assert read.answer == "经核查属实，已责令整改。"
    assert "并案办理" in joined.steps.last().public_text
    assert leading.number not in str(list(joined.steps.values_list("public_text", flat=True)))
    assert not joined.feedbacks.exists(), "who left a name is told in person"
    with pytest.raises(Refused, match="尚未反馈"):
        complaints.close(joined, by=officer, at=now)
    complaints.feed_back(joined, channel="phone", text="已电话告知结果。", by=officer, at=now)
    complaints.close(joined, by=officer, at=now)


def test_an_anonymous_one_is_told_under_its_code_the_same_moment(complain, bring, officer, now):
    leading = bring(complain(), "investigating")
    joined = joining.join(complain(), leading=leading, by=officer, at=now)
    decide(leading, by=officer, at=now)
    joined = again(joined)
    assert (joined.state, joined.feedbacks.get().channel) == ("fed_back", "web")
    assert joined.feedbacks.get().text == joined.answer
    complaints.close(joined, by=officer, at=now)


@pytest.mark.parametrize("state", ["received", "accepted", "investigating"])
def test_joining_is_undone_to_where_it_stood_until_the_leading_one_is_decided(
    complain, bring, officer, now, state
):
    leading = bring(complain(), "investigating")
    own = complain() if state == "received" else bring(complain(), state)
    limit = own.finish_due_on
    case = joining.join(own, leading=leading, by=officer, at=now)
    with pytest.raises(Refused, match="请填写理由"):
        joining.separate(case, because=" ", by=officer, at=now)
    case = again(joining.separate(case, because="另有新情况", by=officer, at=now))
    assert (case.state, case.leading, case.finish_due_on) == (state, None, limit)
    trail = AuditEvent.objects.filter(action="supervision.separate", subject_id=f"{case.pk}")
    assert [event.actor for event in trail] == [officer.username]
    decide(leading, by=officer, at=now)
    assert again(case).state == state, "what was taken apart is not answered with the other"
    with pytest.raises(Refused, match="主件已经处理"):
        joining.join(again(case), leading=leading, by=officer, at=now)


def test_once_decided_nothing_is_taken_apart_any_more(two, officer, now):
    leading, joined = two
    decide(leading, by=officer, at=now)
    with pytest.raises(Refused, match="主件已经处理"):
        joining.separate(joined, because="不是同一问题", by=officer, at=now)


def test_what_cannot_be_joined_is_refused_with_its_reason(two, complain, officer, now):
    leading, joined = two
    for other, reason in (
        (leading, "已有其他件并入"),
        (complain(), "没有并入他件"),
    ):
        with pytest.raises(Refused, match=reason):
            joining.join(other, leading=joined, by=officer, at=now)
    alone = complain()
    with pytest.raises(Refused, match="另一件"):
        joining.join(alone, leading=alone, by=officer, at=now)
    about_nothing = complain(certificate=None)
    with pytest.raises(Refused, match="对象不同"):
        joining.join(alone, leading=about_nothing, by=officer, at=now)
    person = complain(subject_kind="person", about_text="某工作人员", certificate=None)
    with pytest.raises(Refused, match="您可以办理"):
        joining.join(about_nothing, leading=person, by=officer, at=now)
    with pytest.raises(Refused, match="主件"):
        joining.join(about_nothing, leading=None, by=officer, at=now)


def test_whoever_is_tied_joins_nothing(two, complain, officer, certificate, now):
    leading, _joined = two
    case = complain()
    ties.declare(officer, certificate.applicant, at=now)
    with pytest.raises(Refused, match="利害关系"):
        joining.join(case, leading=leading, by=officer, at=now)


def test_neither_the_answer_nor_a_question_names_any_of_the_complainants(two, officer, now):
    leading, joined = two
    with pytest.raises(Refused, match="反映人的姓名"):
        decide(leading, public_summary="王小示反映的属实。", by=officer, at=now)
    with pytest.raises(Refused, match="姓名"):
        replies.ask(leading, question="王小示说产品有腐坏，请说明。", by=officer, at=now)
    with pytest.raises(Refused, match="联系方式"):
        replies.ask(leading, question="15400000001反映腐坏，请说明。", by=officer, at=now)
    assert again(joined).state == "joined"


def test_a_transfer_or_a_refusal_of_the_leading_one_holds_for_all(complain, officer, now):
    for act, state in (
        (
            lambda case: complaints.not_accept(case, because="不属本单位职责", by=officer, at=now),
            "not_accepted",
        ),
        (
            lambda case: complaints.transfer(
                case, to="区市场监督管理局", reference="1号", by=officer, at=now
            ),
            "transferred",
        ),
    ):
        leading = complain()
        joined = joining.join(complain(), leading=leading, by=officer, at=now)
        act(leading)
        joined = again(joined)
        assert joined.state == state
        assert joined.next_due_on is not None
        assert not joined.feedbacks.exists(), "there is no public answer that could tell them"


def test_what_waits_for_another_offers_the_officer_that_one_way_back(two, officer):
    _leading, joined = two
    open_now = [name for name, reasons in complaint_acts(joined, by=officer) if not reasons]
    assert open_now == ["extend", "separate"]
