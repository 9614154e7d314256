"""Ways back from a signature: until the next desk has opened the paper, and to the desk before."""

from datetime import timedelta

import pytest

from applications.models import Item
from demo.acts import perform
from registry.models import RuleSet, Tie
from rules.lifecycle import ItemState
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Letter, Opinion, OpinionDraft, Reversal, Turn
from workflow.positions import nodes_of, open_task, state_of
from workflow.services import desk, reversals, submissions
from workflow.whereabouts import when

pytestmark = pytest.mark.django_db
WHY = "误选了结论，重新办理"
REVIEWER, BUREAU = "fpb_reviewer@fpb", "agri_reviewer@nyncj"


def fresh(item):
    return Item.objects.get(pk=item.pk)


def signed(item, step):
    return Opinion.objects.get(item=item, step=step)


def later(opinion):
    return opinion.signed_at + timedelta(minutes=5)


def take_back(opinion, **changes):
    values = {"because": WHY, "by": opinion.signed_by, "at": later(opinion)}
    return reversals.take_back(opinion, **{**values, **changes})


def refusal(opinion, **changes):
    with pytest.raises(Refused) as refused:
        take_back(opinion, **changes)
    return "".join(refused.value.reasons)


def test_an_endorsement_is_taken_back_and_the_step_is_the_signers_again(walked):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    row = take_back(opinion)
    assert nodes_of(item) == ["endorse"]
    assert state_of(fresh(item)) == ItemState.STATION_REVIEW
    assert open_task(item, "endorse").owner == opinion.signed_by
    assert not Opinion.objects.exists(), "nobody counts it any more"
    assert (row.values["text"], row.signed_by) == (opinion.text, opinion.signed_by)
    draft = OpinionDraft.objects.get()
    assert (draft.values["text"], draft.person) == (opinion.text, opinion.signed_by)
    assert violations() == []


def test_what_was_taken_back_is_signed_anew_and_goes_on(walked):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    take_back(opinion)
    at = later(opinion) + timedelta(minutes=5)
    perform(fresh(item), "endorse", at=at)
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    for step in ("review_benefit", "review_quality"):
        perform(fresh(item), step, at=at + timedelta(hours=1))
    assert nodes_of(item) == ["await_notice"]
    assert violations() == []


def test_its_letters_are_void_and_the_applicant_is_told(walked):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    take_back(opinion)
    assert Letter.objects.get(item=item, kind="endorsed").voided_at == later(opinion)
    told = Letter.objects.get(item=item, kind="taken_back")
    assert "暂不需要办理任何事项" in told.text
    assert WHY not in told.text, "the office's reasons are its own"


def test_a_demand_nobody_has_opened_is_taken_back_and_closes_no_letter(walked):
    (item,) = walked("endorse", choice="return")
    assert nodes_of(item) == ["mend_for_station"]
    take_back(signed(item, "endorse"))
    assert nodes_of(item) == ["endorse"]
    assert not Letter.objects.closed().exists()


def test_a_demand_that_was_opened_stands(walked):
    (item,) = walked("endorse", choice="return")
    opinion = signed(item, "endorse")
    Letter.objects.filter(kind="returned").update(read_at=later(opinion))
    assert f"申请单位已于{when(later(opinion))}查收补正通知" in refusal(opinion)
    assert nodes_of(item) == ["mend_for_station"]


def test_once_the_next_desk_has_opened_it_the_signature_stands(walked, user):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    reversals.open_step(open_task(item, "review_benefit"), by=user(REVIEWER), at=later(opinion))
    assert f"“带贫减贫成效审核”已由示例审核于{when(later(opinion))}打开" in refusal(opinion)


def test_once_the_next_desk_has_taken_it_the_signature_stands(walked, user):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    desk.claim(open_task(item, "review_quality"), by=user(BUREAU), at=later(opinion))
    assert "“质量安全审核”已由示例农业签收" in refusal(opinion)


def test_one_of_two_reviews_is_taken_back_and_the_other_stays_signed(walked):
    (item,) = walked("endorse")
    at = signed(item, "endorse").signed_at + timedelta(hours=1)
    perform(fresh(item), "review_benefit", at=at)
    take_back(signed(item, "benefit"))
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    perform(fresh(item), "review_quality", at=at + timedelta(hours=1))
    assert nodes_of(item) == ["review_benefit"]
    perform(fresh(item), "review_benefit", at=at + timedelta(hours=2))
    assert nodes_of(item) == ["await_notice"]


