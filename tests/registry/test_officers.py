"""工作人员: appointed in one act, moved and ended on a day; nobody knows another's password."""

from datetime import date, timedelta

import pytest

from demo.acts import holder
from demo.timetables import moment
from records.models import AuditEvent
from registry import officers
from registry.models import Membership, Organisation, User
from registry.permissions import duties
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
MONDAY = date(2020, 4, 6)
NEW = {
    "username": "zhang.example",
    "last_name": "示",
    "first_name": "例新",
    "email": "new@example.com",
    "roles": ["fpb_reviewer"],
    "first_day": MONDAY,
}


@pytest.fixture
def admin(office):
    return User.objects.get(username="admin")


@pytest.fixture
def fpb(office):
    return Organisation.objects.get(code="fpb")


def appoint(admin, fpb, **changes):
    values = {**NEW, "organisation": fpb, **changes}
    return officers.appoint(**values, by=admin, at=moment(MONDAY))


def reasons(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.fields


def test_one_act_makes_account_group_duty_and_the_first_mail(admin, fpb, mailoutbox, time_travel):
    person = appoint(admin, fpb)
    assert not person.has_usable_password()
    assert [group.name for group in person.groups.all()] == ["经办人员"]
    time_travel(moment(MONDAY))
    assert duties(User.objects.get(pk=person.pk)) == {"fpb_reviewer@fpb"}
    (mail,) = mailoutbox
    assert mail.to == ["new@example.com"]
    assert "zhang.example" in mail.body
    assert "/account/password/reset/" in mail.body
    acts = AuditEvent.objects.filter(actor="admin").values_list("action", flat=True)
    assert {"registry.appoint", "registry.add_user", "registry.add_membership"} <= {*acts}


def test_every_reason_is_told_at_its_field(admin, fpb):
    changes = {"username": "CLERK", "email": "x", "roles": [], "organisation": None}
    told = reasons(lambda: appoint(admin, fpb, **changes, first_name="", last_name=""))
    assert set(told) == {"username", "email", "roles", "organisation", "first_name"}
    assert "roles" in reasons(lambda: appoint(admin, fpb, roles=["auditor", "fpb_clerk"]))
    far = MONDAY + timedelta(days=800)
    assert set(reasons(lambda: appoint(admin, fpb, first_day=far))) == {"first_day"}
    assert not User.objects.filter(username="zhang.example").exists()


def test_nobody_but_an_administrator_appoints_and_none_promotes_themselves(admin, fpb):
    assert "" in reasons(lambda: appoint(holder("manager@fpb"), fpb))
    post = {"organisation": fpb, "roles": ["manager"], "first_day": MONDAY}
    assert "" in reasons(lambda: officers.move(admin, **post, by=admin, at=moment(MONDAY)))


def test_moved_on_a_day_the_old_duties_end_the_day_before(admin, fpb, time_travel):
    person = appoint(admin, fpb)
    bureau = Organisation.objects.get(code="nyncj")
    day = MONDAY + timedelta(days=10)
    post = {"organisation": bureau, "roles": ["agri_reviewer"], "first_day": day}
    officers.move(person, **post, by=admin, at=moment(MONDAY))
    before = day - timedelta(days=1)
    for at, expected in ((before, "fpb_reviewer@fpb"), (day, "agri_reviewer@nyncj")):
        time_travel(moment(at))
        assert duties(User.objects.get(pk=person.pk)) == {expected}


def test_who_comes_back_runs_under_the_same_row(admin, fpb, time_travel):
    person = appoint(admin, fpb)
    for days, code, role in ((10, "nyncj", "agri_reviewer"), (20, "fpb", "fpb_reviewer")):
        organisation = Organisation.objects.get(code=code)
        first_day = MONDAY + timedelta(days=days)
        post = {"organisation": organisation, "roles": [role], "first_day": first_day}
        officers.move(person, **post, by=admin, at=moment(first_day))
    time_travel(moment(MONDAY + timedelta(days=25)))
    assert duties(User.objects.get(pk=person.pk)) == {"fpb_reviewer@fpb"}
    assert Membership.objects.filter(user=person).count() == 2


def test_ended_with_a_reason_nothing_is_left(admin, fpb, time_travel):
    person = appoint(admin, fpb)
    leave = {"first_day": MONDAY + timedelta(days=3), "by": admin, "at": moment(MONDAY)}
    assert "because" in reasons(lambda: officers.end(person, because="", **leave))
    officers.end(person, because="退休", **leave)
    time_travel(moment(MONDAY + timedelta(days=3)))
    assert duties(User.objects.get(pk=person.pk)) == set()


def test_units_people_are_no_officers(admin, paper):
    (item,) = paper()
    agent = item.application.applicant.agents.first()
    leave = {"first_day": MONDAY, "because": "离职", "by": admin, "at": moment(MONDAY)}
    assert "" in reasons(lambda: officers.end(agent, **leave))
    assert agent not in officers.officers()
