"""The sender killed at any point, over every transport: each batch once in effect, in order.

Each round, batches are made, approved, sent and their receipts fetched in a process that is killed
at a line drawn from all the lines that this takes; then people and the clock go on as after a
restart, until nothing is left to do. In all, 200 points.
"""

import json
import os
import random
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.exchange.killing import killed_at, lines_of

from catalog.services import adjust
from exchange.models import BatchDelivery, ExchangeReceipt, ExportBatch
from exchange.packages import write_package
from exchange.sandbox.platform import Platform
from exchange.services import contents, export_catalog
from exchange.services.approval import approve
from exchange.services.by_hand import write_upload_file
from exchange.services.chain import breaks
from exchange.services.receipts import record_answer
from exchange.services.sending import LEASE, send_due
from records.models import AuditEvent
from rules.refusal import Refused

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
#: A walk of tens of rounds, on a busy machine.
pytestmark = pytest.mark.timeout(600)


class Sender:
    """The office that reports an entry which changes every day; ``take_in`` is the receiver."""

    def __init__(self, office, take_in=lambda: None):
        self.office, self.take_in = office, take_in
        self.entry, self.head = office.list(), office.officer("manager")
        self.changes = 0

    def change(self, at):
        self.changes += 1
        facts = self.office.facts(households=self.changes, persons=self.changes)
        adjust(self.entry, facts, by=None, at=at, because="测试")

    def prepare(self, at):
        """Make a batch of what is new and let go what waits for that; harmless when repeated."""
        export_catalog(at=at)
        for delivery in BatchDelivery.objects.filter(state="frozen").select_related("batch"):
            approve(delivery.batch, by=self.head, at=at)

    def send(self, at):
        self.prepare(at)
        send_due(at)

    def ask(self, at):
        send_due(at)

    def go_on(self, at):
        """The clock after a restart, an hour at a time, until every batch has its receipt."""
        for _ in range(12):
            self.take_in()
            if not BatchDelivery.objects.exclude(state="accepted").exists():
                return
            at += LEASE * 2
            send_due(at)
        raise AssertionError(list(BatchDelivery.objects.values_list("state", "reason")))


def walk(sender, points):
    """Kill and go on at ``points`` lines; every third time another batch waits behind."""
    chance, kills = random.Random(20201013), 0
    sender.send(AT - timedelta(hours=12))
    sender.go_on(AT - timedelta(hours=12))
    lengths = {}
    for number in range(points):
        at = AT + timedelta(days=number)
        sender.change(at)
        act = sender.ask if number % 3 == 2 else sender.send
        if act == sender.ask:
            sender.send(at)
            sender.take_in()
            at += timedelta(minutes=2)
        if act not in lengths:
            lengths[act] = lines_of(lambda act=act, at=at: act(at))
        else:
            line = chance.randrange(1, lengths[act])
            kills += killed_at(line, lambda act=act, at=at: act(at))
        if number % 3 == 1:
            sender.prepare(at)
            sender.change(at)
        sender.prepare(at)
        sender.go_on(at)
    assert kills > points * 0.6  # the first of each kind only counts the lines
    assert breaks() == []


def each_batch():
    return list(ExportBatch.objects.order_by("sequence").values_list("batch_id", flat=True))


