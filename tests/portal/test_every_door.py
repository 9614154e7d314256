"""No door of the whole site lets anybody in past the second factor or past the lock."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_login_failed
from django.test import Client
from django.urls import reverse
from tests.support.all_doors import addresses

from config.first_factor import token
from files.vault import seal, unseal
from registry.guessing import account_name
from registry.models import User

SECRET = "a long enough secret"
#: However a form calls its fields: the name, the password; an address where it must be one.
NAMES, PASSWORDS = ("login", "username", "user", "name"), ("password", "password1")
#: Addresses at which a name and a password are looked at; every other only leads there.
ASKS = {"/account/login/", "/portal/account/address/"}
SIDE_DOORS = (
    "/_util/login/",
    "/_util/authenticate_with_password/1/1/",
    "/documents/authenticate_with_password/1/",
    "/admin/login/",
    "/portal/login/",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(office, clock, settings):
    """An officer with an address and an authenticator, where one is required."""
    settings.STAFF_MFA_REQUIRED = True
    user = User.objects.get(username="reviewer")
    user.email = "reviewer@example.com"
    user.set_password(SECRET)
    user.save()
    sealed = seal(totp.generate_totp_secret().encode()).decode()
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed})
    return user


@pytest.fixture
def attempts():
    """``attempts``: grows with every password that any backend was asked and refused."""
    heard = []

    def listen(sender, **kwargs):
        heard.append(sender)

    user_login_failed.connect(listen)
    yield heard
    user_login_failed.disconnect(listen)


def knock(client, address, name, password=SECRET):
    typed = {**dict.fromkeys(NAMES, name), **dict.fromkeys(PASSWORDS, password)}
    return client.post(address, {**typed, "email": f"{name.partition('@')[0]}@example.com"})


def doors():
    """Every address but the two pages of Wagtail's that are there to fail."""
    return [each for each in addresses() if not each.endswith(("/failwhale/", "/test404/"))]


def is_in(client):
    return SESSION_KEY in client.session


def code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def code_of(user):
    kept = Authenticator.objects.get(user=user, type="totp")
    return code(unseal(kept.data["secret"].encode()).decode())


@pytest.mark.walk
@pytest.mark.timeout(300)
def test_a_right_name_and_password_open_no_session_anywhere_without_the_factor(officer):
    assert {*SIDE_DOORS, *ASKS} <= set(doors())
    let_in = []
    for address in doors():
        client = Client(raise_request_exception=False)
        knock(client, address, officer.username)
        if is_in(client):
            let_in.append(address)
    assert let_in == []


@pytest.mark.walk
@pytest.mark.timeout(300)
def test_a_password_is_looked_at_nowhere_but_where_it_is_counted(officer, attempts):
    asked = set()
    for address in doors():
        attempts.clear()
        knock(Client(raise_request_exception=False), address, f"nobody{len(asked)}", "wrong")
        if attempts:
            asked.add(address)
    assert asked == ASKS


@pytest.mark.parametrize("address", sorted(ASKS))
def test_every_door_that_asks_locks_after_five_wrong_words(officer, address, clock):
    clients = [Client() for _ in range(5)]
    for client in clients:
        last = knock(client, address, officer.username, "wrong")
    assert last.status_code == 429
    right = Client()
    assert knock(right, address, officer.username).status_code == 429
    assert knock(right, address, officer.email).status_code == 429, "by the other name"
    clock.shift(timedelta(minutes=16))
    assert knock(right, address, officer.email).status_code in (200, 302, 422)


@pytest.mark.parametrize("address", SIDE_DOORS)
def test_a_side_door_only_leads_to_the_one_sign_in(officer, address):
    client = Client()
    for answer in (client.get(address), knock(client, address, officer.username)):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("field", ["login", "username", "email"])
def test_a_name_is_counted_whatever_the_field_is_called(field, rf, officer):
    for typed in ("REVIEWER", " reviewer ", "Reviewer@Example.com"):
        assert account_name(rf.get("/"), {field: typed, "password": "x"}) == "reviewer"
        assert account_name(rf.post("/", {field: typed}), None) == "reviewer"
        assert account_name(rf.post("/", {field: typed}), {"login": None}) == "reviewer"


# The factor belongs to the session, not to the account


def test_a_session_that_was_not_shown_the_factor_opens_nothing_and_can_show_it(officer):
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    wanted = reverse("mfa_reauthenticate")
    closed = ("/admin/", "/admin/desk/", "/portal/", "/api/v1/notices", "/documents/1/x.pdf")
    own = ("mfa_view_recovery_codes", "mfa_index", "account_change_password", "account_email")
    for address in (*closed, *map(reverse, own), reverse("account_reauthenticate")):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.startswith(f"{wanted}?next="), address
    page = client.get("/admin/desk/?q=1").url
    assert "请输入两步验证的动态口令" in client.get(page).content.decode()
    client.post(page, {"code": "000000"})
    assert client.get("/admin/desk/").status_code == 302
    shown = client.post(page, {"code": code_of(officer), "next": "/admin/desk/?q=1"})
    assert shown.url == "/admin/desk/?q=1"
    assert client.get("/admin/desk/").status_code == 200


def test_a_session_that_signed_in_with_the_factor_is_asked_no_more(officer):
    client = Client()
    knock(client, reverse("account_login"), officer.username)
    client.post(reverse("mfa_authenticate"), {"code": code_of(officer)})
    assert client.get("/admin/desk/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_whoever_sets_up_a_factor_has_shown_it(officer):
    Authenticator.objects.all().delete()
    client = Client()
    knock(client, reverse("account_login"), officer.username)
    assert client.get("/admin/desk/").url == reverse("first_factor")
    client.get(reverse("first_factor_link", args=[token.make_token(officer)]))
    client.post(reverse("account_reauthenticate"), {"password": SECRET})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert client.get("/admin/desk/").status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_somebody_elses_record_in_the_session_is_not_ones_own(officer):
    other = User.objects.get(username="clerk")
    client = Client()
    knock(client, reverse("account_login"), officer.username)
    client.post(reverse("mfa_authenticate"), {"code": code_of(officer)})
    records = dict(client.session)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session.update({name: value for name, value in records.items() if name.startswith("account_")})
    session.save()
    assert client.get("/admin/desk/").url == reverse("first_factor")
