"""The chain of deltas read by a stranger: a script of its own gets to the very full set."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from catalog.services import adjust, expire, remove, resume, suspend
from exchange.packages import write_package
from exchange.services import contents, export_catalog, export_dataset

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
SCRIPT = Path(__file__).parent / "replay.py"


def said(*packages):
    command = [sys.executable, SCRIPT, *packages]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode().splitlines()


def test_the_deltas_replayed_by_a_script_that_is_not_ours_are_the_full_set(certifier, tmp_path):
    entries = [certifier.list(f"示例产品{number}") for number in range(6)]
    packages = []
    because = {"by": None, "because": "测试"}
    acts = [
        lambda at: suspend(entries[0], reason="quality_safety", at=at, **because),
        lambda at: resume(entries[0], reason="annual_review", at=at, **because),
        lambda at: adjust(entries[1], certifier.facts(name="示例产品1"), at=at, **because),
        lambda at: remove(
            entries[2], reason="illegal_act", basis_doc_no="省测〔2020〕3号", at=at, **because
        ),
        lambda at: expire(entries[3], by=None, at=at + timedelta(days=400)),
    ]
    for day, act in enumerate([lambda at: None, *acts]):
        at = AT + timedelta(days=day)
        act(at)
        batch = export_catalog(at=at)
        packages.append(write_package(tmp_path, batch.batch_id, contents(batch)))
    full = export_dataset("catalog", full=True, at=AT + timedelta(days=9))
    whole = json.loads(contents(full)["data/catalog.json"])
    replayed = [json.loads(line) for line in said(*packages)]
    assert replayed == sorted(whole, key=lambda record: record["record_id"])
    assert len(packages) == 6


def test_the_script_is_short_enough_to_be_read_by_the_receiver():
    assert len(SCRIPT.read_text().splitlines()) <= 100
