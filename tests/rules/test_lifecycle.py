"""Tables of states: where an application item and a certificate may go."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.lifecycle import (
    EXITS,
    FINAL,
    OPS,
    TRANSITIONS,
    CertificateOp,
    CertificateStatus,
    ItemState,
    after,
    reasons_against,
    reasons_against_op,
)

THE_STRAIGHT_WAY = [
    ItemState(word)
    for word in [
        "draft",
        "station_review",
        "district_review",
        "publicity_pending",
        "district_publicity",
        "report_pending",
        "city_pending",
        "province_pending",
        "national_pending",
        "national_publicity",
        "listing_pending",
        "listed",
    ]
]
STATES = st.sampled_from(ItemState)
STATUSES = st.sampled_from([None, *CertificateStatus])


def allowed(old, *new):
    return all(not reasons_against(ItemState(old), ItemState(one)) for one in new)


def leading_to(state):
    return {old for old, ways in TRANSITIONS.items() if state in ways}


def reachable(start):
    seen, todo = {start}, [start]
    while todo:
        new = TRANSITIONS[todo.pop()] - seen
        seen |= new
        todo += new
    return seen


def test_an_item_walks_from_draft_to_listed():
    for old, new in pairwise(THE_STRAIGHT_WAY):
        assert reasons_against(old, new) == []


def test_every_state_is_reached_from_draft():
    assert reachable(ItemState.DRAFT) == set(ItemState)


@given(STATES)
def test_every_state_leads_to_an_end(state):
    assert reachable(state) & FINAL


@given(st.sampled_from(sorted(FINAL)), STATES)
def test_there_is_no_way_out_of_a_final_state(old, new):
    assert TRANSITIONS[old] == frozenset()
    assert len(reasons_against(old, new)) == 1
    assert "办理已经终结" in reasons_against(old, new)[0]


def test_the_final_states_are_listing_the_refusals_and_the_exits():
    words = "listed station_refused district_refused city_refused province_refused"
    assert {ItemState(word) for word in words.split()} | EXITS == FINAL


@given(STATES.filter(lambda state: state not in FINAL))
def test_withdrawal_and_termination_are_open_until_the_end(state):
    assert allowed(state, "withdrawn", "terminated")


def test_nothing_is_listed_without_both_publicities():
    assert leading_to(ItemState.LISTED) == {ItemState.LISTING_PENDING}
    assert leading_to(ItemState.LISTING_PENDING) == {ItemState.NATIONAL_PUBLICITY}
    past_publicity = {ItemState.DISTRICT_PUBLICITY, ItemState.DISTRICT_REVIEW}
    assert leading_to(ItemState.REPORT_PENDING) == past_publicity


def test_an_objection_is_resolved_in_four_ways_at_both_levels():
    both = "district_returned", "district_refused"
    assert allowed("objection_hold", "district_publicity", "publicity_pending", *both)
    assert allowed("national_objection_hold", "national_publicity", "national_pending", *both)
    assert not allowed("objection_hold", "report_pending")
    assert not allowed("national_objection_hold", "listing_pending")


def test_a_return_from_above_comes_back_to_the_district_review_and_may_go_straight_up_again():
    for returned in ("city_returned", "province_returned", "district_returned"):
        assert allowed(returned, "district_review")
    assert allowed("district_review", "report_pending", "province_pending")


def test_a_station_return_comes_back_to_the_station_only():
    assert TRANSITIONS[ItemState.STATION_RETURNED] == {ItemState.STATION_REVIEW} | EXITS


@given(STATES, STATES)
def test_reasons_are_given_exactly_where_the_table_has_no_way(old, new):
    reasons = reasons_against(old, new)
    assert (reasons == []) is (new in TRANSITIONS[old])
    assert all(old.label in reason and new.label in reason for reason in reasons)


def test_a_refused_step_is_told_in_chinese():
    reasons = reasons_against(ItemState.DRAFT, ItemState.LISTED)
    assert reasons == ["该产品处于“草稿”，不能直接变更为“已列入”"]


def test_states_are_stored_as_words_and_shown_as_labels():
    assert ItemState.CITY_PENDING == "city_pending"
    assert f"{ItemState('city_pending')}" == "city_pending"
    assert ItemState("city_pending").label == "市级复核中"
    for table in (ItemState, CertificateStatus, CertificateOp):
        labels = [member.label for member in table]
        assert len(set(labels)) == len(labels)


def test_the_operations_are_those_of_the_exchange_format():
    assert [*CertificateOp] == ["add", "update", "suspend", "resume", "expire", "remove"]


@pytest.mark.parametrize(
    ("story", "end"),
    [
        ("add", "active"),
        ("add update suspend update resume", "active"),
        ("add expire", "expired"),
        ("add suspend expire remove", "removed"),
        ("add suspend remove", "removed"),
        ("add remove", "removed"),
    ],
)
def test_a_certificate_lives_through(story, end):
    status = None
    for op in story.split():
        status = after(status, CertificateOp(op))
    assert status == end


@given(st.sampled_from(CertificateOp))
def test_nothing_happens_to_a_removed_certificate(op):
    assert reasons_against_op(CertificateStatus.REMOVED, op) == [
        f"证书“已清理”，不能办理“{op.label}”"
    ]


def test_an_expired_certificate_can_only_be_removed():
    assert {op for status, op in OPS if status == CertificateStatus.EXPIRED} == {"remove"}


@given(STATUSES, st.sampled_from(CertificateOp))
def test_an_operation_is_refused_exactly_where_the_table_has_none(status, op):
    if (status, op) in OPS:
        assert after(status, op) == OPS[status, op]
        assert reasons_against_op(status, op) == []
    else:
        with pytest.raises(ValueError, match=reasons_against_op(status, op)[0]):
            after(status, op)


def test_what_is_not_listed_can_only_be_added():
    assert reasons_against_op(None, CertificateOp.SUSPEND) == ["证书尚未列入目录，不能办理“暂停”"]
    assert {op for status, op in OPS if status is None} == {"add"}


def test_the_tables_cannot_be_changed_at_run_time():
    with pytest.raises(TypeError):
        TRANSITIONS[ItemState.LISTED] = frozenset(ItemState)
    with pytest.raises(TypeError):
        OPS[None, CertificateOp.REMOVE] = CertificateStatus.ACTIVE
