"""Getting in: registering a unit, proving an address, asking others in, being locked out."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from config.urls import urlpatterns
from demo import fiction
from records.models import AuditEvent
from registry.models import Applicant, Invitation, Township, User
from rules.identifiers import credit_code_check_character

SECRET = "a long enough secret"


def code(first):
    return first + credit_code_check_character(first)


def registration(**changes):
    """The sign-up form as a person would fill it."""
    return {
        "name": "章贡区新办示例有限公司（虚构）",
        "entity_type": "enterprise",
        "credit_code": code("91360702YYTMNEW01"),
        "domicile": "江西省赣州市章贡区水东镇虚构路9号",
        "domicile_township": Township.objects.get(gb_code="360702101").pk,
        "legal_representative": "测试法人",
        "contact_person": "测试经办",
        "phone": "15400000001",
        "email": "new@example.com",
        "password1": SECRET,
        "password2": SECRET,
        **changes,
    }


@pytest.fixture
def door(office, clock):
    """``door(name, **data)``: what a stranger's browser is answered."""

    def knock(client, name, *args, **data):
        return client.post(reverse(name, args=args), data)

    return knock


@pytest.fixture
def client(office, clock):
    return Client()


@pytest.fixture
def owner(office):
    user = User.objects.get(applicant=fiction.applicant(1))
    user.set_password(SECRET)
    user.email = "owner@example.com"
    user.save()
    return user


def link(letter):
    return re.search(r"http://testserver(/\S+)", letter.body).group(1)


def log_in(client, name, password=SECRET, **more):
    return client.post(reverse("account_login"), {"login": name, "password": password}, **more)


def is_in(client):
    return client.get(reverse("portal:home")).status_code == 200


def test_a_unit_registers_proves_its_address_and_is_home(client):
    text = client.get(reverse("account_signup")).content.decode()
    assert "一个代码只能注册一次" in text
    sent = client.post(reverse("account_signup"), registration())
    assert sent.url == reverse("account_email_verification_sent")
    user = User.objects.get(email="new@example.com")
    assert user.username in mail.outbox[0].body, "the letter says the name that one was given"
    assert log_in(client, user.username).url == reverse("account_email_verification_sent")
    assert not is_in(client), "an address that is not proved opens nothing"
    address = link(mail.outbox[0])
    client.get(address)
    assert not EmailAddress.objects.get(user=user).verified, "looking at a link changes nothing"
    client.post(address)
    user.refresh_from_db()
    assert (user.is_owner, user.is_staff) == (True, False)
    assert user.applicant.domicile_region == "360702"
    assert user.applicant.domicile_township.gb_code == "360702101"
    assert AuditEvent.objects.filter(action="registry.register").exists()
    for name in ("new@example.com", user.username):
        client = Client()
        log_in(client, name)
        assert is_in(client)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"entity_type": "individual_business"}, "个体工商户不具有法人资格，不符合申请条件"),
        ({"credit_code": code("92360702YYTMNEW01")}, "个体工商户不具有法人资格，不符合申请条件"),
        ({"credit_code": "91360702YYTMNEW010"}, "校验码不正确"),
        ({"phone": "123"}, "联系电话格式不正确"),
        ({"password1": "1234567890", "password2": "1234567890"}, "密码"),
        ({"password2": "another long secret"}, "password2"),
    ],
)
def test_what_is_wrong_with_a_registration_is_told_and_nothing_is_kept(client, change, reason):
    before = Applicant.objects.count()
    answer = client.post(reverse("account_signup"), registration(**change))
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert Applicant.objects.count() == before
    assert not User.objects.filter(email="new@example.com").exists()


def test_a_code_that_is_registered_asks_for_an_invitation(client):
    known = fiction.applicant(1)
    answer = client.post(
        reverse("account_signup"), registration(credit_code=f" {known.credit_code.lower()} ")
    )
    assert "该单位已经注册" in answer.content.decode()
    known.agents.update(is_active=False)
    answer = client.post(reverse("account_signup"), registration(credit_code=known.credit_code))
    assert "请持营业执照到区扶贫办办理" in answer.content.decode()


def test_a_known_address_is_answered_like_an_unknown_one(client, owner):
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    assert mail.outbox == []
    known = client.post(reverse("account_reset_password"), {"email": owner.email})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert [letter.to for letter in mail.outbox] == [[owner.email]]
    signed = client.post(reverse("account_signup"), registration(email=owner.email))
    assert signed.url == reverse("account_email_verification_sent")
    assert User.objects.filter(email=owner.email).count() == 1


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client, owner):
    client.post(reverse("account_reset_password"), {"email": owner.email})
    address = link(mail.outbox[0])
    form = client.get(address, follow=True)
    words = {"password1": "another long secret", "password2": "another long secret"}
    client.post(form.request["PATH_INFO"], words)
    assert "链接已失效" in Client().get(address, follow=True).content.decode()
    log_in(client, owner.username, "another long secret")
    assert is_in(client)


