"""A complaint about a product on its way keeps it from the catalogue, and until when (A11)."""

from datetime import timedelta

import pytest

from applications.models import Item
from demo.acts import perform
from demo.walking import end_windows
from rules.lifecycle import ComplaintState
from rules.refusal import Refused
from supervision.services import complaints
from workflow.services.submissions import terminate

from .test_complaints import every_act


@pytest.fixture
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
