"""The page of one's tokens: made with a fresh code, shown once, revoked by whoever made them."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.acts import holder
from registry.models import ApiToken
from registry.tokens import find_token, make_token

pytestmark = pytest.mark.django_db
ASKED = {"name": "收银系统", "scopes": ["ledgers"], "days": "90"}


@pytest.fixture
def page():
    return reverse("desk:tokens")


@pytest.fixture
def reporter(office):
    return holder("unit_reporter@swj")


@pytest.fixture
def code(reporter, on_day, noon):
    """A second factor of the reporter's, and the code that it shows now."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(reporter, secret)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def secret_on(answer):
    return answer.context["secret"]


def test_without_a_second_factor_no_token_is_made(reporter, signed_in, page):
    browser = signed_in(reporter)
    assert "启用两步验证" in browser.get(page).content.decode()
    answer = browser.post(page, {**ASKED, "code": "123456"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_wrong_code_makes_no_token(reporter, signed_in, page, code):
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answer = signed_in(reporter).post(page, {**ASKED, "code": wrong})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_the_secret_stands_on_one_answer_and_the_second_click_makes_no_second_token(
    reporter, signed_in, page, code
):
    browser = signed_in(reporter)
    made = browser.post(page, {**ASKED, "code": code})
    token = ApiToken.objects.get()
    assert find_token(secret_on(made), at=token.made_at) == token
    assert "no-store" in made["Cache-Control"]
    assert browser.post(page, {**ASKED, "code": code}).status_code == 422
    assert ApiToken.objects.count() == 1
    later = browser.get(page).content.decode()
    assert secret_on(made) not in later
    assert token.start in later


def test_a_form_that_is_wrong_elsewhere_does_not_use_the_code_up(reporter, signed_in, page, code):
    browser = signed_in(reporter)
    assert browser.post(page, {**ASKED, "name": "", "code": code}).status_code == 422
    assert browser.post(page, {**ASKED, "code": code}).status_code == 200


def test_only_what_the_person_may_do_is_offered(reporter, signed_in, page, code):
    form = signed_in(reporter).get(page).context["form"]
    assert [value for value, _ in form.fields["scopes"].choices] == ["ledgers"]
    answer = signed_in(reporter).post(page, {**ASKED, "scopes": ["documents"], "code": code})
    assert answer.status_code == 422


def test_a_token_is_revoked_by_its_person_and_nobody_else_finds_it(reporter, signed_in, page, at):
    token, secret = make_token(name="收银系统", scopes=["ledgers"], days=30, by=reporter, at=at)
    revoke = reverse("desk:revoke_token", args=[token.pk])
    assert signed_in("unit_reporter@zgh").post(revoke).status_code == 404
    assert find_token(secret, at=at)
    assert signed_in(reporter).post(revoke).url == page
    assert find_token(secret, at=at) is None
    assert "已撤销" in signed_in(reporter).get(page).content.decode()


def test_the_page_takes_the_same_queries_for_any_number_of_tokens(reporter, signed_in, page, at):
    browser, counts = signed_in(reporter), []
    browser.get(page)
    for _ in range(2):
        for number in range(3):
            make_token(name=f"系统{number}", scopes=["ledgers"], days=30, by=reporter, at=at)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
