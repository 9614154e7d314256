"""The first factor of an officer comes from the own mailbox: a password alone sets up none."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.first_factor import token
from records.models import AuditEvent, OutgoingMail
from registry.models import User

pytestmark = pytest.mark.django_db
SECRET = "only-for-tests-1"
SET_UP = ("mfa_activate_totp", "account_reauthenticate")


@pytest.fixture
def officer(office, settings):
    settings.STAFF_MFA_REQUIRED = True
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    user = User.objects.get(username="clerk")
    user.email = "clerk@example.com"
    user.set_password(SECRET)
    user.save()
    return user


def signed_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": SECRET})
    return client


def link(client):
    """The path in the newest letter that this browser asked for."""
    client.post(reverse("first_factor"))
    body = OutgoingMail.objects.filter(key__startswith="first-factor:").latest("pk").body
    [line] = [line for line in body.splitlines() if "first-factor" in line]
    return line.removeprefix("http://testserver")


def test_a_password_alone_comes_to_the_page_that_asks_for_the_mailbox(officer):
    client = signed_in(officer)
    for address in ("/admin/desk/", *map(reverse, SET_UP)):
        assert client.get(address).url == reverse("first_factor"), address
    page = client.get(reverse("first_factor")).content.decode()
    assert "寄送链接到本人信箱" in page
    assert "clerk@example.com" not in page


def test_the_link_of_the_mailbox_opens_the_way(officer):
    client = signed_in(officer)
    assert client.get(link(client)).url == reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": SECRET})
    assert client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.get("/admin/desk/").status_code == 302, "still without the factor"
    assert AuditEvent.objects.filter(action="registry.ask_first_factor").count() == 1


def test_a_second_press_within_the_hour_sends_no_second_letter(officer):
    client = signed_in(officer)
    assert link(client) == link(client)
    assert OutgoingMail.objects.filter(key__startswith="first-factor:").count() == 1


def test_a_link_of_somebody_else_or_of_yesterdays_password_or_too_late_opens_nothing(officer):
    other = User.objects.get(username="manager")
    client = signed_in(officer)
    word = link(client).rstrip("/").rpartition("/")[2]
    theirs = reverse("first_factor_link", args=[token.make_token(other)])
    assert client.get(theirs).url == reverse("first_factor")
    assert client.get("/admin/desk/").url == reverse("first_factor")
    assert token.check_token(officer, word)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert not token.check_token(officer, word)
    officer.set_password("another-for-tests-1")
    assert not token.check_token(officer, word)
    officer.refresh_from_db()
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    assert not token.check_token(officer, word)


def test_a_stranger_with_the_link_has_to_sign_in_first(officer):
    path = link(signed_in(officer))
    assert Client().get(path).url.startswith(reverse("account_login"))


def test_who_has_no_mailbox_is_told_whom_to_ask(officer):
    User.objects.filter(pk=officer.pk).update(email="")
    client = signed_in(officer)
    assert "请系统管理员" in client.get(reverse("first_factor")).content.decode()
    answer = client.post(reverse("first_factor"), follow=True)
    assert "没有登记电子信箱" in answer.content.decode()
    assert not OutgoingMail.objects.filter(key__startswith="first-factor:").exists()
