"""A cache server that never was, or that takes a connection and says nothing."""

import socket

import pytest
import time_machine
from django.core.cache import cache

from config.caches import OUTAGES, Outage

pytestmark = pytest.mark.django_db


@pytest.fixture
def use(settings):
    """``use(port)``: from now on the cache is shared through what listens there."""

    def at(port):
        url = f"redis://127.0.0.1:{port}/0"
        shared = {**settings.CACHES["default"], "LOCATION": url}
        settings.CACHES = {**settings.CACHES, "default": shared}
        return OUTAGES.setdefault(url, Outage())

    yield at
    OUTAGES.clear()


@pytest.fixture
def silent():
    """A socket whose backlog takes connections, and which never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        listener.setblocking(False)
        yield listener


def connections(listener):
    """How many have been made since the last question."""
    number = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return number
        number += 1


def test_a_server_that_never_answers_is_asked_once_in_a_pause(use, silent):
    outage = use(silent.getsockname()[1])
    cache.set("a", 1)
    assert outage.is_away
    first = connections(silent)
    assert 1 <= first <= 2
    assert [cache.get("a") for _ in range(20)] == [1] * 20
    assert connections(silent) == 0
    outage.ask_again_at = 0
    assert cache.get("a") == 1
    assert connections(silent) >= 1


def test_what_stands_in_is_forgotten_soon(use):
    outage = use(1)
    with time_machine.travel(0, tick=False) as clock:
        for key, timeout in (("a", 3600), ("b", None), ("c", 0)):
            cache.set(key, 1, timeout=timeout)
        assert outage.is_away
        assert [cache.get(key) for key in "abc"] == [1, 1, None]
        clock.shift(31)
        assert [cache.get(key) for key in "abc"] == [None] * 3


def test_pages_answer_where_no_server_ever_was(use, client, office):
    use(1)
    assert client.get("/").status_code == 200
    assert client.get("/zcwj/").status_code == 200
