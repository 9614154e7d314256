"""Whoever follows, by asking or by being told, always ends with what a fresh full read gives."""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from tests.support.followers import Follower, Hooked, Office, stripped

from demo.acts import holder
from exchange.models import WebhookNotice
from exchange.services import webhooks
from exchange.services.sending import LADDER
from exchange.transports.https import Hook
from pages.models import PublicItem
from rules.refusal import Refused

pytestmark = [pytest.mark.walk, pytest.mark.timeout(1800)]
LISTS = {
    "document": "documents",
    "notice": "notices",
    "result": "results",
    "removal": "removals",
    "product": "products",
    "bulletin": "bulletins",
}
#: How many acts of the long walk; the whole two thousand are asked for by hand.
ACTS = int(os.environ.get("FOLLOWED_ACTS", "200"))


@pytest.fixture
def fresh(get_page):
    """``fresh(at)``: all that the API tells at that moment, list by list."""

    def read(at):
        rows = {}
        for kind, name in LISTS.items():
            cursor = 0
            while cursor is not None:
                answer = get_page(f"/api/v1/{name}", at, cursor=cursor, include="all").json()
                cursor = answer["next_cursor"]
                rows |= {(kind, str(each["id"])): stripped(each) for each in answer["items"]}
        for each in get_page("/api/v1/columns", at).json()["items"]:
            answer = get_page(each["api_url"], at).json()
            rows["column", str(each["id"])] = stripped(answer)
        for name in ("site", "home", "statistics", "sales", "redirects"):
            rows[name, ""] = stripped(get_page(f"/api/v1/{name}", at).json())
        return rows

    return read


@pytest.fixture
def follower(get_page):
    return Follower(get_page)


@pytest.mark.parametrize(("seed", "steps"), [(1, 40)])
def test_a_follower_ends_equal_to_a_fresh_read_whatever_happens(
    seed, steps, follower, fresh, document, product, notice, clock
):
    doing = Office(seed, {"document": document, "product": product, "notice": notice})
    doing.write(), doing.list(), doing.publish()
    for number in range(steps):
        clock(doing.at)
        doing.act()
        if number % 5 == 4:
            doing.at += timedelta(seconds=10)
            follower.follow(doing.at)
            assert follower.rows == fresh(doing.at), f"step {number} at {doing.at}"
    told = PublicItem.objects.all()
    assert {"document", "product", "notice"} <= {row.kind for row in told}
    assert any(row.is_gone for row in told)


def again(at):
    """What failed for a whole day is sent again by a person."""
    with suppress(Refused):
        subscriber = WebhookNotice.objects.first().subscriber
        webhooks.send_failed_again(subscriber, by=None, at=at)


def told_of(keys):
    """Every notice about one of ``keys``, for whoever reads why a follower missed it."""
    return [
        (each.kind, each.key, each.state, each.attempts, f"{each.due_at:%m-%d %H:%M}")
        for each in WebhookNotice.objects.order_by("pk")
        if (each.kind, each.key) in keys
    ]


@pytest.fixture
def hooked(get_page, clock, monkeypatch):
    """``hooked(doing)``: a front end that is told of everything from now on."""

    def subscribe(doing):
        clock(doing.at)
        front = Hooked(get_page, doing)
        monkeypatch.setattr(Hook, "post", lambda *args: front.post(*args))
        webhooks.subscribe(
            title="示例前端",
            address="https://front.example.com/",
            kinds=[],
            by=holder("export_officer@fpb"),
            at=doing.at,
        )
        front.follow(doing.at)
        return front

    return subscribe


def settle(doing, front, fresh):
    """Let every notice arrive, those of a whole day's failures too; then nothing is missed."""
    again(doing.at)
    for _ in range(2):
        doing.at += LADDER[-1]
        front.hear(is_ill=False)
    rows = fresh(doing.at)
    missed = {key for key in rows | front.rows if rows.get(key) != front.rows.get(key)}
    assert missed == set(), told_of(missed)
    return rows


def test_who_is_only_told_by_notices_ends_equal_to_a_fresh_read(
    hooked, fresh, document, product, notice, clock
):
    doing = Office(2, {"document": document, "product": product, "notice": notice})
    doing.write(), doing.list()
    front = hooked(doing)
    doing.publish()
    for number in range(24):
        clock(doing.at)
        doing.act()
        front.hear(is_ill=True)
        if number % 6 == 5:
            settle(doing, front, fresh)
    assert {"delivered", "replaced"} <= set(WebhookNotice.objects.values_list("state", flat=True))


def test_of_many_acts_neither_who_asks_nor_who_is_told_misses_one(
    hooked, follower, fresh, document, product, notice, clock
):
    """Edits, publications, take-downs and steps of time in any order, on a site of some size."""
    make = {"document": document, "product": product, "notice": notice}
    doing = Office(3, make, waits=(1, 30, 600), most=20)
    doing.write(), doing.list()
    front = hooked(doing)
    doing.publish()
    for number in range(ACTS):
        clock(doing.at)
        doing.act()
        if number % 20 == 19:
            front.hear(is_ill=True)
        if number % 50 == 49:
            doing.at += timedelta(seconds=10)
            follower.follow(doing.at)
            assert follower.rows == fresh(doing.at), f"step {number} at {doing.at}"
        if number % 200 == 199:
            settle(doing, front, fresh)
    assert PublicItem.objects.filter(is_gone=True).exists()
