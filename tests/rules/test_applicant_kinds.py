"""A02: which kinds of units may apply, by what the licence and the name say."""

import pytest

from rules.applicant_kinds import reasons_against_kind


@pytest.mark.parametrize(
    ("kind", "name", "reason"),
    [
        ("partnership", "章贡示例果业合伙企业（有限合伙）", "合伙企业不具有法人资格"),
        ("sole_proprietorship", "章贡示例果园", "个人独资企业不具有法人资格"),
        ("individual_business", "章贡示例果店", "个体工商户不具有法人资格"),
        ("branch", "示例果业有限公司", "由设立该分支机构的单位申请"),
        ("enterprise", "示例果业有限公司章贡分公司", "由设立该分支机构的单位申请"),
        ("enterprise", "示例果业合伙企业（普通合伙）分公司", "由设立该分支机构的单位申请"),
        ("cooperative", "示例种植专业合作社章贡分社(虚构)", "由设立该分支机构的单位申请"),
        ("enterprise", "章贡示例果业合伙企业（普通合伙）", "请按营业执照选择"),
    ],
)
def test_who_may_not_apply_is_told_why(kind, name, reason):
    assert reason in "".join(reasons_against_kind(kind, name, require_legal_person=True))


@pytest.mark.parametrize("kind", ["enterprise", "cooperative", "village_collective"])
def test_legal_persons_apply(kind):
    assert reasons_against_kind(kind, "章贡示例果业", require_legal_person=True) == []


def test_a_district_that_asks_for_no_legal_person_still_refuses_branches():
    loose = {"require_legal_person": False}
    assert reasons_against_kind("partnership", "示例合伙企业（普通合伙）", **loose) == []
    assert reasons_against_kind("branch", "示例分公司", **loose) != []
