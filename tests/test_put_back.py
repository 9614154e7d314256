"""A test that leaves somebody behind who writes is named, and does not stand for ever."""

import sqlite3
from contextlib import closing

import pytest
from tests.support import put_back


def test_a_copy_ends_where_somebody_still_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(put_back, "MOST_TRIES", 1)
    path = tmp_path / "left.sqlite3"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
        closing(sqlite3.connect(path, timeout=0)) as target,
        closing(sqlite3.connect(":memory:")) as kept,
    ):
        writer.execute("CREATE TABLE things (name)")
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="left somebody behind"):
            kept.backup(target, progress=put_back._not_for_ever())
