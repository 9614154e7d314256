"""The states of an item, read off its flow: each node says what it is, once."""

from itertools import pairwise

import pytest
from django.urls import NoReverseMatch, reverse
from viewflow.workflow.flow import nodes as viewflow

from portal import stages as bar
from rules.duties import CRITERIA, Duty
from rules.lifecycle import EXITS, FINAL, REFUSED, ItemState, Stage
from workflow.flows import Certification, ChangeReporting
from workflow.item_states import ways
from workflow.nodes import DeskTask, MendingTask, Place
from workflow.positions import DESK_STEPS, NODE_OF
from workflow.services.milestones import REVIEWS
from workflow.stages import STAGE_OF_STATE, days_of

NODES = list(Certification.instance.nodes())
WAYS = ways()
STRAIGHT = """draft station_review district_review publicity_pending district_publicity
    report_pending
    city_pending province_pending national_pending national_publicity listing_pending listed"""


def leading_to(state):
    return {old for old, following in WAYS.items() if state in following}


def following(state):
    return {str(new) for new in WAYS[ItemState(state)]}


def reachable(start):
    reached, todo = {start}, [start]
    while todo:
        new = set(WAYS[todo.pop()]) - reached
        reached |= new
        todo += new
    return reached


def test_an_item_walks_from_draft_to_listed():
    for old, new in pairwise(STRAIGHT.split()):
        assert new in following(old)


def test_every_state_is_reached_from_draft_and_leads_to_an_end():
    assert reachable(ItemState.DRAFT) == set(ItemState) - EXITS
    assert all(reachable(state) & FINAL for state in ItemState)


def test_the_final_states_are_those_without_a_way_out():
    assert {state for state in ItemState if not WAYS[state]} == FINAL
    assert {ItemState.LISTED, *REFUSED.values(), *EXITS} == FINAL


def test_nothing_is_listed_without_both_publicities():
    assert leading_to(ItemState.LISTED) == {ItemState.LISTING_PENDING}
    assert leading_to(ItemState.LISTING_PENDING) == {ItemState.NATIONAL_PUBLICITY}
    past_publicity = {ItemState.DISTRICT_PUBLICITY, ItemState.DISTRICT_REVIEW}
    assert leading_to(ItemState.REPORT_PENDING) == past_publicity


def test_a_reviewed_item_never_goes_to_the_city_without_a_report():
    assert leading_to(ItemState.CITY_PENDING) == {ItemState.REPORT_PENDING}


def test_an_objection_is_resolved_in_four_ways_at_both_levels():
    both = {"district_returned", "district_refused"}
    assert following("objection_hold") == {"district_publicity", "publicity_pending", *both}
    at_national = {"national_publicity", "national_pending", *both}
    assert following("national_objection_hold") == at_national


def test_a_return_comes_back_to_who_asked():
    assert following("station_returned") == {"station_review"}
    for returned in ("district_returned", "city_returned", "province_returned"):
        assert following(returned) == {"district_review"}


def test_wherever_an_item_waits_its_node_says_its_state_and_stage():
    waiting = [node for node in NODES if isinstance(node, viewflow.View | viewflow.MessageCatch)]
    assert len(waiting) >= 18
    silent = [node.name for node in waiting if not (isinstance(node, Place) and node.state)]
    assert silent == []
    assert [node.name for node in waiting if not isinstance(node.stage, Stage)] == []


def test_every_state_has_words_for_its_applicant_and_a_stage_or_an_exit():
    assert set(bar.WORDS) == set(ItemState)
    assert set(STAGE_OF_STATE) == set(ItemState) - EXITS


def test_every_step_of_an_officer_has_its_page_its_roles_and_its_duty():
    tasks = [*NODES, *ChangeReporting.instance.nodes()]
    officers = [node for node in tasks if isinstance(node, DeskTask)]
    officers = [node for node in officers if not isinstance(node, MendingTask)]
    assert [node.name for node in officers] == list(DESK_STEPS)
    assert [node.name for node in officers if not node.permission] == []
    assert [node.name for node in officers if not leads_somewhere(node)] == []
    signing = [node for node in officers if node.about == "application"]
    assert {node.duty for node in signing} == set(CRITERIA) == set(NODE_OF)


def leads_somewhere(node):
    try:
        return reverse(node.page, args=[] if node.about == "batch" else [1])
    except NoReverseMatch:
        return ""


def test_every_duty_is_taken_at_a_step():
    assert {node.duty for node in DESK_STEPS.values()} - {None} == set(Duty)


def test_the_reviewers_side_by_side_make_one_milestone():
    assert set(REVIEWS) == {Duty.BENEFIT, Duty.QUALITY, Duty.PRICE}


@pytest.mark.django_db
def test_the_days_of_a_stage_are_the_limits_of_its_ordinary_steps(office):
    from registry.models import RuleSet

    ruleset = RuleSet.objects.get()
    assert [days_of(stage, ruleset) for stage in Stage] == [
        0,
        ruleset.station_days,
        ruleset.review_days,
        ruleset.publicity_days,
        ruleset.report_days + ruleset.outcome_days,
        ruleset.outcome_days,
        ruleset.national_days + ruleset.national_publicity_days,
        ruleset.listing_days,
    ]