@pytest.mark.parametrize("mine", ["benefit", "quality"])
def test_after_both_signed_either_is_taken_back_and_the_other_counts(walked, mine):
    (item,) = walked("review")
    other = "quality" if mine == "benefit" else "benefit"
    opinion = signed(item, mine)
    at = max(signed(item, step).signed_at for step in (mine, other)) + timedelta(minutes=1)
    take_back(opinion, at=at)
    assert nodes_of(item) == [f"review_{mine}"]
    assert signed(item, other)
    perform(fresh(item), f"review_{mine}", at=at + timedelta(minutes=1))
    assert nodes_of(item) == ["await_notice"]
    assert violations() == []


def test_two_ways_back_one_after_the_other_leave_both_rows(walked):
    (item,) = walked("review")
    at = signed(item, "quality").signed_at + timedelta(hours=1)
    for step in ("benefit", "quality"):
        take_back(signed(item, step), at=at)
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    for step in ("review_benefit", "review_quality"):
        perform(fresh(item), step, at=at + timedelta(hours=1))
    assert nodes_of(item) == ["await_notice"]
    assert Reversal.objects.count() == 2


def test_what_stands_before_the_public_is_not_taken_back(walked):
    (item,) = walked("notice")
    assert "待发布公示已经完成" in refusal(signed(item, "benefit"))


def test_a_refusal_that_ended_the_product_is_final(walked):
    (item,) = walked("endorse", choice="refuse")
    assert "不能再办理" in refusal(signed(item, "endorse"))


def test_nobody_takes_back_what_another_signed_nor_without_a_reason(walked, user):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    assert "只有签署人本人可以收回" in refusal(opinion, by=user(REVIEWER))
    assert "请写明理由" in refusal(opinion, because="误")
    Tie.objects.create(
        user=opinion.signed_by, applicant=item.application.applicant, declared_at=later(opinion)
    )
    assert "应当回避" in refusal(opinion)


def test_the_second_press_is_told_that_it_was_taken_back(walked):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    take_back(opinion)
    assert "该意见已经收回或者退回" in refusal(opinion)


def test_the_limit_of_the_step_goes_on_from_what_was_used(walked):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    before = Turn.objects.get(task=opinion.task_id)
    take_back(opinion)
    now = Turn.objects.get(task=open_task(item, "endorse"))
    assert now.working_days < before.working_days


def test_a_withdrawn_product_has_no_way_back(walked, at):
    from demo.acts import agent

    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    submissions.withdraw(item, by=agent(item.application.applicant_id), at=later(opinion))
    assert "撤回该产品" in refusal(opinion, at=later(opinion) + timedelta(minutes=1))


def send(item, by, at, because="现场核实的户数与名册不符，请复核"):
    return reversals.send_to_station(item, because=because, by=by, at=at)


def test_a_reviewer_sends_the_paper_back_to_the_station_in_the_same_round(walked, user):
    (item,) = walked("endorse")
    opinion = signed(item, "endorse")
    send(item, user(REVIEWER), later(opinion))
    assert nodes_of(item) == ["endorse"]
    assert fresh(item).round == opinion.round
    assert open_task(item, "endorse").owner is None, "anybody of the station takes it up"
    assert OpinionDraft.objects.get().person == opinion.signed_by
    perform(fresh(item), "endorse", at=later(opinion) + timedelta(hours=1))
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    assert violations() == []


def test_once_one_review_is_signed_only_the_applicant_can_mend(walked, user):
    (item,) = walked("endorse")
    at = later(signed(item, "endorse"))
    perform(fresh(item), "review_quality", at=at)
    with pytest.raises(Refused, match="本轮已有审核意见签署"):
        send(item, user(REVIEWER), at + timedelta(minutes=1))


def test_only_whose_task_it_is_sends_back(walked, user):
    (item,) = walked("endorse")
    with pytest.raises(Refused, match="该产品不在区级审核环节"):
        send(item, user("fpb_clerk@fpb"), later(signed(item, "endorse")))


def test_what_the_head_signed_off_is_the_heads(paper, at):
    from tests.desk.conftest import head_of

    from workflow.models import OpinionProposal
    from workflow.services import countersigning

    RuleSet.objects.update(countersign_endorsement=True)
    (item,) = paper()
    head = head_of(item.application.station, "station_head")
    perform(fresh(item), "endorse", at=at + timedelta(days=1))
    proposal = OpinionProposal.objects.filter(decided_at=None).first()
    if proposal is not None:
        countersigning.approve(proposal, by=head, at=at + timedelta(days=1, hours=1))
    opinion = signed(item, "endorse")
    assert "审签，不能由经办人收回" in refusal(opinion)
