"""Between registering and proving the mailbox: nothing is held, a wrong address can be mended."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.portal.test_accounts import SECRET, link, log_in, registration

from demo import fiction
from records.models import AuditEvent
from registry import accounts, registering
from registry.models import Applicant, Registration, User
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db
DOOR = "account_signup"


@pytest.fixture(autouse=True)
def ready(office, clock):
    """The offices, on a stopped clock."""


def sign_up(client=None, **changes):
    client = client or Client()
    answer = client.post(reverse(DOOR), registration(**changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return client


def prove(letter):
    """Press the button behind the link of a letter; what the page says in the end."""
    client = Client()
    address = link(letter)
    client.post(address)
    return client.get(reverse("account_login")).content.decode()


def correct(client, email, login="wrong@example.com", password=SECRET):
    data = {"login": login, "password": password, "email": email}
    return client.post(reverse("portal:correct_address"), data)


def test_a_code_is_held_by_nobody_until_a_mailbox_is_proved():
    sign_up(email="squatter@example.com")
    assert not Applicant.objects.filter(name__startswith="章贡区新办").exists()
    sign_up(email="right@example.com")
    prove(mail.outbox[1])
    unit = Applicant.objects.get(name__startswith="章贡区新办")
    assert [person.email for person in unit.agents.all()] == ["right@example.com"]
    assert "该单位已经注册" in prove(mail.outbox[0])
    assert not User.objects.filter(email="squatter@example.com").exists()
    assert not Registration.objects.exists()
    assert AuditEvent.objects.filter(action="registry.drop_registration").count() == 1


def test_an_unproved_registration_ends_after_three_days_and_leaves_nothing(clock, at):
    sign_up(email="wrong@example.com")
    letter = mail.outbox[0]
    tick(at + timedelta(days=3) - timedelta(minutes=1))
    assert Registration.objects.count() == 1
    clock.shift(timedelta(days=3))
    assert tick(at + timedelta(days=3))["registrations"] == 1
    assert tick(at + timedelta(days=3))["registrations"] == 0
    assert not User.objects.filter(email="wrong@example.com").exists()
    assert not EmailAddress.objects.filter(email="wrong@example.com").exists()
    assert Client().post(link(letter)).status_code == 404
    sign_up(email="wrong@example.com")


def test_what_was_proved_does_not_end_and_a_crash_after_the_proof_is_made_good(at):
    sign_up()
    user = User.objects.get(email="new@example.com")
    EmailAddress.objects.filter(user=user).update(verified=True)  # and then the machine stopped
    assert registering.expire_unproved(at + timedelta(days=4)) == 0
    user.refresh_from_db()
    assert user.is_owner


def test_whoever_proved_it_gets_in_although_the_rest_had_not_been_done():
    sign_up()
    user = User.objects.get(email="new@example.com")
    EmailAddress.objects.filter(user=user).update(verified=True)
    client = Client()
    log_in(client, user.email)
    assert client.get(reverse("portal:home")).status_code == 200


def test_a_mistyped_address_is_mended_on_the_waiting_page_with_the_password():
    client = sign_up(email="wrong@example.com")
    page = client.get(reverse("account_email_verification_sent")).content.decode()
    assert "wrong@example.com" in page
    assert reverse("portal:correct_address") in page
    form = client.get(reverse("portal:correct_address")).content.decode()
    assert 'value="wrong@example.com"' in form
    assert "不正确" in correct(client, "right@example.com", password="x").content.decode()
    sent = correct(client, "Right@Example.com")
    assert sent.url == reverse("account_email_verification_sent")
    assert "right@example.com" in client.get(sent.url).content.decode()
    assert [letter.to for letter in mail.outbox] == [["wrong@example.com"], ["right@example.com"]]
    assert Client().post(link(mail.outbox[0])).status_code == 404, "the old link proves nothing"
    prove(mail.outbox[1])
    user = User.objects.get(email="right@example.com")
    assert (user.is_owner, user.applicant.email) == (True, "right@example.com")
    assert AuditEvent.objects.filter(action="registry.correct_address").count() == 1


def test_the_browser_that_mended_its_address_proves_it_and_signs_in():
    client = sign_up(email="wrong@example.com")
    correct(client, "right@example.com")
    assert client.get(reverse("account_login")).status_code == 200
    proved = client.post(link(mail.outbox[1]), follow=True)
    assert (proved.status_code, len(proved.redirect_chain)) == (200, 1)
    log_in(client, "right@example.com")
    assert client.get(reverse("portal:home")).status_code == 200


def test_a_proved_address_and_an_officers_are_not_mended_there():
    owner = User.objects.get(applicant=fiction.applicant(1))
    for user in (owner, User.objects.get(username="clerk")):
        user.set_password(SECRET)
        user.save()
        answer = correct(Client(), "other@example.com", login=user.username)
        assert "信箱已经验证" in answer.content.decode()
        user.refresh_from_db()
        assert user.email != "other@example.com"


def test_an_address_of_somebody_else_is_answered_like_any_other_and_told_to_its_owner():
    owner = User.objects.get(applicant=fiction.applicant(1))
    User.objects.filter(pk=owner.pk).update(email="owner@example.com")
    client = sign_up(email="wrong@example.com")
    sent = correct(client, "owner@example.com")
    assert sent.url == reverse("account_email_verification_sent")
    assert "owner@example.com" in client.get(sent.url).content.decode()
    assert "已经登记在一个账号上" in mail.outbox[-1].body
    assert User.objects.get(email="wrong@example.com").registration


def test_two_mailboxes_proved_at_once_make_one_applicant(monkeypatch, at):
    sign_up(email="first@example.com")
    sign_up(email="second@example.com")
    first, second = (User.objects.get(email=f"{who}@example.com") for who in ("first", "second"))
    assert registering.prove(first, at=at) == []
    monkeypatch.setattr(registering, "_reasons_if_here", lambda code: [])  # looked too early
    assert registering.prove(second, at=at) == [registering.REGISTERED]


def test_no_form_of_the_portal_says_which_user_names_there_are():
    owner = User.objects.get(applicant=fiction.applicant(1))
    who = {"by": owner, "at": owner.date_joined}
    invitation = accounts.invite(owner.applicant, email="x@example.com", role="agent", **who)
    join = reverse("portal:join", args=[accounts.token_of(invitation)])
    for address in (reverse(DOOR), join):
        page = Client().get(address).content.decode()
        assert 'name="username"' not in page, address
    sign_up(username="clerk")
    assert re.fullmatch(r"u\d{8}", User.objects.get(email="new@example.com").username)


def test_an_invitation_to_an_address_that_has_an_account_is_refused_in_words(at):
    owner, other = (User.objects.get(applicant=fiction.applicant(n)) for n in (1, 2))
    EmailAddress.objects.create(user=other, email="x@example.com", verified=True, primary=True)
    invitation = accounts.invite(
        owner.applicant, email="X@example.com", role="agent", by=owner, at=at
    )
    join = reverse("portal:join", args=[accounts.token_of(invitation)])
    form = {"name": "测试第二人", "password1": SECRET, "password2": SECRET}
    answer = Client().post(join, form)
    assert "已登记在另一个账号上" in answer.content.decode()
    assert not User.objects.filter(first_name="测试第二人").exists()


def test_what_is_wrong_with_both_passwords_and_a_short_code_is_told_at_once():
    typed = registration(credit_code="9336070207772222K", password1="123", password2="1234")
    form = Client().post(reverse(DOOR), typed).context["form"]
    assert form.errors["credit_code"] == ["统一社会信用代码应为18位，现为17位"]
    assert "密码太短，至少需要 10 个字符。" in form.errors["password1"]
    assert form.errors["password2"] == ["两次输入的密码不一致"]
