"""The sender killed at any point, over every transport: each batch once in effect, in order.

Each round is a process of its own (forked) on the test's database, killed at a random statement or
network step of sending; then the clock runs on until nothing is left to do.
"""

import getpass
import json
import os
import random
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.exchange import ssh_server

from catalog.services import adjust
from exchange.models import BatchDelivery
from exchange.sandbox.platform import Platform
from exchange.services import export_catalog
from exchange.services.approval import approve
from exchange.services.chain import breaks
from exchange.services.sending import LEASE, send_due

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
POINTS = 30
#: Where a step is counted: our own code while it sends.
SENDING = ("exchange/services/", "exchange/transports/", "exchange/packages", "db/models/query")


def killed_at(step, at):
    """Send in a child that dies at its ``step``-th line of sending; whether it came that far."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            count = iter(range(step))

            def trace(frame, event, arg):
                if not any(part in frame.f_code.co_filename for part in SENDING):
                    return None
                if next(count, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                return trace

            sys.settrace(trace)
            send_due(at)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def made(busy_office, number):
    """Batch ``number``: the same entry changed again, approved."""
    entry = busy_office.entry
    at = AT + timedelta(days=number)
    adjust(entry, busy_office.facts(households=number + 1), by=None, at=at, because="测试")
    batch = export_catalog(at=at)
    approve(batch, by=busy_office.officer("manager"), at=at)
    return batch


def run_on(at, *, until):
    """The clock goes on, an hour at a time, as after a restart."""
    for _ in range(12):
        if until():
            return at
        at += LEASE * 2
        send_due(at)
    raise AssertionError(list(BatchDelivery.objects.values_list("state", "reason")))


def all_accepted():
    return not BatchDelivery.objects.exclude(state="accepted").exists()


def walk(busy_office, take_in, applied, points):
    chance = random.Random(20201013)
    busy_office.entry = busy_office.list()
    names, kills = [], 0
    for number in range(points):
        batch = made(busy_office, number)
        names.append(batch.batch_id)
        at = AT + timedelta(days=number)
        kills += killed_at(chance.randrange(1, 400), at)
        take_in()
        run_on(at, until=lambda: take_in() or all_accepted())
    assert applied() == names
    assert kills > points / 2
    assert breaks() == []


def test_over_http(busy_office, sandbox):
    walk(busy_office, lambda: None, lambda: sandbox.platform.applied, POINTS)


@pytest.mark.sshd
def test_over_sftp(busy_office, settings, tmp_path):
    platform = Platform()
    with ssh_server.ssh_server(tmp_path) as (port, host_key, folder):
        first, *others = settings.EXCHANGE_RECEIVERS
        options = {
            "user": getpass.getuser(),
            "key_file": f"{tmp_path}/user",
            "host_key": host_key,
        }
        address = f"sftp://127.0.0.1:{port}{folder}"
        settings.EXCHANGE_RECEIVERS = [
            {**first, "transport": "sftp", "address": address, "options": options},
            *others,
        ]
        settings.EXCHANGE_ALLOW_LOOPBACK = True
        walk(
            busy_office,
            lambda: pick_up(platform, folder),
            lambda: platform.applied,
            POINTS,
        )


def pick_up(platform, folder):
    """The receiver's side of SFTP: only what has its ``.ok`` is taken, and taken away."""
    for mark in sorted((folder / "in/ready").glob("*.ok")):
        package = Path(f"{mark}"[: -len(".ok")])
        receipt = platform.receive(package.read_bytes())
        batch_id = package.name.removesuffix(".zip")
        if receipt["status"] == "duplicate":
            receipt = platform.answer(batch_id)
        (folder / f"out/{batch_id}.receipt.json").write_text(json.dumps(receipt))
        package.unlink()
        mark.unlink()


def test_two_clocks_at_once_send_each_batch_once(busy_office, sandbox):
    busy_office.entry = busy_office.list()
    for number in range(6):
        batch = made(busy_office, number)
        at = AT + timedelta(days=number)
        connection.close()
        children = [_clock(at) for _ in range(3)]
        for child in children:
            assert os.waitpid(child, 0)[1] == 0
        assert sandbox.posts.count(batch.batch_id) == 1
        assert BatchDelivery.objects.get(batch=batch).state == "accepted"


def _clock(at):
    child = os.fork()
    if not child:
        try:
            send_due(at)
        finally:
            os._exit(0)
    return child
