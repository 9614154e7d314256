"""Redis is killed while people read, sign in and ask for a new password: nobody notices."""

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from tests.journeys.public_world import found_site
from tests.support.redis_server import RedisServer
from wagtail.models import Site

from config.caches import OUTAGES
from demo import fiction
from demo.acts import agent

pytestmark = [pytest.mark.django_db, pytest.mark.redis]
SECRET = "a long enough secret"
API = ("notices", "documents", "products", "search?q=认定")


@pytest.fixture
def server(settings):
    """A Redis that runs, and a site that uses it."""
    running = RedisServer()
    running.start()
    shared = {**settings.CACHES["default"], "LOCATION": running.url}
    settings.CACHES = {**settings.CACHES, "default": shared}
    yield running
    running.kill()
    OUTAGES.pop(running.url, None)


@pytest.fixture
def site(walked, paper):
    """``(addresses of every public page, an applicant with a second factor)``."""
    addresses, at = found_site(walked, paper)
    with time_machine.travel(at, tick=False):
        user = agent(fiction.applicant(1).pk)
        user.email = "owner@example.com"
        user.set_password(SECRET)
        user.save()
        yield [*addresses.values(), *(f"/api/v1/{each}" for each in API)], user


def answers(addresses):
    client = Client(raise_request_exception=False)
    return {address: client.get(address).status_code for address in addresses}


def sign_in(user, password=SECRET):
    """The browser in which ``user`` has given name, password and, if there is one, the code."""
    client = Client(raise_request_exception=False)
    answer = client.post(reverse("account_login"), {"login": user.username, "password": password})
    if answer.status_code == 302 and "2fa" in answer.url:
        secret = get_adapter().decrypt(Authenticator.objects.get(user=user).data["secret"])
        code = totp.format_hotp_value(
            totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
        )
        answer = client.post(answer.url, {"code": code})
    return client, answer


def levels(caplog):
    return [record.levelname for record in caplog.records if record.name == "config.caches"]


def is_in(client):
    return client.get(reverse("portal:home")).status_code == 200


def test_every_public_page_answers_as_before_when_redis_dies_and_comes_back(server, site, caplog):
    addresses, _user = site
    Site.clear_site_root_paths_cache()
    before = answers(addresses)
    assert set(before.values()) <= {200, 404, 410, 422}
    assert any("wagtail_site_root_paths" in key for key in server.stored()), "it was in use"
    server.kill()
    assert answers(addresses) == before
    assert levels(caplog) == ["ERROR"], "once, not for each request"
    server.start()
    OUTAGES[server.url].ask_again_at = 0
    assert answers(addresses) == before
    assert levels(caplog) == ["ERROR", "WARNING"]


def test_a_change_that_redis_did_not_hear_of_is_not_read_from_it_later(server):
    cache.set("title", "old")
    outage = OUTAGES[server.url]
    outage.begin("a broken line")
    cache.delete("title")
    assert cache.get("title") is None
    outage.ask_again_at = 0
    assert cache.get("title") is None


def test_a_lock_is_taken_once_while_redis_is_away(server):
    server.kill()
    assert [cache.add("lock", True, 10), cache.add("lock", True, 10)] == [True, False]
    cache.delete("lock")
    assert cache.add("lock", True, 10)
    assert cache.get_or_set("sum", lambda: 7) == 7
    assert cache.incr("sum") == 8


def test_people_sign_in_with_their_second_factor_and_reset_passwords(server, site):
    _addresses, user = site
    server.kill()
    client, _answer = sign_in(user)
    assert is_in(client)
    answer = client.post(reverse("account_reset_password"), {"email": user.email})
    assert answer.status_code == 302
    totp.TOTP.activate(user, totp.generate_totp_secret())
    client, _answer = sign_in(user)
    assert is_in(client)
    again, _answer = sign_in(user)
    assert not is_in(again), "a code is good once, with Redis or without"


def test_limits_are_counted_on_when_redis_dies_between_two_tries(server, site, settings):
    _addresses, user = site
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "3/m/ip"}

    def ask(number):
        client = Client(raise_request_exception=False)
        for _ in range(number):
            yield client.post(reverse("account_reset_password"), {"email": user.email}).status_code

    assert list(ask(2)) == [302, 302]
    server.kill()
    assert list(ask(2)) == [302, 429]
    caches["limits"].clear()
    assert list(ask(1)) == [302]
