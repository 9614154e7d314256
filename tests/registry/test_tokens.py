"""Tokens for programs: made once, told once, found while they are open, ended for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from demo import fiction
from demo.acts import agent, holder
from records.models import AuditEvent
from registry.models import ApiCall, ApiToken
from registry.tokens import (
    CALLS_KEPT_FOR,
    MOST,
    find_token,
    forget_calls,
    make_token,
    revoke_token,
)
from rules.refusal import Refused

pytestmark = pytest.mark.django_db


def token_of(person, at, **given):
    asked = {"name": "商超收银系统", "scopes": ["ledgers"], "days": 30, **given}
    return make_token(by=person, at=at, **asked)


@pytest.fixture
def reporter(office):
    person = holder("unit_reporter@swj")
    person.email = "swj@example.com"
    person.save()
    return person


def test_the_secret_is_kept_nowhere_and_its_person_is_written_to(reporter, at, mailoutbox):
    token, secret = token_of(reporter, at)
    assert find_token(secret, at=at) == token
    assert secret not in str(ApiToken.objects.values())
    assert secret not in str(AuditEvent.objects.values())
    (mail,) = mailoutbox
    assert mail.to == ["swj@example.com"]
    assert secret not in mail.body
    assert "商超收银系统" in mail.body
    assert AuditEvent.objects.get(action="registry.make_token").actor == reporter.username


@pytest.mark.parametrize("words", ["", "gs_", "gs_unknown", "x" * 5000, "gs_\x00", "gs_é"])
def test_what_is_no_token_opens_nothing(reporter, at, words):
    token_of(reporter, at)
    assert find_token(words, at=at) is None


def test_a_token_opens_nothing_from_the_moment_of_its_end(reporter, at):
    token, secret = token_of(reporter, at, days=30)
    end = at + timedelta(days=30)
    assert find_token(secret, at=end - timedelta(seconds=1)) == token
    assert find_token(secret, at=end) is None


def test_a_token_falls_with_the_account(reporter, at):
    _, secret = token_of(reporter, at)
    reporter.is_active = False
    reporter.save()
    assert find_token(secret, at=at) is None


def test_a_revoked_token_opens_nothing_and_a_second_click_is_no_second_act(reporter, at):
    token, secret = token_of(reporter, at)
    revoke_token(token, by=reporter, at=at)
    revoke_token(token, by=reporter, at=at + timedelta(hours=1))
    assert find_token(secret, at=at) is None
    assert AuditEvent.objects.filter(action="registry.revoke_token").count() == 1
    assert ApiToken.objects.get().revoked_at == at


def test_nobody_revokes_the_token_of_another(reporter, at):
    token, secret = token_of(reporter, at)
    with pytest.raises(Refused):
        revoke_token(token, by=holder("unit_reporter@zgh"), at=at)
    assert find_token(secret, at=at) == token


def test_every_reason_against_a_token_is_told_at_its_field(reporter, at):
    with pytest.raises(Refused) as refused:
        token_of(reporter, at, name=" ", scopes=["everything"], days=9999)
    assert set(refused.value.fields) == {"name", "scopes", "days"}


def test_people_of_applicants_have_no_tokens_of_the_office(office, at):
    with pytest.raises(Refused) as refused:
        token_of(agent(fiction.applicant(1).pk), at)
    assert refused.value.reasons == ["请选择办理范围"]


def test_nobody_gathers_tokens(reporter, at):
    for _ in range(MOST):
        token, _ = token_of(reporter, at)
    with pytest.raises(Refused):
        token_of(reporter, at)
    revoke_token(token, by=reporter, at=at)
    token_of(reporter, at)


def test_the_last_use_is_noted_once_a_minute(reporter, at):
    token, secret = token_of(reporter, at)
    for seconds in (0, 59, 61):
        find_token(secret, at=at + timedelta(seconds=seconds))
    token.refresh_from_db()
    assert token.last_used_at == at + timedelta(seconds=61)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"expires_at": None}, {"revoked_at": "made_at"}], ids=str
)
def test_the_database_refuses_what_no_service_would_write(reporter, at, wrong):
    token, _ = token_of(reporter, at)
    values = {name: token.made_at if value else value for name, value in wrong.items()}
    values = {"name": ""} if "name" in wrong else values
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**values)


def test_answers_are_dropped_when_nobody_repeats_their_request(reporter, at):
    token, _ = token_of(reporter, at)
    call = ApiCall.objects.create(token=token, key="k" * 8, act="POST", digest="", at=at)
    assert forget_calls.act(at + CALLS_KEPT_FOR) == 0
    assert forget_calls.act(at + CALLS_KEPT_FOR + timedelta(seconds=1)) == 1
    assert not ApiCall.objects.filter(pk=call.pk).exists()