@pytest.fixture(autouse=True)
def _scraps(tmp_path, monkeypatch):
    """What a killed process leaves lying goes with the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("points", [6, pytest.param(60, marks=pytest.mark.walk)])
def test_over_http(busy_office, sandbox, points):
    sandbox.faults.tell({"delay": 10**6})
    sender = Sender(busy_office, lambda: sandbox.faults.tell({"delay": 0}))
    whole = sender.send

    def send(at):
        sandbox.faults.tell({"delay": 1})  # its receipt is still to be fetched
        whole(at)

    sender.send = send
    walk(sender, points)
    assert sandbox.platform.applied == each_batch()
    (record,) = sandbox.platform.records.values()
    assert record["benefit_households"] == sender.changes


@pytest.mark.sshd
def test_over_sftp(busy_office, sftp_platform):
    platform = Platform()
    sender = Sender(busy_office, lambda: pick_up(platform, sftp_platform))
    walk(sender, 40)
    assert platform.applied == each_batch()
    (record,) = platform.records.values()
    assert record["benefit_households"] == sender.changes


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


@pytest.mark.postgres
def test_over_staging_tables(busy_office, staging):
    taken = []
    sender = Sender(busy_office, lambda: read_rows(staging, taken))
    walk(sender, 55)
    assert [batch_id for batch_id, *_ in taken] == each_batch()
    assert taken[-1][1] == [sender.changes]


def read_rows(staging, taken):
    """The receiver's side of the tables: what is whole and tied to the one before is accepted."""
    new = staging.execute(
        "SELECT batch_id, rec_count, manifest, manifest_sha256 FROM ex_batch WHERE send_flag = 0"
    )
    for batch_id, count, manifest, digest in new.fetchall():
        rows = staging.execute(
            "SELECT benefit_households FROM ex_catalog WHERE batch_id = %s ORDER BY line_no",
            [batch_id],
        ).fetchall()
        assert len(rows) == count
        last = taken[-1][2] if taken else None
        assert json.loads(manifest)["previous_manifest_sha256"] == last
        taken.append((batch_id, [row[0] for row in rows], digest))
        staging.execute("UPDATE ex_batch SET send_flag = 2 WHERE batch_id = %s", [batch_id])
        staging.execute(
            "INSERT INTO ex_receipt VALUES (%s, %s, 'accepted', %s, 0, '[]',"
            " '2020-10-14T10:00:00+08:00', 0)",
            [f"R-{batch_id}", batch_id, count],
        )


class Carrier(Sender):
    """The officer who carries files by hand; what was interrupted is done again."""

    def __init__(self, office, folder):
        super().__init__(office)
        self.folder = folder
        self.officer = office.officer("export_officer")

    def send(self, at):
        super().send(at)
        self.carry(at)

    ask = send

    def carry(self, at):
        for delivery in BatchDelivery.objects.unfinished().select_related("batch"):
            batch = delivery.batch
            with (self.folder / f"{batch}.xlsx").open("wb") as file:
                write_upload_file(batch, file, form="xlsx", by=self.officer, at=at)
            write_package(self.folder, batch.batch_id, contents(batch))
            record_answer(batch, status="accepted", number="2020-1", by=self.officer, at=at)

    def go_on(self, at):
        self.check_packages()
        self.carry(at)

    def check_packages(self):
        """A package is whole or not there, wherever its writer died."""
        for package in self.folder.iterdir():
            if package.is_dir() and not package.name.startswith("."):
                batch = ExportBatch.objects.get(batch_id=package.name)
                for path, content in contents(batch).items():
                    assert (package / path).read_bytes() == content


@pytest.mark.walk
def test_by_hand(busy_office, tmp_path):
    folder = tmp_path / "carried"
    folder.mkdir()
    sender = Carrier(busy_office, folder)
    walk(sender, 45)
    batches = each_batch()
    assert not BatchDelivery.objects.exclude(state="accepted").exists()
    assert ExchangeReceipt.objects.count() == len(batches)
    assert AuditEvent.objects.filter(action="exchange.receipt").count() == len(batches)
    again = ExportBatch.objects.order_by("sequence").first()
    with pytest.raises(Refused, match="不再登记结果"):
        record_answer(again, status="rejected", number="2", by=sender.officer, at=AT)


def test_two_clocks_at_once_send_each_batch_once(busy_office, sandbox):
    sender = Sender(busy_office)
    for number in range(8):
        at = AT + timedelta(days=number)
        sender.prepare(at)
        sender.change(at)
        connection.close()
        children = _clocks(3, at)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
        batch = each_batch()[-1]
        assert sandbox.posts.count(batch) == 1
        assert BatchDelivery.objects.get(batch__batch_id=batch).state == "accepted"


def _clocks(count, at):
    """So many clocks, each in a process of its own that waits for one starting shot."""
    waiting, starting = os.pipe()
    children = [_clock(waiting, starting, at) for _ in range(count)]
    os.close(starting)
    os.close(waiting)
    return children


def _clock(waiting, starting, at):
    child = os.fork()
    if not child:
        status = 1
        try:
            connection.ensure_connection()
            os.close(starting)
            os.read(waiting, 1)  # until the last writer has closed its end
            send_due(at)
            status = 0
        finally:
            os._exit(status)
    return child
