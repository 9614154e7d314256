"""A complaint about a product on its way keeps it from the catalogue, and until when (A11)."""

from datetime import timedelta

import pytest
from tests.support.standing import stands

from applications.models import Item
from demo.acts import holder, perform
from demo.walking import end_windows
from registry import ties
from rules.lifecycle import ComplaintState
from rules.refusal import Refused
from supervision.services import complaints
from workflow.positions import nodes_of, open_task
from workflow.services.listing import list_item
from workflow.services.listing_decisions import decide as decide_listing
from workflow.services.submissions import terminate

from .test_complaints import every_act


@pytest.fixture
@stands
def awaited(walked):
    """A product before its listing, and a time at which it could be listed."""
    [item] = walked("national", serial=2)
    entry = item.publicity_entries.running().get()
    end_windows([item])
    return item, entry.ends_at + timedelta(days=3)


def decide(case, action, *, by, at, **details):
    return complaints.decide(
        case,
        findings="经走访核实，已查明有关情况。",
        action=action,
        public_summary="经核查，已作出处理。",
        by=by,
        at=at,
        **details,
    )


def test_a_complaint_stops_the_listing_of_a_product_until_it_is_decided(
    awaited, officer, office_of, complain
):
    item, later = awaited
    case = complain(certificate=None, item=item)
    acts = every_act(officer, office_of, later)
    for act in (
        lambda case: case,
        acts[ComplaintState.ACCEPTED],
        acts[ComplaintState.INVESTIGATING],
    ):
        case = act(case)
        with pytest.raises(Refused, match=f"{case.number}尚未处理完毕"):
            perform(item, "list_item", at=later)
    decide(case, "none", by=officer, at=later)
    perform(item, "list_item", at=later)


def test_what_was_ordered_to_be_mended_is_seen_to_before_the_listing(
    awaited, officer, complain, bring
):
    item, later = awaited
    case = bring(complain(certificate=None, item=item), "investigating")
    case = decide(case, "correct", by=officer, at=later)
    with pytest.raises(Refused, match=f"{case.number}尚未处理完毕"):
        perform(item, "list_item", at=later)
    complaints.feed_back(case, channel="web", text="已在查询页公布结果。", by=officer, at=later)
    complaints.close(case, by=officer, at=later)
    perform(item, "list_item", at=later)


def test_a_product_that_a_complaint_keeps_out_is_never_listed_and_ended_by_the_head(
    awaited, officer, head, complain, bring
):
    item, later = awaited
    case = bring(complain(certificate=None, item=item), "investigating")
    case = decide(case, "no_listing", by=officer, at=later)
    with pytest.raises(Refused, match=f"{case.number}已查实，不予列入目录"):
        perform(item, "list_item", at=later)
    terminate(item, by=head, at=later, because=f"投诉举报{case.number}查实，不予列入目录")
    assert item.letters.filter(kind="terminated").exists()
    again = bring(complain(certificate=None, item=item), "investigating")
    with pytest.raises(Refused, match="没有关联在办的申请产品"):
        decide(again, "no_listing", by=officer, at=later)


def test_a_complaint_that_a_listing_overtook_is_about_the_entry(awaited, officer, complain, bring):
    item, later = awaited
    perform(item, "list_item", at=later)
    case = bring(complain(certificate=None, item=Item.objects.get(pk=item.pk)), "investigating")
    case = decide(case, "suspend", cause="quality_safety", by=officer, at=later)
    assert case.certificate == Item.objects.get(pk=item.pk).certificate


BECAUSE = "公示后查实带贫情况有出入，需要重新核实。"


@pytest.fixture
def kept_out(awaited, officer, complain, bring):
    """A product that a complaint keeps out, its complaint, and the time."""
    item, later = awaited
    case = complain(certificate=None, item=item, person_name="王小示")
    case = bring(case, "investigating")
    return item, decide(case, "no_listing", by=officer, at=later), later


