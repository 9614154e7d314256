"""A unit's token page: made with a fresh code, shown once, revoked by whoever made it alone."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from demo.acts import agent
from registry.models import ApiToken
from registry.tokens import find_token

pytestmark = pytest.mark.django_db
ASKED = {"name": "收银系统", "scopes": ["sales"], "days": "90"}


@pytest.fixture
def page():
    return reverse("portal:tokens")


@pytest.fixture
def person(draft, agent_of):
    return agent_of(draft(1))


@pytest.fixture
def code(person, clock):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_without_a_second_factor_the_page_says_so_and_makes_nothing(person, sign_in, page):
    browser = sign_in(person)
    assert "启用两步验证" in browser.get(page).content.decode()
    assert browser.post(page, {**ASKED, "code": "123456"}).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_wrong_code_is_told_at_its_field(person, sign_in, page, code):
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answer = sign_in(person).post(page, {**ASKED, "code": wrong})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors


def test_the_secret_stands_on_one_answer_and_opens_until_it_is_revoked(person, sign_in, page, code):
    browser = sign_in(person)
    made = browser.post(page, {**ASKED, "code": code})
    token, secret = ApiToken.objects.get(), made.context["secret"]
    assert find_token(secret, at=token.made_at) == token
    assert "no-store" in made["Cache-Control"]
    assert secret not in browser.get(page).content.decode()
    browser.post(reverse("portal:revoke_token", args=[token.pk]))
    assert find_token(secret, at=token.made_at) is None
    assert "已撤销" in browser.get(page).content.decode()


def test_nobody_makes_a_token_for_the_office_or_ends_another_units(
    person, sign_in, page, code, draft
):
    answer = sign_in(person).post(page, {**ASKED, "scopes": ["ledgers"], "code": code})
    assert answer.status_code == 422
    sign_in(person).post(page, {**ASKED, "code": code})
    token = ApiToken.objects.get()
    stranger = sign_in(agent(draft(1, serial=2).applicant_id))
    assert stranger.post(reverse("portal:revoke_token", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