def test_an_owner_asks_somebody_in_who_then_acts_and_is_let_go(client, owner, sign_in, clock):
    own = sign_in(owner)
    own.post(reverse("portal:people"), {"email": "second@example.com", "role": "agent"})
    address = link(mail.outbox[0])
    assert "七天内有效" in own.get(reverse("portal:people")).content.decode()
    again = own.post(reverse("portal:people"), {"email": "second@example.com", "role": "agent"})
    assert "已向该信箱发出邀请" in again.content.decode()
    form = {"name": "测试第二人", "password1": SECRET, "password2": SECRET}
    assert client.post(address, form).url == reverse("account_login")
    second = User.objects.get(email="second@example.com")
    assert (
        f"您的用户名是 {second.username}" in client.get(reverse("account_login")).content.decode()
    )
    log_in(client, second.email)
    assert is_in(client)
    assert (second.applicant, second.is_owner) == (owner.applicant, False)
    assert client.get(address).status_code == 404, "an invitation is used once"
    third = {"email": "third@example.com", "role": "owner"}
    refused = client.post(reverse("portal:people"), third, follow=True)
    assert "只有本单位的账号管理人" in refused.content.decode()
    own.post(reverse("portal:change_role", args=[second.pk]))
    second.refresh_from_db()
    assert second.is_owner
    assert "立即失效" in own.get(reverse("portal:remove_person", args=[second.pk])).content.decode()
    own.post(reverse("portal:remove_person", args=[second.pk]))
    assert not is_in(client), "a removed person's session is dead at once"
    own.post(reverse("portal:remove_person", args=[owner.pk]))
    owner.refresh_from_db()
    assert owner.is_active, "nobody locks the unit out of its own account"


def test_an_invitation_dies_with_its_week_its_cancelling_and_a_changed_letter(
    owner, sign_in, clock
):
    own = sign_in(owner)
    own.post(reverse("portal:people"), {"email": "late@example.com", "role": "agent"})
    address = link(mail.outbox[0])
    assert Client().get(address).status_code == 200
    assert Client().get(address.replace("/join/", "/join/x")).status_code == 404
    clock.shift(timedelta(days=7, minutes=1))
    assert "邀请已失效" in Client().get(address).content.decode()
    own.post(reverse("portal:people"), {"email": "late@example.com", "role": "agent"})
    invitation = Invitation.objects.latest("pk")
    own.post(reverse("portal:cancel_invitation", args=[invitation.pk]))
    assert Client().get(link(mail.outbox[1])).status_code == 404


def test_five_wrong_passwords_lock_the_account_there_and_an_administrator_opens_it(
    client, owner, sign_in
):
    for name in ("sim00001", "SIM00001", "owner@example.com", "sim00001"):
        assert log_in(client, name, "wrong").status_code == 200
    locked = log_in(client, owner.email, "wrong")
    assert locked.status_code == 429
    assert "登录已暂停" in locked.content.decode()
    assert log_in(client, owner.username).status_code == 429, "the right word comes too late"
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    log_in(elsewhere, owner.username)
    assert is_in(elsewhere), "whoever guesses locks out only himself"
    for name in ("portal:login", "wagtailadmin_login"):
        assert client.get(reverse(name)).url.startswith(reverse("account_login"))
        assert client.post(reverse(name), {"login": owner.username}).status_code == 302
    admin = sign_in(User.objects.get(username="admin"))
    assert sign_in(User.objects.get(username="clerk")).get("/admin/locked/").status_code == 302
    log_in(client, owner.username, "wrong")
    assert owner.username in admin.get("/admin/locked/").content.decode()
    admin.post("/admin/locked/", {"username": owner.username})
    assert "没有被锁定" in admin.get("/admin/locked/").content.decode()
    log_in(client, owner.username)
    assert is_in(client)
    assert AuditEvent.objects.filter(action="desk.unlock").exists()


def test_behind_a_proxy_everybody_is_counted_by_his_own_address(office, owner, settings, clock):
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for forged in range(5):
        guesser = Client(HTTP_X_FORWARDED_FOR=f"10.9.9.{forged}, 10.0.0.1")
        answer = log_in(guesser, owner.username, "wrong")
    assert answer.status_code == 429, "what the client writes itself is not believed"
    neighbour = Client(HTTP_X_FORWARDED_FOR="10.0.0.2")
    log_in(neighbour, owner.username)
    assert is_in(neighbour)


def test_a_lock_ends_by_itself(client, owner, clock):
    for _ in range(5):
        log_in(client, owner.username, "wrong")
    clock.shift(timedelta(minutes=16))
    log_in(client, owner.username)
    assert is_in(client)


