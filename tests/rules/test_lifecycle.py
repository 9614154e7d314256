"""Tables of states: where a certificate may go; how states are stored and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.lifecycle import (
    OPS,
    CertificateOp,
    CertificateStatus,
    ItemState,
    after,
    reasons_against_op,
)

STATUSES = st.sampled_from([None, *CertificateStatus])


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
    with pytest.raises(TypeError, match="item assignment"):
        OPS[None, CertificateOp.REMOVE] = CertificateStatus.ACTIVE
