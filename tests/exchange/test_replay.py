"""What a stranger makes of our batches: another validator, another reading, the same bytes again.

One chain of deltas with everything that may happen to an entry and to a sale: corrections,
reversals, a tombstone, a record set aside and mended, a batch given up.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest
from django.db import connection

from catalog.services import adjust, expire, remove, resume, suspend
from exchange.models import ExchangeFault
from exchange.packages import write_package
from exchange.receivers import first_receiver
from exchange.schema import MANIFEST, RECEIPT, RECONCILED, RECORD, SALE, schema
from exchange.services import contents, export_dataset
from exchange.services.approval import approve, skip
from exchange.services.receipts import record_answer
from exchange.services.reconciliation import reconcile
from ledger.services import record_sale, reverse_sale

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=20)
LATER = AT + timedelta(days=500)
SCRIPT = Path(__file__).parent / "replay.py"
ROOT = Path(__file__).parents[2]
SCHEMAS = {"catalog": RECORD, "sales": SALE, "reconciliation": RECONCILED}


def is_valid(name):
    """``is_valid(value)`` by a validator written in another language by other people."""
    return jsonschema_rs.Draft202012Validator(schema(name), validate_formats=True).is_valid


class World:
    """Entries and sales of one office, and the packages made of them, in order."""

    def __init__(self, office, folder):
        self.office, self.folder = office, folder
        self.officer, self.head = office.officer(), office.officer("manager")
        self.entries = [office.list(f"示例产品{number}") for number in range(5)]
        self.vague = office.list("板鸭𠮷", households=None)
        self.packages = {"catalog": [], "sales": []}
        self.day = 0

    @property
    def at(self):
        return AT + timedelta(days=self.day)

    def export(self, *datasets):
        for dataset in datasets:
            batch = export_dataset(dataset, at=self.at, by=self.officer)
            package = write_package(self.folder, batch.batch_id, contents(batch))
            self.packages[dataset].append(package)
        self.day += 1

    def give_up(self, dataset):
        """A batch that never gets to the receiver."""
        batch = export_dataset(dataset, at=self.at, by=self.officer)
        skip(batch, because="对方更换平台", by=self.head, at=self.at)
        self.day += 1

    def sell(self, number, entry=0):
        return record_sale(
            self.entries[entry],
            by=self.officer,
            at=self.at,
            external_id=number,
            sold_on=(LISTED_AT + timedelta(days=9)).date(),
            quantity=Decimal("2.5"),
            unit="箱",
            unit_price_fen=4990,
            channel="canteen",
            six_entry="school",
            buyer_type="school",
        )


def happen(world):
    """A year in the life of the office; packages are made as it goes."""
    first, second, third, fourth, fifth = world.entries
    because = {"by": None, "because": "测试"}
    sale = world.sell("A-1")
    world.export("catalog", "sales")
    suspend(first, reason="quality_safety", at=world.at, **because)
    reverse_sale(sale, reason="数量有误", by=world.officer, at=world.at)
    world.export("catalog", "sales")
    resume(first, reason="annual_review", at=world.at, **because)
    world.sell("A-1")  # the same slip again, after its reversal
    world.export("catalog", "sales")
    adjust(second, world.office.facts(name="示例产品1", households=9), at=world.at, **because)
    world.export("catalog")
    suspend(fourth, reason="quality_safety", at=world.at, **because)
    world.give_up("catalog")
    adjust(world.vague, world.office.facts(name="板鸭𠮷", households=3), at=world.at, **because)
    world.export("catalog")
    remove(third, reason="illegal_act", basis_doc_no="省测〔2020〕3号", at=world.at, **because)
    world.export("catalog")
    expire(fifth, by=None, at=world.at + timedelta(days=400))
    world.sell("A-2", entry=1)
    world.export("catalog", "sales")


@pytest.fixture
def world(certifier, tmp_path):
    world = World(certifier, tmp_path / "packages")
    happen(world)
    return world


def replayed(packages):
    command = [sys.executable, SCRIPT, *packages]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.decode().splitlines()
    return [json.loads(line) for line in lines]


def test_the_deltas_replayed_by_a_script_that_is_not_ours_are_the_full_set(world):
    for dataset, count in (("catalog", 6), ("sales", 4)):
        full = export_dataset(dataset, full=True, at=LATER)
        whole = json.loads(contents(full)[f"data/{dataset}.json"])
        told = replayed(world.packages[dataset])
        assert told == sorted(whole, key=lambda record: record["record_id"])
        assert len(told) == count
    assert len(world.packages["catalog"]) == 7
    assert not ExchangeFault.objects.open().exists()


def test_the_script_is_short_enough_to_be_read_by_the_receiver():
    assert len(SCRIPT.read_text().splitlines()) <= 100


def test_every_manifest_and_record_holds_for_a_validator_that_is_not_ours(world):
    head = world.head
    for batch in [export_dataset(each, full=True, at=LATER) for each in ("catalog", "sales")]:
        approve(batch, by=head, at=LATER)
        batch.delivery.refresh_from_db()
        receipt = record_answer(batch, status="accepted", number="2020-1", by=head, at=LATER)
        assert is_valid(RECEIPT)(receipt.body)
    listed = reconcile(first_receiver("catalog"), at=LATER)
    write_package(world.folder, listed.batch_id, contents(listed))
    for package in world.folder.iterdir():
        manifest = json.loads((package / "manifest.json").read_bytes())
        assert is_valid(MANIFEST)(manifest)
        (path,) = [each["path"] for each in manifest["files"] if each["canonical"]]
        records = json.loads((package / path).read_bytes())
        assert all(map(is_valid(SCHEMAS[manifest["dataset"]]), records))
        assert not is_valid(MANIFEST)({**manifest, "sequence": 0})
        assert not is_valid(SCHEMAS[manifest["dataset"]])({**records[0], "phone": "1"})


#: Makes full batches in a transaction that is taken back, so that the next one starts as it did.
FORGETFUL = """
import sys; sys.path.insert(0, "site"); import django
from config.starting import nothing_collected
with nothing_collected():
    django.setup()
from datetime import datetime; from pathlib import Path
from django.db import connection, transaction
connection.settings_dict["NAME"] = sys.argv[1]
from exchange.packages import write_package
from exchange.services import contents, export_dataset
with transaction.atomic():
    for dataset in ("catalog", "sales"):
        batch = export_dataset(dataset, full=True, at=datetime.fromisoformat(sys.argv[3]))
        write_package(Path(sys.argv[2]), batch.batch_id, contents(batch))
    transaction.set_rollback(True)
"""


@pytest.mark.walk
def test_two_full_exports_made_each_for_itself_are_equal_byte_for_byte(busy_office, tmp_path):
    world = World(busy_office, tmp_path / "packages")
    happen(world)
    name, packages = str(connection.settings_dict["NAME"]), []
    for seed, language in (("1", "C"), ("2", "zh_CN.UTF-8")):
        out = tmp_path / f"full-{seed}"
        told = {"PYTHONHASHSEED": seed, "LC_ALL": language, "TZ": "America/Lima"}
        subprocess.run(
            [sys.executable, "-c", FORGETFUL, name, out, LATER.isoformat()],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **told},
            check=True,
        )
        files = [path for path in sorted(out.rglob("*")) if path.is_file()]
        packages.append({f"{path.relative_to(out)}": path.read_bytes() for path in files})
    assert packages[0] == packages[1]
    assert len(packages[0]) == 8