def test_a_second_factor_is_asked_for_once_it_is_there(client, owner, sign_in):
    own = sign_in(owner)
    page = reverse("mfa_activate_totp")
    assert own.get(page).url.startswith(reverse("account_reauthenticate")), "who are you, again?"
    own.post(reverse("account_reauthenticate"), {"password": SECRET})
    shown = own.get(page)
    secret = shown.context["form"].secret
    now = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    own.post(page, {"code": now})
    kept = Authenticator.objects.get(user=owner, type="totp")
    assert secret not in str(kept.data), "the secret is sealed"
    assert len(own.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    asked = log_in(client, owner.username)
    assert asked.url.startswith(reverse("mfa_authenticate"))
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    spare = own.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    client.post(reverse("mfa_authenticate"), {"code": spare})
    assert is_in(client)


def test_an_officer_without_a_second_factor_reaches_nothing_where_one_is_required(
    office, sign_in, settings
):
    settings.STAFF_MFA_REQUIRED = True
    clerk = User.objects.get(username="clerk")
    officer, applicant = sign_in(clerk), sign_in(User.objects.get(applicant=fiction.applicant(1)))
    for address in ("/admin/", "/admin/desk/", "/api/v1/notices", "/documents/1/x.pdf", "/portal/"):
        assert officer.get(address).url == reverse("first_factor"), address
    for address in map(reverse, ("mfa_index", "mfa_view_recovery_codes", "account_email")):
        assert officer.get(address).url == reverse("first_factor"), address
    assert officer.get(reverse("account_logout")).status_code == 200
    assert applicant.get("/portal/").status_code == 200


def test_changing_the_address_asks_for_the_password_again(owner, sign_in):
    own = sign_in(owner)
    page = reverse("account_email")
    asked = own.post(page, {"action_add": "", "email": "other@example.com"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    owner.refresh_from_db()
    assert owner.email == "owner@example.com"


def test_one_leads_on_only_to_this_site(client, owner):
    for door in ("portal:login", "wagtailadmin_login"):
        answer = client.get(reverse(door) + "?next=https://evil.example/x")
        assert answer.url == reverse("account_login")
        assert client.get(reverse(door) + "?next=/portal/letters/").url.endswith(
            "?next=%2Fportal%2Fletters%2F"
        )
    asked = client.post(
        reverse("account_login") + "?next=https://evil.example/x",
        {"login": owner.username, "password": SECRET, "next": "https://evil.example/x"},
    )
    assert asked.url == reverse("portal:home")


#: Every address after which somebody may be signed in, and what is asked there.
MAKES_A_SESSION = {
    "account_login": "name and password",
    "mfa_authenticate": "the second step of account_login",
    "openid_connect_callback": "the platform's word for a known applicant or a tied account",
}
#: Addresses of the account that never sign anybody in. A new one must be put in either list.
MAKES_NONE = (
    *("account_logout", "account_inactive", "account_signup", "account_reauthenticate"),
    *("account_email", "account_email_verification_sent", "account_confirm_email"),
    *("account_change_password", "account_set_password", "account_reset_password"),
    *("account_reset_password_done", "account_reset_password_from_key"),
    *("account_reset_password_from_key_done", "account_confirm_login_code"),
    *("mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup"),
    *("socialaccount_connections", "openid_connect_login", "usersessions_list"),
)


def test_every_address_of_the_account_is_known():
    (account,) = [each for each in urlpatterns if str(each.pattern) == "account/"]
    assert set(names(account.url_patterns)) == {*MAKES_NONE, *MAKES_A_SESSION}


def test_none_of_our_own_code_signs_anybody_in():
    site = Path(__file__).resolve().parents[2] / "site"
    words = ("LoginView", "auth import login", "auth.login", "perform_login")
    found = [
        path.name for path in site.rglob("*.py") if any(word in path.read_text() for word in words)
    ]
    assert found == []


def names(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_the_offices_side_doors_are_closed(client, owner):
    """Wagtail's own sign-in and forgotten password never answer with a form of their own."""
    for address in ("/admin/login/", "/portal/login/"):
        sent = client.post(address, {"username": owner.username, "password": SECRET})
        assert sent.status_code == 302
        assert not is_in(client), address
    for address in ("", "done/", "complete/", "confirm/MQ/x-y/"):
        sent = client.post(f"/admin/password_reset/{address}", {"email": owner.email})
        assert sent.url == reverse("account_reset_password")


def test_nobody_registers_as_an_officer(client):
    client.post(reverse("account_signup"), registration(is_staff="on", is_superuser="on"))
    user = User.objects.get(email="new@example.com")
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert not user.has_perm("wagtailadmin.access_admin")
