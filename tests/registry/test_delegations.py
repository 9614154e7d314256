"""Standing in for a colleague: the same office, a named person, for a time, and never further."""

from datetime import date

import pytest

from demo.acts import holder
from registry.delegations import delegate, end
from registry.models import Membership, Organisation, Tie, User
from registry.permissions import duties, holders
from rules.duties import Duty
from rules.refusal import Refused
from workflow.services import opinions

pytestmark = pytest.mark.django_db
HOLIDAY = {"valid_from": date(2020, 4, 1), "valid_until": date(2020, 4, 10), "because": "年休假"}
AGRI = "agri_reviewer@nyncj"


@pytest.fixture
def bureau(office):
    return Organisation.objects.get(code="nyncj")


@pytest.fixture
def absent(bureau):
    return holder(AGRI)


@pytest.fixture
def deputy(bureau):
    """A colleague of the bureau who reviews nothing of their own."""
    person = User.objects.create(username="deputy", last_name="示例", first_name="代办")
    Membership.objects.create(user=person, organisation=bureau, role="auditor")
    return person


@pytest.fixture
def head(bureau):
    person = User.objects.create(username="head", last_name="示例", first_name="局长")
    Membership.objects.create(user=person, organisation=bureau, role="agri_head")
    return person


def again(user):
    """The user as the next request sees them: duties are asked anew."""
    return User.objects.get(pk=user.pk)


def test_the_deputy_holds_the_duty_on_the_days_named_and_not_after(
    absent, deputy, bureau, at, time_travel
):
    delegate(absent, deputy, bureau, **HOLIDAY, by=absent, at=at)
    for day, holds in ((date(2020, 4, 1), True), (date(2020, 4, 10), True), (date(2020, 4, 11), 0)):
        time_travel(day)
        assert (AGRI in duties(again(deputy))) == holds
        assert (deputy in holders(AGRI, day)) == holds
        assert AGRI in duties(again(absent))


def test_coming_back_early_ends_it(absent, deputy, bureau, at, time_travel):
    made = delegate(absent, deputy, bureau, **HOLIDAY, by=absent, at=at)
    end(made, by=absent, at=at)
    time_travel(date(2020, 4, 2))
    assert AGRI not in duties(again(deputy))


def test_the_duty_to_watch_is_never_handed_on(absent, deputy, bureau, at, time_travel):
    delegate(deputy, absent, bureau, **HOLIDAY, by=deputy, at=at)
    time_travel(date(2020, 4, 2))
    assert "auditor@nyncj" not in duties(again(absent))
    assert absent not in holders("auditor@nyncj", date(2020, 4, 2))


def test_only_oneself_or_the_head_of_the_office_delegates(absent, deputy, head, bureau, at):
    with pytest.raises(Refused, match="本单位负责人"):
        delegate(absent, deputy, bureau, **HOLIDAY, by=deputy, at=at)
    assert delegate(absent, deputy, bureau, **HOLIDAY, by=head, at=at).made_by == head


def test_every_reason_against_is_told_at_its_field(absent, bureau, at):
    stranger = holder("fpb_clerk@fpb")
    days = {"valid_from": date(2020, 4, 1), "valid_until": date(2020, 3, 1), "because": " "}
    with pytest.raises(Refused) as refusal:
        delegate(absent, stranger, bureau, **days, by=absent, at=at)
    assert refusal.value.fields == {
        "deputy": ["代办人须是同一机构的在职人员"],
        "valid_until": ["止日不得早于起日"],
        "because": ["请填写事由"],
    }


@pytest.mark.parametrize("year", [1820, 2019, 2022])
def test_both_days_in_a_mistyped_year_are_refused(absent, deputy, bureau, at, year):
    days = {name: HOLIDAY[name].replace(year=year) for name in ("valid_from", "valid_until")}
    with pytest.raises(Refused) as refused:
        delegate(absent, deputy, bureau, **{**HOLIDAY, **days}, by=absent, at=at)
    assert "valid_from" in dict(refused.value.fields)


def test_nobody_is_delegated_twice_nor_to_one_who_is_away(absent, deputy, head, bureau, at):
    delegate(absent, deputy, bureau, **HOLIDAY, by=absent, at=at)
    with pytest.raises(Refused, match="已有委托"):
        delegate(absent, head, bureau, **HOLIDAY, by=absent, at=at)
    with pytest.raises(Refused, match="也已委托他人"):
        delegate(head, absent, bureau, **HOLIDAY, by=head, at=at)


def test_a_deputy_never_signs_a_second_step_nor_for_a_tied_applicant(
    walked, absent, deputy, bureau, at, time_travel
):
    """R67 binds the person, whoever they stand in for."""
    reviewer = holder("fpb_reviewer@fpb")
    Membership.objects.create(user=reviewer, organisation=bureau, role="auditor")
    delegate(absent, reviewer, bureau, **HOLIDAY, by=absent, at=at)
    time_travel(date(2020, 4, 8))
    [item] = walked("endorse")
    passing = {"result": "pass", "text": "经现场核实和材料审核，情况属实，符合认定条件，同意。"}
    seen = ("lawful", "benefit"), ("lawful", "quality", "safety")
    met = [{name: {"met": True, "evidence": "见材料"} for name in names} for names in seen]
    opinions.sign(item, Duty.BENEFIT, by=again(reviewer), at=at, criteria=met[0], **passing)
    with pytest.raises(Refused, match="同一人不得办理两个环节"):
        opinions.sign(item, Duty.QUALITY, by=again(reviewer), at=at, criteria=met[1], **passing)


def test_a_tie_of_the_deputy_bars_the_deputy(walked, absent, deputy, bureau, at, time_travel):
    delegate(absent, deputy, bureau, **HOLIDAY, by=absent, at=at)
    time_travel(date(2020, 4, 8))
    [item] = walked("endorse")
    Tie.objects.create(user=deputy, applicant=item.application.applicant, declared_at=at)
    with pytest.raises(Refused, match="应当回避"):
        opinions.sign(item, Duty.QUALITY, by=again(deputy), at=at)


def test_who_has_left_the_office_stands_in_for_nobody(absent, deputy, bureau, at, time_travel):
    delegate(absent, deputy, bureau, **HOLIDAY, by=absent, at=at)
    Membership.objects.filter(user=deputy).update(valid_until=date(2020, 4, 3))
    for day, holds in ((date(2020, 4, 3), True), (date(2020, 4, 4), False)):
        time_travel(day)
        assert (AGRI in duties(again(deputy))) == holds
        assert (deputy in holders(AGRI, day)) == holds


def test_who_acts_for_an_applicant_holds_no_duty_of_an_office(draft, bureau):
    person = draft().created_by
    Membership.objects.create(user=person, organisation=bureau, role="agri_reviewer")
    assert duties(again(person)) == {f"applicant@{person.applicant_id}"}
    assert person not in holders(AGRI, date(2020, 4, 1))
