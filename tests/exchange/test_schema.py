"""Records are held against the published schemas, and a validator of another make agrees."""

import jsonschema_rs
import pytest
from tests.support.standing import stands

from exchange import schema
from exchange.records import record


@pytest.fixture
@stands
def sound(certifier):
    return record(certifier.list().events.get())


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("op", "delete"),
        ("record_version", 0),
        ("record_version", True),
        ("record_version", "1"),
        ("record_version", 1.5),
        ("benefit_households", True),
        ("product_name", ""),
        ("product_name", "长" * 61),
        ("supply_months", [True]),
        ("supply_months", [1, 1]),
        ("supply_months", "[1]"),
        ("certificate_no", "ZG-1"),
        ("valid_from", "2020-02-30"),
        ("origin_region", None),
    ],
)
def test_one_wrong_member_is_found_however_often_its_good_value_was_seen(sound, member, value):
    judge = jsonschema_rs.validator_for(schema.schema(schema.RECORD), validate_formats=True)
    for _ in range(2):
        assert schema.faults(schema.RECORD, sound) == []
        changed = {**sound, member: value}
        assert not judge.is_valid(changed)
        assert schema.faults(schema.RECORD, changed) == [
            schema.schema(schema.RECORD)["properties"][member]["x-csv-header"]
        ]


def test_what_members_say_together_is_asked_of_each_record(sound):
    removed = {**sound, "op": "remove"}
    assert schema.faults(schema.RECORD, sound) == []
    assert set(schema.faults(schema.RECORD, removed)) >= {"目录状态"}
    complete = {**removed, "status": "removed", "removed_on": "2021-01-01"}
    complete |= {"basis_doc_no": "章扶〔2021〕1号", "change_reason": "illegal_act"}
    assert schema.faults(schema.RECORD, complete) == []


def test_a_member_too_many_or_too_few_and_what_is_no_record_are_found(sound):
    assert schema.faults(schema.RECORD, {**sound, "mobile": "13800000000"})
    assert schema.faults(schema.RECORD, {**sound, "mobile": None})
    assert schema.faults(schema.RECORD, {k: sound[k] for k in sound if k != "op"})
    assert schema.faults(schema.RECORD, [sound])
