"""Signing in by the provincial platform: a known credit code, a tied account, and nobody else."""

from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from tests.support.identity_provider import CLIENT, SECRET, Provider

from demo import fiction
from records.models import AuditEvent
from registry.models import User

LOGIN = "/account/sso/platform/login/"


@pytest.fixture
def platform(office, settings):
    """``platform(sub=…, credit_code=…)``: the provider, with what it says of its one subject."""
    with ExitStack() as running:

        def start(**claims):
            provider = running.enter_context(Provider(**claims))
            app = {
                "provider_id": "platform",
                "name": "省政务服务平台",
                "client_id": CLIENT,
                "secret": SECRET,
                "settings": {"server_url": provider.url},
            }
            settings.SOCIALACCOUNT_PROVIDERS = {
                "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
            }
            return provider

        yield start


def come_back(client, process="login", code="c", **wrong):
    """Go to the platform and come back with its code, as a browser would."""
    sent = client.post(f"{LOGIN}?process={process}")
    asked = parse_qs(urlsplit(sent.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    answer = {"code": code, "state": asked["state"][0], **wrong}
    return client.get(asked["redirect_uri"][0].removeprefix("http://testserver"), answer)


def home(client):
    return client.get(reverse("portal:home"))


def test_without_a_platform_nothing_of_it_is_shown(office):
    assert "账号登录" not in Client().get(reverse("account_login")).content.decode()
    assert Client().post(LOGIN).status_code == 404


def test_a_known_credit_code_opens_its_applicant(platform):
    applicant = fiction.applicant(1)
    provider = platform(sub="legal-1", name="某负责人", credit_code=applicant.credit_code)
    client = Client()
    assert "用“省政务服务平台”账号登录" in client.get(reverse("account_login")).content.decode()
    assert come_back(client).url == reverse("portal:home")
    assert applicant.name in home(client).content.decode()
    assert provider.asked[0]["code_verifier"], "the code is bound to this browser"
    person = User.objects.get(username__startswith="sso-")
    assert (person.applicant, person.has_usable_password()) == (applicant, False)
    assert AuditEvent.objects.filter(action="registry.single_sign_on").exists()
    again = Client()
    come_back(again)
    assert home(again).status_code == 200
    assert User.objects.filter(username__startswith="sso-").count() == 1
    User.objects.filter(pk=person.pk).update(is_active=False)
    come_back(again := Client())
    assert home(again).status_code == 302, "who was removed does not come back this way"


@pytest.mark.parametrize(
    ("claims", "where", "words"),
    [
        ({"credit_code": "91360702YYTMNEW010"}, "account_login", "没有返回单位的统一社会信用代码"),
        ({"credit_code": ["91"]}, "account_login", "没有返回单位的统一社会信用代码"),
        ({}, "account_login", "没有返回单位的统一社会信用代码"),
        ({"credit_code": "unknown"}, "account_signup", "请先注册单位账号"),
    ],
)
def test_nobody_else_becomes_a_person_of_this_system(platform, claims, where, words):
    if claims.get("credit_code") == "unknown":
        stranger = fiction.applicant(9)
        claims = {"credit_code": stranger.credit_code}
        User.objects.filter(applicant=stranger).update(applicant=None)
        stranger.delete()
    before = User.objects.count()
    platform(sub="x", email="clerk@example.com", preferred_username="admin", **claims)
    client = Client()
    sent = come_back(client)
    assert sent.url == reverse(where)
    assert words in client.get(sent.url).content.decode()
    assert User.objects.count() == before
    assert home(client).status_code == 302


def test_an_account_is_tied_by_its_owner_and_then_opens_by_the_platform(platform, settings):
    clerk = User.objects.get(username="clerk")
    platform(sub="officer-1")
    inside = Client()
    inside.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert come_back(inside, "connect").url == reverse("socialaccount_connections")
    assert SocialAccount.objects.get().user == clerk
    assert "解除绑定" in inside.get(reverse("socialaccount_connections")).content.decode()
    client = Client()
    assert come_back(client).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert AUTHENTICATION_METHODS_SESSION_KEY in client.session
    Authenticator.objects.create(user=clerk, type="totp", data={"secret": "x"})
    asked = come_back(again := Client())
    assert asked.url.startswith(reverse("mfa_authenticate")), (
        "the second factor is asked for here too"
    )
    assert again.get("/admin/").status_code == 302


def test_a_forged_or_failed_answer_signs_nobody_in(platform):
    provider = platform(sub="1", credit_code=fiction.applicant(1).credit_code)
    client = Client()
    forged = come_back(client, state="forged")
    assert "统一身份认证没有成功" in forged.content.decode()
    provider.broken = True
    assert "统一身份认证没有成功" in come_back(client).content.decode()
    assert home(client).status_code == 302
