"""What a killed process left on the disk goes after half a day, and nothing else does."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from exchange.leftovers import KEPT_FOR, clear_leftovers
from exchange.packages import parcel

from .conftest import LISTED_AT

LONG_AGO = time.time() - KEPT_FOR.total_seconds() - 60
#: Builds a package and dies in the middle of it, as by SIGKILL.
KILLED = """
import os, sys
sys.path.insert(0, "site")
from types import SimpleNamespace
from exchange.packages import parcel

def pieces():
    yield b"half"
    os._exit(9)

with parcel(SimpleNamespace(batch_id="B"), {"data/catalog.json": pieces()}):
    pass
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder for temporary files of its own, for this process and its children."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def aged(path, at=LONG_AGO):
    for each in (*path.glob("**/*"), path):
        os.utime(each, (at, at), follow_symlinks=False)
    return path


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_what_a_killed_process_left_is_cleared_half_a_day_later(folder):
    root = Path(__file__).resolve().parents[2]
    child = subprocess.run([sys.executable, "-c", KILLED], cwd=root, check=False)
    assert child.returncode == 9
    [left] = folder.iterdir()
    assert left.name.startswith("gongshi-parcel-")
    assert clear_leftovers(LISTED_AT) == 0
    aged(left)
    assert clear_leftovers(LISTED_AT) == 1
    assert names(folder) == []
    assert clear_leftovers(LISTED_AT) == 0


def test_what_is_being_written_stays_however_old_its_folder(folder):
    package = folder / "gongshi-batch-x"
    package.mkdir()
    (package / "catalog.json").write_bytes(b"[")
    os.utime(package, (LONG_AGO, LONG_AGO))
    assert clear_leftovers(LISTED_AT) == 0
    aged(package)
    (folder / "openpyxl.abc").write_bytes(b"<")
    aged(folder / "openpyxl.abc")
    assert clear_leftovers(LISTED_AT) == 2


def test_files_of_others_links_and_other_names_stay(folder, monkeypatch):
    kept = folder / "kept"
    kept.mkdir()
    (folder / "gongshi-batch-link").symlink_to(kept)
    (folder / "gongshi-report").write_bytes(b"x")
    for each in folder.iterdir():
        aged(each)
    assert clear_leftovers(LISTED_AT) == 0
    (folder / "gongshi-batch-theirs").mkdir()
    aged(folder / "gongshi-batch-theirs")
    with monkeypatch.context() as somebody:
        somebody.setattr(os, "getuid", lambda: 12345)
        assert clear_leftovers(LISTED_AT) == 0
    assert clear_leftovers(LISTED_AT) == 1
    assert names(folder) == ["gongshi-batch-link", "gongshi-report", "kept"]


def test_a_parcel_that_was_carried_leaves_nothing(folder):
    class Batch:
        batch_id = "B"

    with parcel(Batch, {"data/catalog.json": iter([b"whole"])}):
        assert len(names(folder)) == 1
    assert names(folder) == []
