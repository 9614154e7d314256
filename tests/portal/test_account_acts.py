"""Whoever changes a password, a second factor or an address leaves a row; no secret is in it."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.support.trail import acts

from records.models import AuditEvent
from registry.models import User

SECRET = "a long enough secret"


@pytest.fixture
def clerk(office):
    user = User.objects.get(username="clerk")
    user.set_password(SECRET)
    user.email = "clerk@example.com"
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def own(clerk, sign_in):
    """The clerk's browser, in which the password was given again a moment ago."""
    browser = sign_in(clerk)
    browser.post(reverse("account_reauthenticate"), {"password": SECRET})
    return browser


def rows_about(user, rows):
    assert {(row.subject_type, row.subject_id) for row in rows} == {("registry.user", str(user.pk))}
    assert {row.actor for row in rows} == {user.username}
    return acts(rows)


def test_changing_ones_password_leaves_a_row(own, clerk, new_acts):
    new = SECRET + "2"
    data = {"oldpassword": SECRET, "password1": new, "password2": new}
    own.post(reverse("account_change_password"), data)
    assert rows_about(clerk, new_acts()) == ["registry.set_password"]


def test_a_password_reset_by_the_mailed_link_is_told_of_its_owner(clerk, new_acts, clock):
    stranger = Client()
    stranger.post(reverse("account_reset_password"), {"email": clerk.email})
    address = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)
    form = stranger.get(address, follow=True).request["PATH_INFO"]
    new_acts()
    new = SECRET + "3"
    stranger.post(form, {"password1": new, "password2": new})
    rows = [row for row in new_acts() if row.action.startswith("registry.set")]
    assert rows_about(clerk, rows) == ["registry.set_password"]
    assert rows[0].data["through"] == "未登录"


def test_a_hash_renewed_at_sign_in_is_no_new_password(clerk, new_acts, clock, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    ]
    User.objects.filter(pk=clerk.pk).update(password=make_password(SECRET, None, "pbkdf2_sha1"))
    new_acts()
    Client().post(reverse("account_login"), {"login": "clerk", "password": SECRET})
    clerk.refresh_from_db()
    assert clerk.password.startswith("pbkdf2_sha256$"), "the hash is a new one"
    assert new_acts() == []


def test_a_second_factor_leaves_rows_as_it_comes_and_goes(own, clerk, new_acts):
    page = reverse("mfa_activate_totp")
    secret = own.get(page).context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    own.post(page, {"code": code})
    assert set(rows_about(clerk, new_acts())) == {"registry.add_authenticator"}
    own.post(reverse("mfa_generate_recovery_codes"), {})
    assert set(rows_about(clerk, new_acts())) == {
        "registry.add_authenticator",
        "registry.delete_authenticator",
    }
    Authenticator.objects.filter(user=clerk).delete()
    assert set(acts(new_acts())) == {"registry.delete_authenticator"}
    assert secret not in str(list(AuditEvent.objects.values()))


def test_another_address_is_told_with_its_name_hidden(own, clerk, new_acts):
    own.post(reverse("account_email"), {"action_add": "", "email": "other@example.com"})
    rows = new_acts()
    assert rows_about(clerk, rows) == ["registry.add_emailaddress"]
    assert rows[0].data["fields"]["email"] == [None, "o****@example.com"]
    assert "other@example.com" not in str(list(AuditEvent.objects.values()))