def test_the_head_sends_a_product_kept_out_back_to_the_reviews_of_the_district(kept_out, head):
    item, case, later = kept_out
    decide_listing(item, decision="review", because=BECAUSE, by=head, at=later)
    old, item = item, Item.objects.get(pk=item.pk)
    assert (nodes_of(item), item.round) == (["review_benefit", "review_quality"], 2)
    assert open_task(old, "list_item") is None, "its old way is at an end"
    letter = item.letters.get(kind="review")
    assert BECAUSE in letter.text
    assert case.content not in letter.text
    clerk = holder("fpb_clerk@fpb")
    with pytest.raises(Refused, match="已退回重新审核"):
        list_item(old, listed_on=later.date(), evidence="全国公示期满无异议", by=clerk, at=later)
    for duty in ("benefit", "quality"):
        perform(item, f"review_{duty}", at=later)
    assert nodes_of(item) == ["report_to_city"], "what was publicised has not changed (A12)"
    with pytest.raises(Refused, match="没有待处置"):
        decide_listing(item, decision="release", because=BECAUSE, by=head, at=later)


def test_the_head_lets_a_product_go_on_with_a_ground(kept_out, head):
    item, _case, later = kept_out
    with pytest.raises(Refused, match="不少于10个字"):
        decide_listing(item, decision="release", because="已改", by=head, at=later)
    telling = "王小示反映的问题已经整改到位。"
    with pytest.raises(Refused, match="反映人"):
        decide_listing(item, decision="release", because=telling, by=head, at=later)
    decide_listing(item, decision="release", because=BECAUSE, by=head, at=later)
    perform(item, "list_item", at=later)
    assert Item.objects.get(pk=item.pk).certificate is not None


def test_the_head_ends_it_and_the_complaint_says_so(kept_out, head):
    item, case, later = kept_out
    decide_listing(item, decision="terminate", because=BECAUSE, by=head, at=later)
    assert Item.objects.get(pk=item.pk).outcome.kind == "terminated"
    case.refresh_from_db()
    assert case.listing_decision.decision == "terminate"


def test_nobody_but_the_head_decides_and_no_tie(kept_out, officer, head):
    item, _case, later = kept_out
    with pytest.raises(Refused, match="负责人可以决定"):
        decide_listing(item, decision="release", because=BECAUSE, by=officer, at=later)
    ties.declare(head, item.application.applicant, at=later)
    with pytest.raises(Refused, match="回避"):
        decide_listing(item, decision="release", because=BECAUSE, by=head, at=later)


def test_a_product_in_public_leaves_the_notice_for_a_new_review(
    walked, officer, head, complain, bring, at
):
    [item] = walked("notice", serial=3)
    case = bring(complain(certificate=None, item=item), "investigating")
    decide(case, "no_listing", by=officer, at=at)
    entry = item.publicity_entries.running().get()
    decide_listing(
        item, decision="review", because=BECAUSE, by=head, at=entry.publicity.published_at
    )
    entry.refresh_from_db()
    assert entry.ending == "returned"
    assert nodes_of(Item.objects.get(pk=item.pk)) == ["review_benefit", "review_quality"]


def test_what_the_review_will_see_anyway_is_not_sent_back_to_it(
    walked, officer, head, complain, bring, at
):
    [item] = walked("endorse", serial=3)
    case = bring(complain(certificate=None, item=item), "investigating")
    decide(case, "no_listing", by=officer, at=at)
    with pytest.raises(Refused, match="照常审核"):
        decide_listing(item, decision="review", because=BECAUSE, by=head, at=at)


def test_what_the_city_already_had_is_decided_anew_by_it(
    walked, officer, head, complain, bring, at
):
    [item] = walked("report", serial=3)
    assert nodes_of(item) == ["city_review"]
    case = bring(complain(certificate=None, item=item), "investigating")
    later = item.turns.latest("arrived_at").arrived_at
    decide(case, "no_listing", by=officer, at=later)
    decide_listing(item, decision="review", because=BECAUSE, by=head, at=later)
    item = Item.objects.get(pk=item.pk)
    for step in ("review_benefit", "review_quality", "report_to_city", "city_review"):
        perform(item, step, at=later)
    assert nodes_of(item) == ["province_review"]
    assert list(item.upper_reviews.filter(level="city").values_list("round", "result")) == [
        (1, ""),
        (2, "pass"),
    ]
