"""申请单位账号: what a unit cannot mend by itself, the office does, with a reason and a row."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from demo import fiction
from demo.acts import holder
from records.models import AuditEvent
from registry import accounts, addresses, registering
from registry.models import Applicant, Invitation, Registration, Tie, User
from rules.identifiers import credit_code_check_character
from rules.periods import local_day

pytestmark = pytest.mark.django_db
SECRET = "a long enough secret"
WHY = "持营业执照原件到场，核对一致"


@pytest.fixture
def clock(office, at):
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller


@pytest.fixture
def head(clock, signed_in):
    return signed_in("manager@fpb")


@pytest.fixture
def clerk(clock, signed_in):
    return signed_in("fpb_clerk@fpb")


@pytest.fixture
def owner(office):
    """The manager of a unit, who can be written to and sign in."""
    user = User.objects.get(applicant=fiction.applicant(1))
    user.set_password(SECRET)
    addresses.set_address(user, "owner@example.com")
    user.save()
    return user


@pytest.fixture
def agent(owner, at):
    who = {"by": owner, "at": at}
    invitation = accounts.invite(owner.applicant, email="agent@example.com", role="agent", **who)
    return accounts.accept(invitation, name="测试经办", password=SECRET, at=at)


@pytest.fixture
def registration(office, at):
    """Somebody has registered a unit and cannot be reached at the address that was typed."""
    first = "91360702YYTMNEW01"
    user = User(username="u1", first_name="测试经办", is_self_registered=True)
    user.set_password(SECRET)
    user.save()
    addresses.set_address(user, "wrong@example.com", is_proved=False)
    return registering.register(
        user,
        at=at,
        on=local_day(at),
        credit_code=first + credit_code_check_character(first),
        phone="15400000001",
        name="新办示例有限公司（虚构）",
        entity_type="enterprise",
        domicile="江西省赣州市章贡区水东镇虚构路9号",
        domicile_region="360702",
        legal_representative="测试法人",
        contact_person="测试经办",
    )


def act(client, name, pk, what, **data):
    """Send one act of a page, as its form would."""
    if "email" in data:
        data.setdefault("again", data["email"])
    fields = {f"{what}-{field}": value for field, value in {"because": WHY, **data}.items()}
    return client.post(reverse(f"desk:{name}", args=[pk]), {"act": what, **fields})


def lets_in(login, password=SECRET):
    client = Client()
    client.post(reverse("account_login"), {"login": login, "password": password})
    return client.get(reverse("portal:home")).status_code == 200


def trail(action):
    return [(row.actor, row.because) for row in AuditEvent.objects.filter(action=action)]


def refused(answer, words):
    assert answer.status_code == 422
    assert words in answer.content.decode()
    return True


def is_told(answer, client, words):
    """A page without the form says the reasons above everything else."""
    assert answer.status_code == 302
    assert words in client.get(answer.url).content.decode()
    return True


def test_a_unit_is_found_by_its_name_code_people_and_addresses(head, owner, agent, registration):
    page = reverse("desk:unit_accounts")
    for text in (owner.applicant.name, owner.applicant.credit_code, "owner@EXAMPLE", "测试经办"):
        answer = head.get(page, {"q": text})
        assert list(answer.context["page"].object_list) == [owner.applicant], text
    html = head.get(page, {"q": "wrong@example.com"}).content.decode()
    assert "没有符合条件的单位" in html
    assert "新办示例有限公司" in html
    assert "没有符合条件的待验证注册" in head.get(page, {"q": "\0没有"}).content.decode()
    for odd in ("0", "x", "99999999999"):
        assert head.get(page, {"p": odd}).status_code == 200


def test_the_list_takes_the_same_questions_however_many_units(head, django_assert_max_num_queries):
    fiction.applicant(1)
    head.get(reverse("desk:unit_accounts"))
    with django_assert_max_num_queries(43) as few:
        head.get(reverse("desk:unit_accounts"))
    for serial in range(2, 12):
        fiction.applicant(serial)
    with django_assert_max_num_queries(len(few)):
        head.get(reverse("desk:unit_accounts"))


def test_a_wrong_address_is_corrected_and_both_addresses_hear_of_it(head, owner):
    mail.outbox.clear()
    answer = act(head, "unit_person", owner.pk, "set_address", email="Right@example.com")
    assert answer.url == reverse("desk:unit_account", args=[owner.applicant_id])
    assert lets_in("right@example.com")
    assert not lets_in("owner@example.com")
    rows = EmailAddress.objects.filter(user=owner)
    assert [(row.email, row.verified, row.primary) for row in rows] == [
        ("right@example.com", True, True)
    ]
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "owner@example.com",
        "right@example.com",
    ]
    for letter in mail.outbox:
        assert "一名人员的电子信箱已更正" in letter.body
        assert str(owner) not in letter.body, "a mail names nobody"
    assert trail("registry.set_address") == [(holder("manager@fpb").username, WHY)]


def test_an_address_that_is_not_typed_twice_or_belongs_to_another_is_refused(head, owner, agent):
    wrong = {"email": "a@example.com", "again": "b@example.com"}
    assert refused(act(head, "unit_person", owner.pk, "set_address", **wrong), "两次输入的信箱")
    taken = act(head, "unit_person", owner.pk, "set_address", email="AGENT@example.com")
    assert refused(taken, "已登记在另一个账号上")
    same = act(head, "unit_person", owner.pk, "set_address", email="owner@example.com")
    assert refused(same, "与现在的信箱相同")
    owner.refresh_from_db()
    assert owner.email == "owner@example.com"


def test_another_manager_is_named_when_the_only_one_has_left(head, owner, agent):
    alone = act(head, "unit_person", owner.pk, "set_role", role="agent")
    assert refused(alone, "至少保留一名管理人")
    act(head, "unit_person", agent.pk, "set_role", role="owner")
    act(head, "unit_person", owner.pk, "end")
    agent.refresh_from_db()
    assert agent.is_owner
    assert not lets_in("owner@example.com")
    assert not lets_in(owner.username)
    assert (
        trail("registry.set_role")
        == trail("registry.end_account")
        == [(holder("manager@fpb").username, WHY)]
    )
    assert is_told(act(head, "unit_person", owner.pk, "end"), head, "已经停用")


def test_a_mailbox_is_free_again_once_its_account_has_ended(head, owner, agent, at):
    act(head, "unit_person", agent.pk, "end")
    invitation = accounts.invite(
        owner.applicant, email="agent@example.com", role="agent", by=owner, at=at
    )
    back = accounts.accept(invitation, name="测试经办", password=SECRET, at=at)
    assert lets_in("agent@example.com")
    accounts.remove(back, by=owner, at=at)
    third = accounts.invite(
        owner.applicant, email="agent@example.com", role="agent", by=owner, at=at
    )
    accounts.accept(third, name="测试经办", password=SECRET, at=at)


def test_a_unit_gets_its_code_back_from_whoever_registered_it(head, owner, agent, at):
    who = {"by": owner, "at": at}
    accounts.invite(owner.applicant, email="friend@example.com", role="agent", **who)
    squatter = Client()
    squatter.post(reverse("account_login"), {"login": owner.username, "password": SECRET})
    unit = owner.applicant_id
    unseen = act(head, "unit_account", unit, "hand_over", email="true@example.com")
    assert refused(unseen, "查验营业执照原件后才能办理")
    mail.outbox.clear()
    values = {"email": "true@example.com", "is_licence_seen": "on"}
    assert act(head, "unit_account", unit, "hand_over", **values).status_code == 302
    assert squatter.get(reverse("portal:home")).status_code == 302, "the session is dead at once"
    assert not lets_in("agent@example.com")
    (invitation,) = Invitation.objects.open(at)
    assert (invitation.email, invitation.role) == ("true@example.com", "owner")
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(letters) == {"owner@example.com", "agent@example.com", "true@example.com"}
    link = letters["true@example.com"].split("http://testserver")[1].split()[0]
    form = {"name": "真管理人", "password1": SECRET, "password2": SECRET}
    Client().post(link, form)
    assert lets_in("true@example.com")
    assert Applicant.objects.get(pk=unit).agents.get(is_active=True).is_owner
    assert trail("registry.hand_over") == [(holder("manager@fpb").username, WHY)]


def test_a_unit_without_any_account_gets_one(head, owner, at):
    """What 「请持营业执照到区扶贫办办理」 leads to."""
    accounts.close(owner)
    page = reverse("desk:unit_account", args=[owner.applicant_id])
    assert "已停用" in head.get(page).content.decode()
    values = {"email": "owner@example.com", "is_licence_seen": "on"}
    act(head, "unit_account", owner.applicant_id, "hand_over", **values)
    assert Invitation.objects.open(at).get().email == "owner@example.com"


def test_a_clerk_vouches_at_the_counter_for_a_registration(registration, clerk):
    page = clerk.get(reverse("desk:unproved_unit", args=[registration.pk])).content.decode()
    assert "wrong@example.com" in page
    act(clerk, "unproved_unit", registration.pk, "vouch", email="right@example.com")
    unit = Applicant.objects.get(credit_code=registration.credit_code)
    assert (unit.email, unit.agents.get().is_owner) == ("right@example.com", True)
    assert lets_in("right@example.com")
    assert [letter.to for letter in mail.outbox] == [["right@example.com"]], "no stranger hears it"
    assert trail("registry.register") == [("clerk", WHY)]
    gone = reverse("desk:unproved_unit", args=[registration.pk])
    assert clerk.get(gone).status_code == 404


def test_a_registration_that_should_not_be_is_dropped(registration, clerk):
    act(clerk, "unproved_unit", registration.pk, "drop")
    assert not Registration.objects.exists()
    assert not User.objects.filter(username="u1").exists()
    assert trail("registry.drop_registration") == [("clerk", WHY)]


def test_a_code_taken_meanwhile_is_said_to_whoever_vouches(registration, owner, head):
    Registration.objects.update(credit_code=owner.applicant.credit_code)
    answer = act(head, "unproved_unit", registration.pk, "vouch", email="right@example.com")
    assert refused(answer, "该单位已经注册")
    assert User.objects.get(username="u1").email == "wrong@example.com", "nothing landed"


ACTS = (
    ("unit_person", "set_address", {"email": "x@example.com"}),
    ("unit_person", "set_role", {"role": "agent"}),
    ("unit_person", "end", {}),
    ("unit_account", "hand_over", {"email": "x@example.com", "is_licence_seen": "on"}),
)


@pytest.mark.parametrize(("view", "what", "data"), ACTS)
def test_every_act_wants_a_reason_the_head_and_nobody_who_is_tied(
    view, what, data, head, clerk, owner, at
):
    pk = owner.pk if view == "unit_person" else owner.applicant_id
    acts = AuditEvent.objects.exclude(action="records.refused")
    rows = acts.count()
    assert refused(act(head, view, pk, what, **data, because="好"), "请填写理由")
    assert is_told(act(clerk, view, pk, what, **data), clerk, "只有区扶贫办负责人")
    Tie.objects.create(user=holder("manager@fpb"), applicant=owner.applicant, declared_at=at)
    assert refused(act(head, view, pk, what, **data), "应当回避")
    declared = AuditEvent.objects.filter(subject_type="registry.tie").count()
    assert acts.count() == rows + declared
    owner.refresh_from_db()
    assert (owner.email, owner.is_owner, owner.is_active) == ("owner@example.com", True, True)


def test_what_is_no_act_and_what_is_nobody_are_answered_in_words(head, owner):
    for what in ("", "delete", "forms", "__init__"):
        answer = head.post(reverse("desk:unit_person", args=[owner.pk]), {"act": what})
        assert answer.status_code == 302
    officer = User.objects.get(username="clerk")
    assert head.get(reverse("desk:unit_person", args=[officer.pk])).status_code == 404
    assert refused(act(head, "unit_person", owner.pk, "set_address", email="no"), "设")
    assert head.get(reverse("desk:unit_account", args=[999999])).status_code == 404


def test_a_session_of_an_ended_person_and_an_open_link_are_dead(head, owner, agent, at, clock):
    act(head, "unit_person", agent.pk, "end")
    clock.shift(timedelta(minutes=1))
    assert not lets_in(agent.username)
